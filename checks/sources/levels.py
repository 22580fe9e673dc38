"""The values of texts that have few: read only when somebody asks for a contract to be written down."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checks.sources.keyed import known, rows_of
from checks.sources.tables import DAY, Bundle, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_VALUES = 50
LONGEST = 80
"""Longer texts are no levels of anything."""

Levels = Mapping[str, tuple[int, int]]
"""How many rows have each value, and how many days."""


def levels(
    table: SourceTable,
    bundles: Sequence[Bundle],
    days: Collection[date],
    names: Sequence[str],
    as_of: datetime,
) -> dict[str, Levels]:
    """The values of those columns that have few of them on all these days together.

    A column that has many on the newest day is not looked at further.
    """
    few = [name for name in names if _of(table, bundles, [max(days)], name, as_of) is not None]
    found = {name: _of(table, bundles, days, name, as_of) for name in few}
    return {name: each for name, each in found.items() if each is not None}


def _of(
    table: SourceTable, bundles: Sequence[Bundle], days: Collection[date], name: str, as_of: datetime
) -> Levels | None:
    counts: dict[str, int] = {}
    seen: dict[str, set[date]] = {}
    for part in rows_of(table, bundles, days):
        rows = known(table, part, as_of)
        if name not in rows.columns or not rows[name].type().is_string():
            continue
        for row in table.fetch(_counted(rows, name, len(days))).to_pylist():
            counts[row["value"]] = counts.get(row["value"], 0) + row["n"]
            seen.setdefault(row["value"], set()).add(row["day"])
    if len(counts) > MOST_VALUES or any(len(value) > LONGEST for value in counts):
        return None
    return {value: (count, len(seen[value])) for value, count in counts.items()}


def _counted(rows: "ir.Table", name: str, days: int) -> "ir.Table":
    """Rows by value and day, cut where there are more than few values."""
    column: Any = rows[name]
    there = rows.filter(column.notnull()).select(value=column.substr(0, LONGEST + 1), day=rows[DAY])
    return there.group_by("value", "day").agg(n=there.count()).limit((MOST_VALUES + 1) * days)
