"""Which values of a column lie outside what was agreed, as an expression that any engine can count by."""

from collections.abc import Sequence
from contextlib import suppress
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from checks.agreement import Agreed, Default
from checks.sources.numbers import is_nan

if TYPE_CHECKING:
    import ibis.expr.types as ir


def not_allowed(column: "ir.Column", agreed: Agreed) -> "ir.BooleanValue | None":
    """True for a value that is not allowed, never for a missing one or the default; None where all are.

    Bounds are for numbers: a text that should be one is another type, and told as that.
    """
    found: list[ir.BooleanValue] = []
    if agreed.values:
        found.append(_not_among(column, agreed.values))
    if column.type().is_numeric():
        value = column.cast("float64")
        if agreed.low is not None:
            found.append(value < agreed.low)
        if agreed.high is not None:
            found.append(value > agreed.high)
    if not found:
        return None
    strays = reduce(or_, found)
    if agreed.default is not None and agreed.default.value is not None:
        strays &= ~holds(column, agreed.default)
    if column.type().is_floating():  # NaN is missing, and to DuckDB the largest of all
        return strays & ~is_nan(column)
    return strays


def is_missing(column: "ir.Column") -> "ir.BooleanValue":
    """NULL, NaN or an empty text."""
    kind = column.type()
    if kind.is_floating():
        return column.isnull() | is_nan(column)
    return column.isnull() | (column == "") if kind.is_string() else column.isnull()


def holds(column: "ir.Column", default: Default) -> "ir.BooleanValue":
    """Whether exactly the default stands there: true or false, never NULL."""
    if default.value is None:
        return column.isnull()
    return column.notnull() & ~_not_among(column, [default.value]).fill_null(True)


def _not_among(column: "ir.Column", values: Sequence[str]) -> "ir.BooleanValue":
    """1, 1.0 and "1" are the same number, whatever type the column has."""
    if column.type().is_numeric():
        with suppress(ValueError):  # a level that is no number cannot be in the column at all
            return column.cast("float64").notin([float(value) for value in values])
    return column.cast("string").notin(values)
