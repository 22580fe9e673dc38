"""The two sides of a handoff, as their newest partitions show them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from checks.asks import Met, Shown
from checks.comparisons import Handoff
from checks.declared import Table
from checks.documents import Documents
from checks.profiles.handoff import pairs_of
from checks.profiles.missing import missing
from checks.profiles.profile import Profile, merge
from checks.profiles.survey import Survey
from checks.sources.allowed import not_allowed
from checks.sources.counting import count_where
from checks.sources.keyed import known, rows_of
from checks.sources.samples import sampled

Newest = tuple[Survey, Sequence[Profile]]
"""A table, and the loads of its newest partition."""


def met(handoff: Handoff, mine: Newest, theirs: Newest, as_of: datetime) -> Met:
    """Both sides, and the rows of theirs that hold what a column of mine does not allow."""
    profile = merge(theirs[1])
    table = mine[0].table.table
    pairs = pairs_of(handoff, merge(mine[1]).schema, profile.schema)
    json = [name for name, column in table.columns.items() if column.kind == "json"]
    their_table = theirs[0].table.table
    their_json = [name for name, column in their_table.columns.items() if column.kind == "json"]
    their_json += [pairs[name] for name in json if name in pairs]
    json += [name for name, other in pairs.items() if other in their_json]
    return Met(
        _shown(mine, json, as_of), _shown(theirs, their_json, as_of), _refused(table, pairs, theirs, as_of)
    )


def _shown(side: Newest, json: Sequence[str], as_of: datetime) -> Shown:
    found, loads = side
    profile = merge(loads)
    documents: Mapping[str, Documents] = {}
    if json:
        names = list(dict.fromkeys(json))
        documents = sampled(found.table, found.bundles, names, profile.partition, as_of)
    absent = {name: missing(profile, name) for name in profile.columns}
    declared = found.table.table
    values = {agreed.name: agreed.values for agreed in declared.limited}
    cut_by = declared.day_column
    return Shown(profile.partition, cut_by, profile.rows, profile.schema, absent, documents, values)


def _refused(table: Table, pairs: Mapping[str, str], theirs: Newest, as_of: datetime) -> dict[str, int]:
    """How many rows of theirs hold a value that my column does not allow, by my column."""
    limited = {agreed.name: agreed for agreed in table.limited if agreed.name in pairs}
    found, loads = theirs
    counts = dict.fromkeys(limited, 0)
    if not limited:
        return counts
    for part in rows_of(found.table, found.bundles, [merge(loads).partition]):
        rows = known(found.table, part, as_of)
        strays = {
            name: not_allowed(rows[pairs[name]], agreed)
            for name, agreed in limited.items()
            if pairs[name] in rows.columns
        }
        measures = {
            f"{at}": count_where(stray) for at, stray in enumerate(strays.values()) if stray is not None
        }
        if not measures:
            continue
        (answer,) = found.table.fetch(rows.agg(**measures)).to_pylist()
        for at, name in enumerate(strays):
            counts[name] += answer.get(f"{at}") or 0
    return counts
