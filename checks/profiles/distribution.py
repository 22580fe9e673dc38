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

    def bounds_upto(self, points: Floats) -> tuple[Counts, Counts]:
        """The smallest and largest possible number of rows ≤ each point; exact at a knot."""
        at = np.searchsorted(self.values, points, side="right")
        low = np.concatenate(([0], self.upto))[at]
        high = np.concatenate((self.below, [self.rows]))[at]
        at_knot = (at > 0) & (self.values[np.maximum(at - 1, 0)] == points)
        return low, np.where(at_knot, low, high)

    def bounds_below(self, points: Floats) -> tuple[Counts, Counts]:
        """The smallest and largest possible number of rows < each point; exact at a knot."""
        at = np.searchsorted(self.values, points, side="left")
        low = np.concatenate(([0], self.upto))[at]
        high = np.concatenate((self.below, [self.rows]))[at]
        at_knot = np.concatenate((self.values, [np.nan]))[at] == points
        return np.where(at_knot, high, low), high


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


@dataclass(frozen=True, eq=False)
class Distribution:
    """The distribution of a column over one or more parts (loads, partitions)."""

    parts: tuple[Knots, ...]

    @cached_property
    def rows(self) -> int:
        """How many rows have a value."""
        return sum(part.rows for part in self.parts)

    @cached_property
    def grid(self) -> Floats:
        """Every knot of every part, rising."""
        return np.unique(np.concatenate([part.values for part in self.parts])) if self.parts else np.empty(0)

    def share_upto(self, points: Floats) -> tuple[Floats, Floats]:
        """The bounds of the share of rows ≤ each point."""
        return self._shares([part.bounds_upto(points) for part in self.parts], len(points))

    def share_below(self, points: Floats) -> tuple[Floats, Floats]:
        """The bounds of the share of rows < each point."""
        return self._shares([part.bounds_below(points) for part in self.parts], len(points))

    def _shares(self, bounds: Sequence[tuple[Counts, Counts]], length: int) -> tuple[Floats, Floats]:
        low, high = np.zeros(length), np.zeros(length)
        for part_low, part_high in bounds:
            low += part_low
            high += part_high
        return low / max(self.rows, 1), high / max(self.rows, 1)

    def quantile(self, share: float) -> float:
        """The smallest knot at or below which at least `share` of the rows lie; needs a row."""
        low, _ = self.share_upto(self.grid)
        return float(self.grid[min(int(np.searchsorted(low, share - 1e-12)), len(self.grid) - 1)])

    @cached_property
    def width(self) -> float:
        """The distance between the 1 % and the 99 % quantile."""
        return self.quantile(0.99) - self.quantile(0.01)

    @property
    def low(self) -> float:
        """The smallest value: the first row of a part is always a knot."""
        return min(float(part.values[0]) for part in self.parts if part.rows)

    @property
    def high(self) -> float:
        """The largest value: the last row of a part is always a knot."""
        return max(float(part.values[-1]) for part in self.parts if part.rows)


def merge(distributions: Sequence[Distribution]) -> Distribution:
    """The distribution of all the rows together."""
    return Distribution(tuple(part for each in distributions for part in each.parts if part.rows))


def ks_distance(one: Distribution, other: Distribution) -> tuple[float, float]:
    """The certain bounds of the Kolmogorov–Smirnov statistic D = sup |F₁ − F₂|; both need a row.

    Where every part keeps all its values, both bounds are the exact value of `scipy.stats.ks_2samp`.
    """
    grid = np.union1d(one.grid, other.grid)
    one_low, one_high = one.share_upto(grid)
    other_low, other_high = other.share_upto(grid)
    surest = max(float(np.max(one_low - other_high)), float(np.max(other_low - one_high)), 0.0)
    # Between two points of the grid a curve may rise, but by no more than it may have below the next point.
    _, one_next = one.share_below(grid)
    _, other_next = other.share_below(grid)
    starts = np.concatenate(([0.0], one_low[:-1])), np.concatenate(([0.0], other_low[:-1]))
    between = max(float(np.max(one_next - starts[1])), float(np.max(other_next - starts[0])))
    at_points = max(float(np.max(one_high - other_low)), float(np.max(other_high - one_low)))
    return surest, max(at_points, between, surest)
