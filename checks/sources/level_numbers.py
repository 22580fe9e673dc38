"""Moments and ends of a number in each level of a text column, on some days: read when asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checks.sources.keyed import known, rows_of
from checks.sources.levelled import is_shared, named
from checks.sources.numbers import sane
from checks.sources.tables import DAY, Bundle, SourceTable

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


Levels = Mapping[str, Moments]
"""By level, as it is kept."""


def level_numbers(
    table: SourceTable,
    bundles: Sequence[Bundle],
    periods: Sequence[Collection[date]],
    number: str,
    columns: Sequence[str],
    as_of: datetime,
) -> dict[str, list[Levels]]:
    """The moments of a number by the levels of each of some columns, over all days of each period together.

    The periods have no day in common. All is one query (of files that look alike): to put a query into words
    takes as long as to answer it.
    """
    found: dict[str, list[dict[str, Moments]]] = {column: [{} for _ in periods] for column in columns}
    shares = [is_shared(table, column) for column in columns]
    for part in rows_of(table, bundles, {day for days in periods for day in days}):
        rows = known(table, part, as_of)
        there = [at for at, column in enumerate(columns) if column in rows.columns]
        if not there or number not in rows.columns:
            continue
        for row in table.fetch(_measured(rows, number, [columns[at] for at in there], periods)).to_pylist():
            at = there[row.pop("which")]
            levels, name = found[columns[at]][row.pop("period")], named(row.pop("level"), shares[at])
            each = Moments(**row)
            levels[name] = _together(levels[name], each) if name in levels else each
    return {column: [*levels] for column, levels in found.items()}


def _measured(
    rows: "ir.Table", number: str, columns: Sequence[str], periods: Sequence[Collection[date]]
) -> "ir.Table":
    import ibis

    day = rows[DAY]
    period: Any = ibis.cases(*((day.isin(sorted(days)), at) for at, days in enumerate(periods)))
    levels = {f"level_{which}": rows[column].cast("string") for which, column in enumerate(columns)}
    plain = rows.select(period=period, number=sane(rows[number].cast("float64")), **levels)
    there = plain.filter(plain.number.notnull())
    found = [_by_level(there, which) for which in range(len(columns))]
    limited = [each.limit(MOST * len(periods)) for each in found]
    return ibis.union(*limited) if len(limited) > 1 else limited[0]


def _by_level(there: Any, which: int) -> "ir.Table":
    import ibis

    grouped: ir.Table = there.group_by("period", level=there[f"level_{which}"]).agg(
        finite=there.number.count(),
        mean=there.number.mean(),
        variance=there.number.var(how="pop"),
        low=there.number.min(),
        high=there.number.max(),
    )
    return grouped.mutate(which=ibis.literal(which))


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
