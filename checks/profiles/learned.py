"""What a table's reference shows to be agreed, with all that it shows: to be written down, on request."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from checks.agreement import Agreed, Agreement, Default, logical
from checks.asks import Ask, Fill, Filled, Filling, Told
from checks.declared import Table
from checks.documents import Documents
from checks.profiles.agreed import learn
from checks.profiles.answering import Answering
from checks.profiles.bounds import NOTHING, allowed, bounds, default
from checks.profiles.fillings import ways
from checks.profiles.profile import Profile
from checks.profiles.survey import Survey
from checks.sources.levels import Levels, levels
from checks.sources.samples import sampled

CANDIDATES = {"number": (None, "0", "-1"), "integer": (None, "0", "-1"), "string": (None, "")}
"""What is written for want of input, by the kind of the column."""


def described(
    surveyed: Survey, answering: Answering, reference: Sequence[Profile], as_of: datetime
) -> Agreement | None:
    """The shape, and ranges, values, defaults and documents where the data supports them.

    Values are read out of the source for this: only the command that writes them down calls it. None where
    the reference shows no shape.
    """
    shape, table = learn(reference), surveyed.table.table
    if shape is None:
        return None
    days = surveyed.readable([each.partition for each in reference if each.rows], as_of)
    texts = [each.name for each in shape if _may_have_levels(each, table)]
    values = levels(surveyed.table, surveyed.bundles, days, texts, as_of) if texts and days else {}
    filled = _filled(surveyed.table.name, table, shape, answering, as_of)
    json = [name for name, column in table.columns.items() if column.kind == "json"]
    documents = sampled(surveyed.table, surveyed.bundles, json, max(days), as_of) if json and days else {}
    columns: list[Agreed] = []
    for each in shape:
        columns.append(_described(each, table, reference, values.get(each.name), filled.get(each.name, ())))
        if documents.get(each.name):
            columns[-1:] = _opened(columns[-1], documents[each.name])
    return replace(shape, columns=tuple(columns))


def _may_have_levels(column: Agreed, table: Table) -> bool:
    declared = table.columns.get(column.name)
    return column.name not in table.key and not (declared and declared.kind == "json")


def _described(
    column: Agreed,
    table: Table,
    reference: Sequence[Profile],
    levels: Levels | None,
    filled: Sequence[Filled],
) -> Agreed:
    found = [
        NOTHING if column.name in table.key else bounds(reference, column),
        allowed(levels, reference) if levels else NOTHING,
        default(reference, column, filled),
    ]
    learned: dict[str, Any] = {}
    for fields, _ in found:
        learned |= fields
    why = "; ".join(why for _, why in found if why)
    return replace(column, **learned, why=why) if why else column


def _filled(
    name: str, table: Table, shape: Agreement, answering: Answering, as_of: datetime
) -> Mapping[str, Sequence[Filled]]:
    """What stands in the rows without input, by column."""
    kinds = {each.name: logical(each.kind) for each in shape}
    found: dict[str, list[Filled]] = {}
    for place, way in enumerate(ways(table, list(kinds))):
        fills = tuple(
            Fill(fill.column, fill.made_of, Default(value))
            for fill in way.fills
            for value in CANDIDATES.get(kinds.get(fill.column, ""), (None,))
        )
        question = Filling(way.other, way.key, fills, way.any_day)
        told = answering.answer(Ask("learned", name, place, question), as_of)
        for each in (
            (filled for day in told.days.values() for filled in day) if isinstance(told, Told) else ()
        ):
            found.setdefault(each.fill.column, []).append(each)
    return found


def _opened(column: Agreed, documents: Documents) -> Iterator[Agreed]:
    """A column of documents with what lies within it; what stands in each of them is required."""
    for path, kind in documents.shape(column.name):
        inner = path[len(column.name) :]
        if not inner:
            said = f"documents as in {documents.whole:,} of {documents.read:,} texts that were looked at"
            word = logical(kind) if kind in ("struct", "array") else ""
            yield replace(column, logical=word, why="; ".join(filter(None, [column.why, said])))
        else:
            always = documents.paths[inner].documents == documents.whole
            yield Agreed(name=path, kind=kind if logical(kind) else "", required=always)
