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
    """Read as text: DuckDB 2.0 takes isnan for false where a Parquet file's statistics, which leave NaN out,
    show only finite numbers."""
    if engine(column) == POSTGRES and column.type().is_floating():
        return column.isnan()
    return column.cast("string").lower() == "nan"


def is_infinite(column: "ir.Column") -> "ir.BooleanValue":
    """True for both infinities, read as text for the same reason."""
    return column.cast("string").lower().isin(["inf", "-inf", "infinity", "-infinity"])


def sane(number: "ir.FloatingColumn") -> Any:
    """The number where its square is finite, NULL elsewhere; in PostgreSQL NaN is larger than any number."""
    import ibis

    return ibis.cases((number.between(-LARGEST, LARGEST), number))
