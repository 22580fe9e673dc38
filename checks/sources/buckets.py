"""Leaving out the keys that add up anyway, by sums of their hashes: much less work than counting each key."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from checks.sources.keyed import Keyed
from checks.sources.tables import DAY

if TYPE_CHECKING:
    import ibis.expr.types as ir

BUCKETS = 4096
MOST_OFF = 0.25
"""Where more of the buckets do not add up, all keys are counted."""

BUCKET, HASH, BUCKETS_THERE = "oakum: bucket", "oakum: hash", "oakum: buckets"
Sums = dict[date, dict[str, int]]


def without_balanced(keys: Keyed) -> tuple[Sums, Keyed]:
    """The sums of those keys that add up, by day, and the other keys.

    Keys are put into buckets by their hash. Where what came in and what went out have the same sum of hashes,
    they are the same keys: that others have it, too, happens once in 10^19 times.
    """
    import ibis

    hashed = [None if rows is None else _hashed(rows, keys.key) for rows in keys.sides]
    buckets = _worked_out(_buckets(hashed, keys.key), keys)
    if buckets is None:
        return {}, keys
    by_day = buckets.group_by(DAY, "off").agg(
        buckets=ibis._.count(),
        **{name: buckets[name].sum() for name in ("wanted", "rows", "rejected", "null_keys")},
    )
    found = [{**row, "buckets": int(row["buckets"])} for row in keys.fetch(by_day).to_pylist()]
    off = sum(row["buckets"] for row in found if row["off"])
    if off > MOST_OFF * sum(row["buckets"] for row in found):
        return {}, keys
    sums = {row[DAY]: _balanced(row) for row in found if not row["off"]}
    left = buckets.filter(buckets.off).select(DAY, BUCKET)
    rest = [
        None if rows is None or not off else rows.semi_join(left, [DAY, BUCKET]).drop(BUCKET, HASH)
        for rows in hashed
    ]
    return sums, replace(keys, sides=rest)


def _worked_out(buckets: "ir.Table | None", keys: Keyed) -> "ir.Table | None":
    """The buckets as a table of their own, so that they are not worked out anew each time."""
    if buckets is None:
        return None
    duckdb: Any = buckets.get_backend()
    duckdb.con.register(BUCKETS_THERE, keys.fetch(buckets))
    there: ir.Table = duckdb.table(BUCKETS_THERE)
    return there


def _balanced(row: dict[str, Any]) -> dict[str, int]:
    """Each row that came in was found."""
    sums = {name: int(row[name]) for name in ("wanted", "rows", "rejected", "null_keys")}
    return {**sums, "matched": sums["wanted"], "made": sums["wanted"]}


def _hashed(rows: "ir.Table", key: Sequence[str]) -> "ir.Table":
    import ibis

    value: Any = rows[key[0]] if len(key) == 1 else ibis.struct({name: rows[name] for name in key})
    hashed = value.hash()
    return rows.mutate(**{HASH: hashed, BUCKET: hashed & (BUCKETS - 1)})


def _buckets(sides: Sequence["ir.Table | None"], key: Sequence[str]) -> "ir.Table | None":
    """Each bucket of a day: what came in, what came out, and whether that is not the same."""
    import ibis

    parts = []
    for place, rows in enumerate(sides):
        if rows is not None:
            blank = reduce(or_, (rows[name].isnull() for name in key))
            parts.append(rows.select(DAY, BUCKET, HASH, "n", side=ibis.literal(place), blank=blank))
    if not parts:
        return None
    every = ibis.union(*parts) if len(parts) > 1 else parts[0]

    def total(value: Any, condition: Any) -> Any:
        return ibis.cases((condition, value), else_=0).sum()

    came = every["side"] == 0
    buckets = every.group_by(DAY, BUCKET).agg(
        wanted=total(every["n"], came),
        rows=total(every["n"], every["side"] == 1),
        rejected=total(every["n"], every["side"] == 2),
        null_keys=total(every["n"], came & every["blank"]),
        came=total(every[HASH], came),
        made=total(every[HASH], ~came),
    )
    same = (buckets["came"] == buckets["made"]) & (buckets["wanted"] == buckets["rows"] + buckets["rejected"])
    return buckets.mutate(off=~same)
