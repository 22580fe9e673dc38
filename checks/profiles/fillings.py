"""Rows without input in the table that they come from: which columns are looked at, and what is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checks.agreement import Default
from checks.asks import Fill, Filled, Filling
from checks.declared import Table
from checks.figures import percent, verb

SHARE = 0.05
"""A default may stand for want of input in so many of the rows, where no null rate is declared."""


def fillings(table: Table) -> Iterator[Filling]:
    """The columns with a default, by the table that they come from."""
    named = dict.fromkeys([*(each.name for each in table.contract or ()), *table.columns])
    defaults = {name: agreed.default for name in named if (agreed := table.allowed(name)).default}
    for way in ways(table, list(defaults)):
        fills = (replace(fill, default=defaults[fill.column] or fill.default) for fill in way.fills)
        yield replace(way, fills=tuple(fills))


def ways(table: Table, names: Sequence[str]) -> Iterator[Filling]:
    """Each declared way of these columns to another table: the lineage, then the seams for those not in it.

    A seam names no columns: a column is looked for under its own name over there.
    """
    lineage = table.lineage
    traced = lineage.columns if lineage else {}
    if lineage and (fills := tuple(_fill(name, traced[name]) for name in names if name in traced)):
        yield Filling(lineage.source_table, lineage.key, fills)
    for seam in table.reconciliation:
        fills = tuple(_fill(name, _quoted(name)) for name in names if name not in (*traced, *seam.key))
        if fills:
            yield Filling(seam.with_, seam.key, fills, any_day=seam.kind == "lookup")


def _fill(name: str, made_of: str) -> Fill:
    return Fill(name, made_of, Default(None))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def wrong(table: Table, found: Filled) -> bool:
    """Whether rows without input hold something else than the default, or too many rows hold it.

    What is filled in is missing all the same: it counts against the limit of the column's null rate.
    """
    if found.no_input > found.at_default:
        return True
    column = table.columns.get(found.fill.column)
    watched = column.watches_nulls if column else None
    limit = watched.limit if watched and watched.limit is not None else SHARE
    return found.fill.default.value is not None and found.at_default > limit * found.rows


def said(found: Filled, other: str) -> str:
    """How many rows have no input, and which share of them was scored at the default."""
    fill, others = found.fill, found.no_input - found.at_default
    share = found.no_input / found.rows if found.rows else 0.0
    rows = (
        f"{found.no_input:,} of {found.rows:,} rows ({percent(share)}) {verb(found.no_input, 'has', 'have')}"
    )
    if not found.no_input:
        return f"every row has its `{fill.input}` in {other}"
    held = f"{percent(found.at_default / found.no_input)} of them hold the default {fill.default}"
    nothing = found.missing if fill.default.value else 0
    rest = [f"{nothing:,} {verb(nothing, 'holds', 'hold')} nothing"] if nothing else []
    strange = others - nothing
    rest += [f"{strange:,} {verb(strange, 'holds', 'hold')} another value"] if strange > 0 else []
    return f"{rows} no `{fill.input}` in {other}: {', '.join([held, *rest])}"
