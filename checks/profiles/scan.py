"""From rows to profiles: a fused GROUP BY for all counts, a query a watched distribution, one for keys."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from checks.profiles.distribution import Distribution, Knots
from checks.profiles.profile import ColumnProfile, Profile
from checks.sources.tables import DAY, EVENT, LOAD_DAY, LOADED, Bundle, FilesTable, plain
from checks.verdict import Row

if TYPE_CHECKING:
    import ibis.expr.types as ir

KNOTS = 1_000
"""Between two knots lies less than 1/1,000 of a part's rows."""

EXAMPLES = 5
EPOCH = date(1970, 1, 1)
Group = tuple[date, date | None]
Excess = tuple[int, tuple[Row, ...]]


def scan(table: FilesTable, bundles: Sequence[Bundle], loaded_by: datetime | None = None) -> list[Profile]:
    """Profiles of bundles with one schema, by partition and load day; `loaded_by` leaves out later rows."""
    rows = table.rows(bundles)
    if loaded_by is not None:
        rows = rows.filter(rows[LOADED] <= int(loaded_by.timestamp()))
    counts = _counts(table, rows, bundles[0].schema)
    for name in _watched(table, rows):
        _attach(counts, name, _distributions(table, rows, name))
    return list(counts.values())


def _watched(table: FilesTable, rows: "ir.Table") -> list[str]:
    """The numeric columns whose distribution is judged, and the load time."""
    columns = table.table.columns
    numeric = [name for name in rows.columns if rows[name].type().is_numeric() and name in columns]
    loaded = [LOADED] if table.table.loaded_at_field in rows.columns else []
    return [name for name in numeric if columns[name].watches_drift is not None] + loaded


def _counts(table: FilesTable, rows: "ir.Table", schema: tuple[tuple[str, str], ...]) -> dict[Group, Profile]:
    names = [name for name, _ in schema]
    measures: dict[str, Any] = {
        "rows": rows.count(),
        "first_event": rows[EVENT].min(),
        "last_event": rows[EVENT].max(),
        "first_loaded": rows[LOADED].min(),
        "last_loaded": rows[LOADED].max(),
    }
    for at, name in enumerate(names):  # numbered, since a column may bear any name
        column = rows[name]
        measures[f"nulls_{at}"] = column.isnull().sum()
        if column.type().is_floating():
            measures[f"nan_{at}"] = column.isnan().sum()
        if column.type().is_string():
            measures[f"empty_{at}"] = (column == "").sum()
    answer = table.backend.to_pyarrow(rows.group_by(DAY, LOAD_DAY).agg(**measures)).to_pylist()
    return {
        _group(row): Profile(
            partition=row[DAY],
            load_day=_load_day(row),
            rows=row["rows"],
            schema=schema,
            columns={name: _column(row, at) for at, name in enumerate(names)},
            first_event=_moment(row["first_event"]),
            last_event=_moment(row["last_event"]),
            first_loaded=_moment(row["first_loaded"]),
            last_loaded=_moment(row["last_loaded"]),
        )
        for row in answer
        if row[DAY] is not None
    }


def _column(row: dict[str, Any], at: int) -> ColumnProfile:
    return ColumnProfile(
        nulls=row[f"nulls_{at}"] or 0, nan=row.get(f"nan_{at}") or 0, empty=row.get(f"empty_{at}") or 0
    )


def _load_day(row: dict[str, Any]) -> date | None:
    return None if row[LOAD_DAY] is None else EPOCH + timedelta(days=row[LOAD_DAY])


