"""Counting rows by a condition, in the form that engines are quick at."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def count_where(condition: "ir.BooleanValue") -> "ir.IntegerScalar":
    """How many rows meet a condition.

    Not `count(*) FILTER (WHERE …)`: for each filter DuckDB 2.0 slices all columns of the query, so that two
    hundred of them in one take eight times as long as this.
    """
    import ibis

    return ibis.cases((condition, 1)).count()
