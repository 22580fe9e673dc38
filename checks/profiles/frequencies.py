"""How many rows hold each level of a categorical column: small, and they add up."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from checks.profiles.grouping import NO_DAY, Group, day_of
from checks.sources.levelled import named
from checks.sources.signature import LENGTH
from checks.sources.tables import DAY, LOAD_DAY, SourceTable
from checks.statistics.categories import Counts
from checks.statistics.distance import surprise

if TYPE_CHECKING:
    import ibis.expr.types as ir

KEPT = 200
"""So many levels of a part are kept by name, the largest; the rows of the others are counted together."""

REST = "the rest"
SHARE, CHANCE = 0.001, 1e-3
"""A new level is told from this share of the rows on, where chance would bring it less often than this."""


@dataclass(frozen=True, eq=False)  # compared by identity, as distributions are
class Frequencies:
    """Rows by level, whose name is kept as `checks.sources.levelled.named` says, and rows of the rest."""

    levels: Mapping[str, int]
    rest: int = 0

    @cached_property
    def rows(self) -> int:
        """How many rows have a value."""
        return sum(self.levels.values()) + self.rest


@dataclass(frozen=True, slots=True)
class NewLevel:
    """The largest level that the reference does not have, with its share; `rows` are those of all such."""

    name: str
    rows: int
    share: float
    others: int
    """How many more levels are new."""


def largest(counts: Mapping[str, int], rows: int, share: bool) -> Frequencies:
    """The frequencies of levels, of so many rows with a value; `share` says whether names may be told."""
    kept = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:KEPT]
    return Frequencies({named(level, share): many for level, many in kept}, rows - sum(n for _, n in kept))


def counted(texts: pa.StringArray, rows: Counts, share: bool) -> Frequencies:
    """The frequencies of different texts (cut to `LENGTH`), each with the rows that hold it.

    Where there are many, only those are looked at that may be among the largest.
    """
    held = rows if not texts.null_count else np.where(np.array(texts.is_null(), bool), 0, rows)
    there = np.flatnonzero(held)
    if len(there) > KEPT:
        least = np.partition(held[there], -KEPT)[-KEPT]
        there = there[held[there] >= least]
    known: Counter[str] = Counter()
    for text, many in zip(texts.take(pa.array(there)).to_pylist(), held[there].tolist(), strict=True):
        known[text] += many
    return largest(known, int(held.sum()), share)


def asked(
    table: SourceTable, rows: "ir.Table", name: str, share: bool
) -> Iterator[tuple[Group, Frequencies]]:
    """The frequencies of a column in each group, as the engine counts them."""
    import ibis

    value: Any = rows[name].cast("string").left(LENGTH)
    plain: Any = rows.select(day=rows[DAY], load=rows[LOAD_DAY], level=value).filter(ibis._.level.notnull())
    counted = plain.group_by("day", "load", "level").agg(rows=plain.count())
    part = ibis.window(group_by=["day", "load"])
    order = ibis.window(group_by=["day", "load"], order_by=[ibis.desc("rows"), "level"])
    placed = counted.mutate(total=counted.rows.sum().over(part), place=ibis.row_number().over(order))
    found: dict[Group, dict[str, int]] = defaultdict(dict)
    totals: dict[Group, int] = {}
    for row in table.fetch(placed.filter(ibis._.place < KEPT)).to_pylist():
        group = (row["day"] or NO_DAY, day_of(row["load"]))
        found[group][row["level"]], totals[group] = int(row["rows"]), int(row["total"])
    for group, counts in found.items():
        yield group, largest(counts, totals[group], share)


def together(parts: Sequence[Frequencies]) -> Frequencies:
    """The frequencies of all the rows."""
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.levels)
    return Frequencies(dict(counts), sum(part.rest for part in parts))


def aligned(one: Frequencies, other: Frequencies) -> tuple[Counts, Counts]:
    """The counts of both, the same level at the same place; the rest of both is a level too.

    A level that one of them keeps by name and the other has among its rest stands for itself: where there is
    a rest, two samples look further apart than they are, as the days before do among each other.
    """
    names = sorted(one.levels.keys() | other.levels.keys())
    first, second = ([each.levels.get(name, 0) for name in names] + [each.rest] for each in (one, other))
    return np.array(first, np.int64), np.array(second, np.int64)


def new_level(batch: Frequencies, reference: Frequencies) -> NewLevel | None:
    """The largest level that is in no row of the reference, where together they are more than chance brings.

    The chance that a row has a level not seen so far is about the share of the levels seen once (Good 1953);
    a level that may be among the reference's rest is not new.
    """
    unseen = {name: rows for name, rows in batch.levels.items() if name not in reference.levels}
    rows = sum(unseen.values())
    if not unseen or not reference.rows or rows < SHARE * batch.rows:
        return None
    once = sum(count == 1 for count in reference.levels.values())
    if surprise(rows, batch.rows, (once + reference.rest + 1) / reference.rows) >= CHANCE:
        return None
    name = max(sorted(unseen), key=lambda each: unseen[each])
    return NewLevel(name, rows, unseen[name] / batch.rows, len(unseen) - 1)
