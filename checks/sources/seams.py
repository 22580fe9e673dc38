"""How the rows of two tables add up, key by key, in one pass over their keys."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from checks.asks import Tally
from checks.comparisons import Seam
from checks.sources.answered import rows_of
from checks.sources.buckets import Sums, without_balanced
from checks.sources.keyed import Keyed, Side, keyed
from checks.sources.tables import DAY, plain
from checks.verdict import Row

if TYPE_CHECKING:
    import ibis.expr.types as ir

EXAMPLES = 5
COUNTS = ("came", "made", "refused")
"""Rows with a key that came in, that were made of them, and that were refused."""

Examples = dict[tuple[date, str], list[Row]]


def flow(
    seam: Seam, table: Side, other: Side, rejected: Side | None, days: Collection[date], as_of: datetime
) -> dict[date, Tally]:
    """What became of the rows of the other table, by day. Raises `SourceError` where keys cannot be compared.

    Rows are counted by key, and a NULL is a key like any other. With a fan-out of 1 each row must come out
    once; with another one each key must come out at all.
    """
    sides = [other, table, *([rejected] if rejected else [])]
    keys, balanced = keyed(sides, [days] * len(sides), as_of), Sums()
    if seam.fan_out == 1 and keys.hash_is_wide:
        balanced, keys = without_balanced(keys)
    counted = _by_key(keys)
    if counted is None:
        return {day: _tally(balanced.get(day, {}), {}, day) for day in days}
    gone = f"neither in {table.table.name} nor rejected" if rejected else f"not in {table.table.name}"
    return _tallies(
        keys,
        _judged(counted, keys.key, exact=seam.fan_out == 1),
        days,
        {
            "short": (other.columns, gone),
            "stray": (table.columns, f"not in {seam.with_}"),
            "extra": (table.columns, f"more often in {table.table.name} than in {seam.with_}"),
        },
        balanced,
    )


def lookup(
    seam: Seam, table: Side, other: Side, days: Collection[date], every: Collection[date], as_of: datetime
) -> dict[date, Tally]:
    """Which rows find their partner in the other table, all of whose days count; a NULL finds none."""
    keys = keyed([table, other], [days, every], as_of)
    rows, partners = keys.sides
    if rows is None:
        return {day: Tally() for day in days}
    judged = _judged(_partners(rows, partners, keys.key), keys.key, exact=seam.fan_out == 1)
    return _tallies(
        keys,
        judged.mutate(short=judged.blank.ifelse(0, judged.short)),
        days,
        {
            "short": (table.columns, f"not in {seam.with_}"),
            "extra": (table.columns, f"more than one partner in {seam.with_}"),
        },
    )


def _by_key(keys: Keyed) -> "ir.Table | None":
    """How many rows of each side a key has on a day."""
    import ibis

    parts = [
        rows.select(DAY, "at", *keys.key, **{each: rows["n"] * int(each == name) for each in COUNTS})
        for name, rows in zip(COUNTS, keys.sides, strict=False)
        if rows is not None
    ]
    if not parts:
        return None
    every = ibis.union(*parts) if len(parts) > 1 else parts[0]
    sums = {name: every[name].sum().cast("int64") for name in COUNTS}
    return every.group_by(DAY, *keys.key).agg(at=every["at"].min(), **sums)


def _partners(rows: "ir.Table", partners: "ir.Table | None", key: Sequence[str]) -> "ir.Table":
    """The rows of a key on a day, and how many a join would make of them."""
    import ibis

    zero = ibis.literal(0, "int64")
    came = rows.group_by(DAY, *key).agg(at=rows["at"].min(), came=rows["n"].sum().cast("int64"))
    if partners is None:
        return came.mutate(made=zero, refused=zero)
    there = partners.group_by(list(key)).agg(partners=partners["n"].sum().cast("int64"))
    joined = came.left_join(there, list(key))
    made = joined["came"] * joined["partners"].fill_null(0)
    return joined.select(DAY, "at", *key, "came", made=made, refused=zero)


def _judged(counted: "ir.Table", key: Sequence[str], *, exact: bool) -> "ir.Table":
    """Of the rows of a key: how many are short, stray and extra; `blank` where a part of the key is NULL."""
    import ibis

    found = counted["made"] + counted["refused"]
    came, zero = counted["came"], ibis.literal(0, "int64")
    short = ibis.cases((found == 0, came), (found < came, came - found if exact else zero), else_=zero)
    extra = found - came if exact else zero
    return counted.mutate(
        blank=reduce(or_, (counted[name].isnull() for name in key)),
        found=found,
        short=short,
        stray=ibis.cases((came == 0, counted["made"]), else_=zero),
        extra=ibis.cases(((came > 0) & (found > came), extra), else_=zero),
    )


def _tallies(
    keys: Keyed,
    judged: "ir.Table",
    days: Collection[date],
    told: Mapping[str, tuple[Sequence[str], str]],
    balanced: Sums | None = None,
) -> dict[date, Tally]:
    """The tallies of the judged and of the balanced keys, with the first rows of each fault."""
    sums = dict(balanced or {})
    for row in keys.fetch(_sums(judged)).to_pylist():
        day = row.pop(DAY)
        before = sums.get(day, {})
        sums[day] = {name: int(value or 0) + before.get(name, 0) for name, value in row.items()}
    faults = ("lost", "lost_null", "stray", "extra")
    bad = [day for day, row in sums.items() if any(row.get(fault) for fault in faults)]
    rows = _examples(keys, judged, bad, told) if bad else {}
    return {day: _tally(sums.get(day, {}), rows, day) for day in days}


def _sums(judged: "ir.Table") -> "ir.Table":
    """One row a day."""
    import ibis

    def total(value: Any, condition: Any = None) -> Any:
        return (value if condition is None else ibis.cases((condition, value), else_=0)).sum()

    matched = (judged.came > 0) & (judged.found > 0)
    return judged.group_by(DAY).agg(
        wanted=total(judged.came),
        rows=total(judged.made),
        rejected=total(judged.refused),
        lost=total(judged.short, ~judged.blank),
        lost_null=total(judged.short, judged.blank),
        null_keys=total(judged.came, judged.blank),
        stray=total(judged.stray),
        extra=total(judged.extra),
        matched=total(judged.came, matched),
        made=total(judged.found, matched),
    )


def _examples(
    keys: Keyed, judged: "ir.Table", days: Sequence[date], told: Mapping[str, tuple[Sequence[str], str]]
) -> Examples:
    """The first keys of each fault and day, the earliest first."""
    import ibis

    faults = [(judged[fault] > 0, fault) for fault in told]
    bad = judged.mutate(fault=ibis.cases(*faults)).filter(ibis._.fault.notnull(), judged[DAY].isin(days))
    window = ibis.window(group_by=[DAY, "fault"], order_by=["at", *keys.key])
    placed = bad.mutate(place=ibis.row_number().over(window)).filter(ibis._.place < EXAMPLES)
    found: Examples = {}
    for row in rows_of(keys.fetch(placed.order_by(DAY, "fault", "place"))):
        columns, why = told[row["fault"]]
        key = plain({column: row[name] for column, name in zip(columns, keys.key, strict=True)})
        at = None if row["at"] is None else datetime.fromtimestamp(row["at"], UTC)
        found.setdefault((row[DAY], row["fault"]), []).append(Row(key=key, at=at, why=why))
    return found


def _tally(sums: Mapping[str, int], rows: Examples, day: date) -> Tally:
    return Tally(
        **sums,
        lost_rows=rows.get((day, "short"), ()),
        stray_rows=rows.get((day, "stray"), ()),
        extra_rows=rows.get((day, "extra"), ()),
    )
