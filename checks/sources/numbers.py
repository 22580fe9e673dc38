"""What is no ordinary number, in each engine's words: NaN, infinities, what is too large to square."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir

POSTGRES = "postgres"
LARGEST = 1e154
"""The square of a larger number is infinite, or to PostgreSQL an error."""


def engine(column: "ir.Column") -> str:
    """The name of the engine that works out a column: duckdb, postgres."""
    return str(column.get_backend().name)


def is_nan(column: "ir.Column") -> "ir.BooleanValue":
    """Told by arithmetic: DuckDB 2.0 takes isnan for false where a Parquet file's statistics, which leave NaN
    out, show only finite numbers. (Read as text it costs ten times as much.)"""
    if not column.type().is_floating():
        return column.cast("string").lower() == "nan"
    if engine(column) == POSTGRES:
        return column.isnan()
    number: Any = column
    return ~_is_finite(number) & (number.abs() != float("inf"))


def _is_finite(number: Any) -> Any:
    """What is no number, less itself, is none; nor is infinity."""
    return (number - number) == 0


def is_infinite(column: "ir.Column") -> "ir.BooleanValue":
    """True for both infinities, read as text for the same reason; of a floating column only what is no finite
    number is, since a text is ten times as dear, and DuckDB does not keep to the order of an `and`."""
    said = column.cast("string").lower().isin(["inf", "-inf", "infinity", "-infinity"])
    if not column.type().is_floating() or engine(column) == POSTGRES:
        return said
    odd: Any = ~_is_finite(column)
    told: ir.BooleanValue = odd.ifelse(said, False)
    return told


def sane(number: "ir.FloatingColumn") -> Any:
    """The number where its square is finite, NULL elsewhere; NaN is larger than any number, but to DuckDB
    within the bounds that a file's statistics show."""
    import ibis

    within: Any = number.between(-LARGEST, LARGEST)
    if engine(number) != POSTGRES:
        within &= _is_finite(number)
    return ibis.cases((within, number))
