"""Distributions worked out where the rows lie: only the knots come here, the same as of sorted values."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from checks.profiles.distribution import Distribution, Knots
from checks.profiles.grouping import NO_DAY, Group, day_of
from checks.sources.numbers import is_nan
from checks.sources.tables import DAY, LOAD_DAY, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir


def pushed(
    table: SourceTable, rows: "ir.Table", name: str, groups: Iterable[Group], many: int
) -> Iterator[tuple[Group, Distribution]]:
    """The distribution of a column in each of these groups."""
    found: dict[Group, list[tuple[float, int, int]]] = {}
    for row in table.fetch(_knots(rows, name, many)).to_pylist():
        group = (row["day"] or NO_DAY, day_of(row["load"]))
        found.setdefault(group, []).append((row["value"], row["below"], row["upto"]))
    for group in groups:
        yield group, Distribution((_part(found[group]),) if group in found else ())


def _knots(rows: "ir.Table", name: str, many: int) -> "ir.Table":
    """Values whose rows cross a multiple of 1/`many`, and the smallest, with their counts."""
    import ibis

    plain: Any = rows.select(day=rows[DAY], load=rows[LOAD_DAY], value=rows[name].cast("float64"))
    plain = plain.filter(plain.value.notnull() & ~is_nan(plain.value))
    counted = plain.group_by("day", "load", "value").agg(rows=plain.count())
    rising = ibis.window(group_by=["day", "load"], order_by="value", preceding=None, following=0)
    all_of_it = ibis.window(group_by=["day", "load"])
    told = counted.mutate(upto=counted.rows.sum().over(rising), total=counted.rows.sum().over(all_of_it))
    told = told.mutate(below=told.upto - told.rows)
    crosses = (told.upto * many) // told.total > (told.below * many) // told.total
    return (
        told.filter(crosses | (told.below == 0))
        .order_by("day", "load", "value")
        .select("day", "load", "value", "below", "upto")
    )


def _part(knots: Sequence[tuple[float, int, int]]) -> Knots:
    values, below, upto = zip(*knots, strict=True)
    return Knots(np.array(values, float), np.array(below, np.int64), np.array(upto, np.int64))
