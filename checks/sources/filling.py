"""What stands in a column where the table that it comes from has no value."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from checks.asks import Fill, Filled, Filling
from checks.expressions import columns_of
from checks.sources.allowed import holds, is_missing
from checks.sources.answered import rows_of
from checks.sources.evaluated import evaluated
from checks.sources.keyed import Keyed, Side, keyed
from checks.sources.tables import DAY, plain
from checks.verdict import Row

if TYPE_CHECKING:
    import ibis.expr.types as ir

EXAMPLES = 5


def filled(
    filling: Filling, table: Side, other: Side, day: date, others: Collection[date], as_of: datetime
) -> tuple[Filled, ...]:
    """Each fill, for the rows of a day; partners are looked for on the `others`.

    A row has no input where it has a partner by its key and the partner has no value: none of its columns
    has one, or what is made of them is none. A row without a partner is for other checks. Raises
    `SourceError` where keys cannot be compared.
    """
    fills = filling.fills
    mine = replace(table, marks=lambda rows: _held(fills, rows))
    theirs = replace(other, marks=lambda rows: _blank(fills, rows))
    keys = keyed([mine, theirs], [[day], others], as_of)
    own, partners = keys.sides
    if own is None or partners is None:
        return ()
    met = _met(own, partners, keys.key, len(fills), any_day=filling.any_day)
    (sums,) = keys.fetch(_sums(met, len(fills))).to_pylist()
    return tuple(
        Filled(
            fill=fill,
            rows=_count(sums["rows"]),
            no_input=_count(sums[f"blank_{at}"]),
            at_default=_count(sums[f"held_{at}"]),
            missing=_count(sums[f"none_{at}"]),
            first=_first(keys, met, filling, at) if sums[f"held_{at}"] else (),
        )
        for at, fill in enumerate(fills)
    )


def _held(fills: Sequence[Fill], rows: "ir.Table") -> Mapping[str, Any]:
    """Of each column: whether the default stands there, and whether nothing does."""
    found: dict[str, Any] = {}
    for at, fill in enumerate(fills):
        there = fill.column in rows.columns
        found[f"held_{at}"] = _flag(holds(rows[fill.column], fill.default) if there else None)
        found[f"none_{at}"] = _flag(is_missing(rows[fill.column]) if there else None)
    return found


def _blank(fills: Sequence[Fill], rows: "ir.Table") -> Mapping[str, Any]:
    """Of each fill: whether the input has no value."""
    found = {}
    for at, fill in enumerate(fills):
        names = columns_of(fill.made_of)
        blank = None
        if set(names) <= set(rows.columns):
            inputs = reduce(and_, (is_missing(rows[name]) for name in names))
            blank = inputs | is_missing(evaluated(fill.made_of, rows))
        found[f"blank_{at}"] = _flag(blank)
    return found


def _flag(condition: Any) -> Any:
    """1 or 0, in a type that both engines know."""
    import ibis

    one, zero = ibis.literal(1, "int64"), ibis.literal(0, "int64")
    return zero if condition is None else ibis.cases((condition, one), else_=zero)


def _met(
    own: "ir.Table", partners: "ir.Table", key: Sequence[str], fills: int, *, any_day: bool
) -> "ir.Table":
    """The rows that have a partner; of several partners all must be blank."""
    by = [*key] if any_day else [DAY, *key]
    blanks = {f"blank_{at}": partners[f"blank_{at}"].min() for at in range(fills)}
    return own.left_join(partners.group_by(by).agg(**blanks), by)


def _sums(met: "ir.Table", fills: int) -> "ir.Table":
    import ibis

    found: dict[str, Any] = {"rows": met["n"].sum()}
    for at in range(fills):
        blank = met[f"blank_{at}"] == 1
        found[f"blank_{at}"] = ibis.cases((blank, met["n"]), else_=0).sum()
        for mark in (f"held_{at}", f"none_{at}"):
            found[mark] = ibis.cases((blank & (met[mark] == 1), met["n"]), else_=0).sum()
    return met.agg(**found)


def _first(keys: Keyed, met: "ir.Table", filling: Filling, at: int) -> tuple[Row, ...]:
    """The first rows that hold the default for want of input."""
    fill = filling.fills[at]
    bad = met.filter((met[f"blank_{at}"] == 1) & (met[f"held_{at}"] == 1))
    rows = rows_of(keys.fetch(bad.order_by(["at", *keys.key]).limit(EXAMPLES).select("at", *keys.key)))
    why = f"{fill.column} is {fill.default} for want of {fill.input} in {filling.other}"
    return tuple(
        Row(
            key=plain({name: row[place] for name, place in zip(filling.key, keys.key, strict=True)}),
            at=None if row["at"] is None else datetime.fromtimestamp(row["at"], UTC),
            why=why,
        )
        for row in rows
    )


def _count(value: Any) -> int:
    return int(value or 0)
