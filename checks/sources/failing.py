"""The first rows that a breach is about: their keys and times, no other value."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from checks.sources.allowed import is_missing, not_allowed
from checks.sources.answered import rows_of
from checks.sources.numbers import is_infinite, is_nan
from checks.sources.signature import signature
from checks.sources.tables import DAY, EVENT, LOADED, Bundle, SourceTable, by_schema, plain
from checks.sources.written import misfits
from checks.verdict import Failing, Row

if TYPE_CHECKING:
    import ibis.expr.types as ir

LIMIT = 5


def failing_rows(
    table: SourceTable, bundles: list[Bundle], failing: Failing, as_of: datetime, why: str
) -> list[Row]:
    """Up to five rows, the earliest first, of those known at that moment."""
    days = set(failing.partitions)
    found: list[Row] = []
    for alike in by_schema(bundle for bundle in bundles if bundle.day is None or bundle.day in days):
        rows = table.rows(alike)
        if failing.column not in rows.columns:
            continue
        wanted = rows.filter(_matches(rows, failing), rows[DAY].isin(sorted(days)))
        if table.table.loaded_at_field:
            wanted = wanted.filter(wanted[LOADED].isnull() | (wanted[LOADED] <= int(as_of.timestamp())))
        order = [EVENT, DAY, *table.table.key]
        columns = [*table.table.key, EVENT]
        answer = table.fetch(wanted.order_by(order).limit(LIMIT).select(columns))
        found += [_row(table, row, why) for row in rows_of(answer)]
    return sorted(found, key=lambda row: row.at or datetime.max.replace(tzinfo=UTC))[:LIMIT]


def _matches(rows: "ir.Table", failing: Failing) -> Any:
    assert failing.column is not None
    column: Any = rows[failing.column]
    if failing.agreed is not None:
        return not_allowed(column, failing.agreed)
    if failing.like is not None:
        return _written(column, failing.what, failing.like)
    match failing.what:
        case "null":
            return column.isnull() | is_nan(column)
        case "missing":
            return column.isnull() | is_nan(column) | (column.cast("string") == "")
        case "blank":
            return is_missing(column) & column.notnull()
        case "nan":
            return is_nan(column)
        case "infinite":
            return is_infinite(column)
        case "astray":
            return column.cast("date") != rows[DAY]
        case "equal":
            return column.cast("float64") == failing.low
    value = column.cast("float64")
    outside = (value < failing.low) | (value > failing.high)
    return outside & ~is_nan(column)  # DuckDB holds NaN for the largest number of all


def _written(column: Any, what: str, like: str) -> Any:
    if what == "misfit":
        return misfits(column, like)
    if column.type().is_string():
        return signature(column) == like
    return column.cast("date").cast("string") == like


def _row(table: SourceTable, row: dict[str, Any], why: str) -> Row:
    at = datetime.fromtimestamp(row[EVENT], UTC) if row[EVENT] is not None else None
    return Row(key=plain({name: row[name] for name in table.table.key}), at=at, why=why)
