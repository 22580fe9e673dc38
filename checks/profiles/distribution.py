"""The distribution of a column, kept as knots: small, mergeable, and with bounds that hold with certainty.

A knot is a value of the column with the number of rows below it and the number at or below it. Between two
neighbouring knots of a part lies less than 1/K of its rows, and every value that holds more than 1/K of them
is a knot, so what is not known is known to be small. Parts add up: at any point the counts of the parts are
bounded, and the bounds are summed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)  # compared and hashed by identity, as arrays are
class Knots:
    """Order statistics of one part: `values` rise; `below` and `upto` count the rows < and ≤ each of them."""

    values: Floats
    below: Counts
    upto: Counts

    @property
    def rows(self) -> int:
        """How many rows have a value (NULL and NaN have none)."""
        return int(self.upto[-1]) if len(self.upto) else 0


def knots(values: Floats, many: int) -> Knots:
    """Knots of values in any order, NaN left out."""
    return knots_of_sorted(np.sort(values[~np.isnan(values)]), many)


def knots_of_sorted(ordered: Floats, many: int) -> Knots:
    """Knots of rising values without NaN: those whose rows cross a multiple of 1/`many`, and the smallest."""
    if not len(ordered):
        return Knots(ordered, np.empty(0, np.int64), np.empty(0, np.int64))
    crossing = -(-np.arange(1, many + 1) * len(ordered) // many)  # the rows, from 1 on, that reach a multiple
    values = np.unique(np.concatenate((ordered[:1], ordered[crossing - 1])))
    below, upto = (np.searchsorted(ordered, values, side).astype(np.int64) for side in ("left", "right"))
    return Knots(values, below, upto)


class _Curve:
    """What is known of the rows at or below any point, the parts added up.

    Between two knots of a part lie rows of which only the sum is known: a bound from below counts them at the
    later knot, a bound from above just behind the earlier one.
    """

    def __init__(self, parts: Sequence[Knots]) -> None:
        values = np.concatenate([part.values for part in parts])
        before = np.concatenate([part.below - _shifted(part.upto) for part in parts])
        on = np.concatenate([part.upto - part.below for part in parts])
        behind = np.concatenate([np.append(part.below[1:], part.upto[-1:]) - part.upto for part in parts])
        order = np.argsort(values, kind="stable")  # the parts are sorted: they are merely merged
        self.values = values[order]
        self._before, self._on, self._behind = (_added_up(each[order]) for each in (before, on, behind))

    @property
    def sure(self) -> Counts:
        """The smallest possible number of rows ≤ each knot; of a knot of two parts the last says it."""
        return (self._before + self._on)[1:]

    def upto(self, points: Floats) -> tuple[Counts, Counts]:
        """The smallest and largest possible number of rows ≤ each point; exact at a knot."""
        before, at = self._places(points)
        return self._before[at] + self._on[at], self._on[at] + self._behind[before]

    def below(self, points: Floats) -> tuple[Counts, Counts]:
        """The smallest and largest possible number of rows < each point; exact at a knot."""
        before, at = self._places(points)
        return self._before[at] + self._on[before], self._on[before] + self._behind[before]

    def _places(self, points: Floats) -> tuple[Counts, Counts]:
        """How many knots lie before each point, and how many up to it."""
        before = np.searchsorted(self.values, points, side="left")
        return before, np.searchsorted(self.values, points, side="right")


def _shifted(counts: Counts) -> Counts:
    return np.concatenate(([0], counts[:-1]))


def _added_up(counts: Counts) -> Counts:
    return np.concatenate(([0], np.cumsum(counts)))


@dataclass(frozen=True, eq=False)
class Distribution:
    """The distribution of a column over one or more parts (loads, partitions)."""

    parts: tuple[Knots, ...]

    @cached_property
    def rows(self) -> int:
        """How many rows have a value."""
        return sum(part.rows for part in self.parts)

    @property
    def share_at_knots(self) -> tuple[Floats, Floats]:
        """The share of rows that are certainly ≤ each knot, and the knots, rising (see `_Curve.sure`)."""
        return self._curve.sure / max(self.rows, 1), self._curve.values

    @cached_property
    def grid(self) -> Floats:
        """Every knot of every part, rising."""
        return np.unique(np.concatenate([part.values for part in self.parts])) if self.parts else np.empty(0)

    @cached_property
    def _curve(self) -> _Curve:
        return _Curve(self.parts)

    def share_upto(self, points: Floats) -> tuple[Floats, Floats]:
        """The bounds of the share of rows ≤ each point."""
        return self._shares(self._curve.upto(points))

    def share_below(self, points: Floats) -> tuple[Floats, Floats]:
        """The bounds of the share of rows < each point."""
        return self._shares(self._curve.below(points))

    def _shares(self, bounds: tuple[Counts, Counts]) -> tuple[Floats, Floats]:
        low, high = bounds
        return low / max(self.rows, 1), high / max(self.rows, 1)

    def quantile(self, share: float) -> float:
        """The smallest knot at or below which at least `share` of the rows lie; needs a row."""
        sure, points = self.share_at_knots
        return float(points[min(int(np.searchsorted(sure, share - 1e-12)), len(points) - 1)])

    @cached_property
    def width(self) -> float:
        """The distance between the 1 % and the 99 % quantile."""
        return self.quantile(0.99) - self.quantile(0.01)

    @cached_property
    def low(self) -> float:
        """The smallest value: the first row of a part is always a knot."""
        return min(float(part.values[0]) for part in self.parts if part.rows)

    @cached_property
    def high(self) -> float:
        """The largest value: the last row of a part is always a knot."""
        return max(float(part.values[-1]) for part in self.parts if part.rows)


def merge(distributions: Sequence[Distribution]) -> Distribution:
    """The distribution of all the rows together."""
    return Distribution(tuple(part for each in distributions for part in each.parts if part.rows))


def ks_distance(one: Distribution, other: Distribution) -> float:
    """How much the Kolmogorov–Smirnov statistic D = sup |F₁ − F₂| is at least; both need a row.

    Where every part keeps all its values, it is the exact value of `scipy.stats.ks_2samp`.
    """
    return max(_ahead(one, other), _ahead(other, one), 0.0)


def _ahead(one: Distribution, other: Distribution) -> float:
    """How far one certainly rises above the other: most at a knot of its own, where it has just risen."""
    sure, points = one.share_at_knots
    return float(np.max(sure - other.share_upto(points)[1]))


def ks_at_most(one: Distribution, other: Distribution) -> float:
    """How much D is at most, whatever lies between the knots; both need a row."""
    grid = np.union1d(one.grid, other.grid)
    one_low, one_high = one.share_upto(grid)
    other_low, other_high = other.share_upto(grid)
    # Between two points of the grid a curve may rise, but by no more than it may have below the next point.
    _, one_next = one.share_below(grid)
    _, other_next = other.share_below(grid)
    starts = np.concatenate(([0.0], one_low[:-1])), np.concatenate(([0.0], other_low[:-1]))
    between = max(float(np.max(one_next - starts[1])), float(np.max(other_next - starts[0])))
    return max(float(np.max(one_high - other_low)), float(np.max(other_high - one_low)), between, 0.0)
