"""A number for a value, in the form that the engine at hand is quickest at."""

from functools import cache
from typing import TYPE_CHECKING, Any

from checks.sources.numbers import POSTGRES, engine

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray


SHORT = 256
"""Texts of more bytes are hashed by the engine, one after the other."""


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


def hashes(connection: "DuckDBPyConnection", texts: "pa.StringArray") -> "NDArray[np.uint64]":
    """A number for each of the texts that lie in memory, the same for equal ones; 0 where there is none."""
    import numpy as np
    import pyarrow.compute as pc

    from checks.sources.words import marks_of

    lengths = pc.binary_length(texts).fill_null(0)
    if (pc.max(lengths).as_py() or 0) <= SHORT:
        return marks_of(texts)
    long = pc.greater(lengths, SHORT)
    where = np.array(long, bool)
    found = np.empty(len(texts), np.uint64)
    found[~where] = marks_of(texts.filter(pc.invert(long)))
    found[where] = _of_engine(connection, texts.filter(long))
    return found


def as_stored(texts: "pa.StringArray", of_engine: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """What `hashes` gives, of texts that were asked for: the whole of each, or more than `SHORT` characters.

    So the same rows have the same numbers in whatever format they are written.
    """
    import numpy as np
    import pyarrow.compute as pc

    from checks.sources.answered import array
    from checks.sources.words import marks_of

    lengths = array(pc.binary_length(texts).fill_null(0))
    return np.where(lengths > SHORT, of_engine, marks_of(texts))


def _of_engine(connection: "DuckDBPyConnection", texts: "pa.StringArray") -> "NDArray[np.uint64]":
    import pyarrow as pa

    given = pa.table({"text": texts})
    hashed = connection.from_arrow(given).project("coalesce(hash(text), 0) AS mark")
    found: NDArray[np.uint64] = hashed.fetchnumpy()["mark"]
    return found
