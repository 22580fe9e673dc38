"""Vectors of rows that lie elsewhere: counted and added up there, and only the answers come here."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from checks.profiles.distribution import Distribution
from checks.profiles.grouping import NO_DAY, Group, day_of
from checks.profiles.pushed import pushed
from checks.profiles.vectors import DECIMALS, LARGEST, MOST_DIMENSIONS, Centre, Vectors, commonest
from checks.sources.counting import count_where
from checks.sources.numbers import is_nan
from checks.sources.tables import DAY, LOAD_DAY, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir


def asked_vectors(
    table: SourceTable, rows: "ir.Table", name: str, groups: Sequence[Group], many: int
) -> Iterator[tuple[Group, Vectors]]:
    """What is kept of a column of vectors in each of these groups."""
    told = _told(rows, name)
    counts = _counts(table, told)
    centres = _centres(table, told)
    whole = told.filter(~told.broken)
    norms = dict(pushed(table, whole.mutate(**{DAY: whole.day, LOAD_DAY: whole.load}), "norm", groups, many))
    for group in groups:
        found = counts.get(group, {})
        lengths = Counter({size: each["rows"] for size, each in found.items()})
        yield (
            group,
            Vectors(
                rows=lengths.total(),
                lengths=commonest(lengths),
                broken=sum(each["broken"] for each in found.values()),
                zeros=sum(each["zeros"] for each in found.values()),
                repeated=sum(each["rest"] - each["distinct"] for each in found.values()),
                norms=norms.get(group, Distribution(())),
                centre=max(centres.get(group, ()), key=lambda each: each.rows, default=Centre()),
            ),
        )


def _told(rows: "ir.Table", name: str) -> "ir.Table":
    """Of each vector its length, whether something in it is missing, its norm, and a hash."""
    vector: Any = rows[name].cast("array<float64>")
    odd = vector.map(lambda each: each.isnull() | is_nan(each) | ~each.between(-LARGEST, LARGEST)).anys()
    plain: Any = rows.select(day=rows[DAY], load=rows[LOAD_DAY], vector=vector, broken=odd.fill_null(False))
    plain = plain.filter(plain.vector.notnull())
    zero = plain.vector.map(lambda each: each == 0).alls().fill_null(True)
    norm = plain.vector.map(lambda each: each * each).sums().fill_null(0.0).sqrt()
    return plain.mutate(
        size=plain.vector.length(),
        zero=zero & ~plain.broken,
        norm=plain.broken.ifelse(None, norm.round(DECIMALS)),
        square=plain.broken.ifelse(None, norm * norm),
        hash=plain.vector.cast("string").hash(),
    )


def _counts(table: SourceTable, told: Any) -> dict[Group, dict[int, dict[str, int]]]:
    rest = ~told.broken & ~told.zero
    answer = table.fetch(
        told.group_by("day", "load", "size").agg(
            rows=told.count(),
            broken=count_where(told.broken),
            zeros=count_where(told.zero),
            rest=count_where(rest),
            distinct=told.hash.nunique(where=rest),
        )
    )
    found: dict[Group, dict[int, dict[str, int]]] = defaultdict(dict)
    for row in answer.to_pylist():
        found[_group(row)][row["size"]] = row
    return found


def _centres(table: SourceTable, told: Any) -> dict[Group, list[Centre]]:
    """For each length the sum of the whole vectors."""
    whole = told.filter(~told.broken & told["size"].between(1, MOST_DIMENSIONS))
    each = whole.unnest(whole.vector.name("value"), offset="at")
    sums = each.group_by("day", "load", "size", "at").agg(
        total=each.value.sum(), rows=each.count(), squares=each.square.sum()
    )
    by_size: dict[tuple[Group, int], list[Any]] = defaultdict(list)
    for row in table.fetch(sums.order_by("at")).to_pylist():
        by_size[_group(row), row["size"]].append(row)
    found: dict[Group, list[Centre]] = defaultdict(list)
    for (group, _), parts in by_size.items():
        total = np.array([row["total"] for row in parts], float)
        found[group].append(Centre(total, parts[0]["rows"], float(parts[0]["squares"])))
    return found


def _group(row: dict[str, Any]) -> Group:
    return row["day"] or NO_DAY, day_of(row["load"])
