"""The first rows that a breach is about: their keys and times, no other value."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from checks.sources.allowed import is_missing, not_allowed
from checks.sources.answered import rows_of
from checks.sources.levelled import in_common, in_level
from checks.sources.numbers import is_infinite, is_nan
from checks.sources.signature import has_form
from checks.sources.tables import DAY, EVENT, LOADED, Bundle, SourceTable, by_schema, plain
from checks.sources.written import misfits
from checks.verdict import Failing, Row

if TYPE_CHECKING:
    import ibis.expr.types as ir

LIMIT = 5
_HOUR, _EPOCH = 3_600, date(1970, 1, 1)


def failing_rows(
    table: SourceTable, bundles: list[Bundle], failing: Failing, as_of: datetime, why: str
) -> list[Row]:
    """Up to five rows, the earliest first, of those known at that moment; by what is there of their key."""
    found: list[Row] = []
    for rows in _wanted(table, bundles, failing, as_of):
        key = [name for name in table.table.key if name in rows.columns]
        answer = table.fetch(rows.order_by([EVENT, DAY, *key]).limit(LIMIT).select([*key, EVENT]))
        found += [_row(table, row, why) for row in rows_of(answer)]
    return sorted(found, key=lambda row: row.at or datetime.max.replace(tzinfo=UTC))[:LIMIT]


def failing_level(
    table: SourceTable, bundles: list[Bundle], failing: Failing, as_of: datetime
) -> tuple[str, str] | None:
    """The segment column, and the level as it is kept, in which all of these rows are."""
    every = replace(failing, what="any", like=None, agreed=None)
    some, whole = (_wanted(table, bundles, each, as_of) for each in (failing, every))
    for column in table.table.segment:
        parts = [pair for pair in zip(some, whole, strict=True) if column in pair[0].columns]
        if parts and column != failing.column and (level := in_common(table, parts, column)):
            return column, level
    return None


def failing_hours(
    table: SourceTable, bundles: list[Bundle], failing: Failing, as_of: datetime
) -> dict[date, dict[int, tuple[int, int]]]:
    """All rows of each partition, and how many of them fail, by hour after its midnight (UTC)."""
    found: dict[date, dict[int, tuple[int, int]]] = {}
    for rows in _wanted(table, bundles, replace(failing, what="any", like=None, agreed=None), as_of):
        known: Any = rows.filter(rows[EVENT].notnull())
        hour = (known[EVENT] / _HOUR).floor().cast("int64")
        told = known.select(day=known[DAY], hour=hour, fails=_matches(known, failing))
        counted = told.group_by("day", "hour").agg(rows=told.count(), fails=told.count(where=told.fails))
        for row in rows_of(table.fetch(counted)):
            hours = found.setdefault(row["day"], {})
            hour = row["hour"] - (row["day"] - _EPOCH).days * 24
            rows_before, before = hours.get(hour, (0, 0))
            hours[hour] = rows_before + row["rows"], before + row["fails"]
    return found


def _wanted(table: SourceTable, bundles: list[Bundle], failing: Failing, as_of: datetime) -> list["ir.Table"]:
    """The rows of each part of the files that has one schema."""
    days = set(failing.partitions)
    if failing.what == "gone":  # it may have begun in the evening before
        days.add(min(days) - timedelta(days=1))
    found: list[ir.Table] = []
    for alike in by_schema(bundle for bundle in bundles if bundle.day is None or bundle.day in days):
        rows = table.rows(alike)
        if failing.column not in rows.columns:
            continue
        rows = rows.filter(rows[DAY].isin(sorted(days)))
        if table.table.loaded_at_field:
            rows = rows.filter(rows[LOADED].isnull() | (rows[LOADED] <= int(as_of.timestamp())))
        if failing.segment and failing.segment[0] in rows.columns:
            rows = in_level(table, rows, *failing.segment)
        found.append(rows if failing.what in ("gone", "any") else rows.filter(_matches(rows, failing)))
    return _after_the_last(table, found, failing) if failing.what == "gone" else found


def _after_the_last(table: SourceTable, parts: list["ir.Table"], failing: Failing) -> list["ir.Table"]:
    """The rows with a value after the last row that has what is gone."""
    assert failing.column is not None
    last: list[int] = []
    for rows in parts:
        there = rows.filter(_had(rows[failing.column]))
        found = table.fetch(there.agg(at=there[EVENT].max()))["at"].to_pylist()
        last += [at for at in found if at is not None]
    known = [rows.filter(rows[failing.column].notnull()) for rows in parts]
    return [rows.filter(rows[EVENT] > max(last)) for rows in known] if last else known


def _had(column: Any) -> Any:
    """A day past the 12th; a fraction of .60 or more."""
    if column.type().is_numeric():
        size = column.abs()
        return size - size.floor() >= 0.6
    return column.day() > 12


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
        return has_form(column, like)
    return column.cast("date").cast("string") == like


def _row(table: SourceTable, row: dict[str, Any], why: str) -> Row:
    at = datetime.fromtimestamp(row[EVENT], UTC) if row[EVENT] is not None else None
    return Row(key=plain({name: row[name] for name in table.table.key if name in row}), at=at, why=why)
