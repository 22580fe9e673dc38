"""A number for a value, in the form that the engine at hand is quickest at."""

from functools import cache
from typing import TYPE_CHECKING, Any

from checks.sources.numbers import POSTGRES, engine

if TYPE_CHECKING:
    import ibis.expr.types as ir


def hashed(column: "ir.Column") -> "ir.IntegerColumn":
    """A whole number of 64 bits, the same for equal values of one engine; NULL may have one.

    Not ibis's own `hash`: of DuckDB's number it makes a text of bits and a number again, which takes ten
    times as long as to hash the value.
    """
    if engine(column) == POSTGRES:
        return column.hash()
    found: ir.IntegerColumn = _of_duckdb(column.type().copy(nullable=True))(column)
    return found


@cache
def _of_duckdb(kind: Any) -> Any:
    import ibis

    def hash(value: Any) -> None:
        """Named as the engine names it."""

    return ibis.udf.scalar.builtin(hash, signature=((kind,), "uint64"))
