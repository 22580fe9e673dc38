"""Moments and ends of a number in each level of a text column, on some days: read when asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checks.sources.keyed import known, rows_of
from checks.sources.levelled import is_shared, named
from checks.sources.numbers import sane
from checks.sources.tables import Bundle, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST = 50


@dataclass(frozen=True, slots=True)
class Moments:
    """So many numbers, their mean and variance, and the smallest and largest of them."""

    finite: int
    mean: float
    variance: float
    low: float
    high: float


def level_numbers(
    table: SourceTable,
    bundles: Sequence[Bundle],
    days: Collection[date],
    number: str,
    column: str,
    as_of: datetime,
) -> Mapping[str, Moments]:
    """The moments of a number by the level of a column, as it is kept, over all these days together."""
    found: dict[str, Moments] = {}
    share = is_shared(table, column)
    for part in rows_of(table, bundles, days):
        rows = known(table, part, as_of)
        if column not in rows.columns or number not in rows.columns:
            continue
        for row in table.fetch(_measured(rows, number, column)).to_pylist():
            name, each = named(row.pop("level"), share), Moments(**row)
            found[name] = _together(found[name], each) if name in found else each
    return found


def _measured(rows: "ir.Table", number: str, column: str) -> "ir.Table":
    plain = rows.select(level=rows[column].cast("string"), number=sane(rows[number].cast("float64")))
    there: Any = plain.filter(plain.number.notnull())
    grouped = there.group_by("level").agg(
        finite=there.number.count(),
        mean=there.number.mean(),
        variance=there.number.var(how="pop"),
        low=there.number.min(),
        high=there.number.max(),
    )
    return grouped.limit(MOST)


def _together(one: Moments, other: Moments) -> Moments:
    total = one.finite + other.finite
    weight, moved = other.finite / total, other.mean - one.mean
    within = (1 - weight) * one.variance + weight * other.variance
    return Moments(
        total,
        one.mean + weight * moved,
        within + weight * (1 - weight) * moved**2,
        min(one.low, other.low),
        max(one.high, other.high),
    )