def _group(row: dict[str, Any]) -> Group:
    return row[DAY], _load_day(row)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _distributions(table: FilesTable, rows: "ir.Table", name: str) -> dict[Group, Distribution]:
    """Knots of one column in every group: the values whose rows cross a multiple of 1/KNOTS."""
    import ibis

    value = rows[name].cast("float64")
    present = rows.filter(value.notnull() & ~value.isnan())
    counted = present.group_by(DAY, LOAD_DAY, value=value).agg(here=present.count())
    by_value = ibis.window(group_by=[DAY, LOAD_DAY], order_by="value", rows=(None, 0))
    whole = ibis.window(group_by=[DAY, LOAD_DAY])
    summed = counted.mutate(upto=counted.here.sum().over(by_value), total=counted.here.sum().over(whole))
    below = summed.upto - summed.here
    crosses = (summed.upto * KNOTS) // summed.total > (below * KNOTS) // summed.total
    knots = summed.mutate(below=below).filter(crosses | (below == 0))
    columns = [DAY, LOAD_DAY, "value", "below", "upto"]
    answer = table.backend.to_pyarrow(knots.select(columns).order_by(DAY, LOAD_DAY, "value"))
    return _cut(answer.to_pydict())


def _cut(answer: dict[str, list[Any]]) -> dict[Group, Distribution]:
    """The rows of the answer, cut where the group changes."""
    groups = list(zip(answer[DAY], answer[LOAD_DAY], strict=True))
    starts = [at for at in range(len(groups)) if at == 0 or groups[at] != groups[at - 1]]
    cut = {}
    for start, end in zip(starts, [*starts[1:], len(groups)], strict=True):
        day, load_day = groups[start]
        knots = Knots(
            np.asarray(answer["value"][start:end], float),
            np.asarray(answer["below"][start:end], np.int64),
            np.asarray(answer["upto"][start:end], np.int64),
        )
        cut[_group({DAY: day, LOAD_DAY: load_day})] = Distribution((knots,))
    return cut


def _attach(counts: dict[Group, Profile], name: str, distributions: dict[Group, Distribution]) -> None:
    for group, profile in counts.items():
        distribution = distributions.get(group, Distribution(()))
        if name == LOADED:
            counts[group] = replace(profile, loaded=distribution)
        else:
            column = replace(profile.columns[name], distribution=distribution)
            counts[group] = replace(profile, columns={**profile.columns, name: column})


def duplicates(
    table: FilesTable, new: Sequence[Bundle], all_bundles: Sequence[Bundle], loaded_by: datetime | None = None
) -> dict[Group, Excess]:
    """Rows of the new bundles whose key an earlier row already had: how many by group, and the first of them.

    Rows are ordered by load time, partition and event time; a key with a NULL in it is no key. Exact:
    keys that occur once are dropped by a GROUP BY, and only the rest are put in order.
    """
    import ibis

    declared = table.table
    within = declared.unique_within == "partition" or declared.partition.column in declared.key
    rows = table.rows(new if within else all_bundles)
    keyed = rows.filter([rows[name].notnull() for name in declared.key])
    if loaded_by is not None:
        keyed = keyed.filter(keyed[LOADED] <= int(loaded_by.timestamp()))
    key = [*declared.key, DAY] if within else list(declared.key)
    repeated = keyed.group_by(key).agg(times=keyed.count()).filter(ibis._.times > 1)
    suspects = keyed.select(dict.fromkeys([*key, DAY, LOAD_DAY, LOADED, EVENT])).semi_join(repeated, key)
    order = [LOADED, DAY, EVENT]
    nth = ibis.row_number().over(ibis.window(group_by=key, order_by=order))
    again = suspects.mutate(nth=nth).filter(ibis._.nth > 0)
    place = ibis.row_number().over(ibis.window(group_by=[DAY, LOAD_DAY], order_by=order))
    size = ibis._.count().over(ibis.window(group_by=[DAY, LOAD_DAY]))
    first = again.mutate(place=place, excess=size).filter(ibis._.place < EXAMPLES)
    return _excess(table, table.backend.to_pyarrow(first.order_by(DAY, LOAD_DAY, "place")).to_pylist())


def _excess(table: FilesTable, answer: list[dict[str, Any]]) -> dict[Group, Excess]:
    found: dict[Group, Excess] = {}
    for row in answer:
        key = plain({name: row[name] for name in table.table.key})
        again = Row(key=key, at=_moment(row[EVENT] or row[LOADED]), why="an earlier row has the same key")
        _, before = found.get(_group(row), (0, ()))
        found[_group(row)] = (row["excess"], (*before, again))
    return found
