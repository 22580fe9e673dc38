"""Facts of numeric columns, from their values: sorted in each group, and everything read off the order.

For rows that lie beside us. Where they do not, `checks.profiles.values` asks the same in SQL.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pyarrow as pa

from checks.profiles.coordinates import DEGREES
from checks.profiles.distribution import Distribution, Floats, knots_of_sorted
from checks.profiles.grouping import Group, Grouping
from checks.profiles.values import SENTINELS, Values
from checks.sources.answered import array
from checks.sources.numbers import LARGEST

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")


@dataclass(frozen=True)
class Numbers:
    """The values of one column in one group, rising; NULL and NaN left out, infinities not."""

    ordered: Floats
    nulls: int
    nan: int

    def distribution(self, many: int) -> Distribution:
        """Its knots."""
        return Distribution((knots_of_sorted(self.ordered, many),)) if len(self.ordered) else Distribution(())

    @cached_property
    def _usable(self) -> Floats:
        return self.ordered[self._rank(-LARGEST) : self._rank(LARGEST, "right")]

    def values(self, degrees: bool, sentinels: bool) -> Values:
        """What `checks.profiles.values.Values` says of numbers."""
        usable = self._usable
        if not len(usable):
            return Values(infinite=self._infinite)
        mean = float(usable.mean())
        return Values(
            infinite=self._infinite,
            finite=len(usable),
            low=float(usable[0]),
            high=float(usable[-1]),
            mean=mean,
            variance=_variance(usable, mean),
            sixtieths=_sixtieths(usable) if degrees else 0,
            far=self._far if degrees else 0,
            sentinels=self._sentinels() if sentinels else {},
        )

    @property
    def _infinite(self) -> int:
        return self._rank(-np.inf, "right") + len(self.ordered) - self._rank(np.inf)

    @property
    def _far(self) -> int:
        within = self._rank(DEGREES, "right") - self._rank(-DEGREES)
        return len(self._usable) - within

    def _sentinels(self) -> dict[str, int]:
        first, end = (self.ordered.searchsorted(SENTINELS, side) for side in SIDES)
        counts = zip(SENTINELS, (end - first).tolist(), strict=True)
        return {str(number): count for number, count in counts if count}

    def _rank(self, value: float, side: Side = "left") -> int:
        return int(self.ordered.searchsorted(value, side))


def _variance(usable: Floats, mean: float) -> float:
    away = usable - mean
    away *= away
    return float(away.mean())


def _sixtieths(usable: Floats) -> int:
    size = np.abs(usable)
    size -= np.floor(size)
    return int(np.count_nonzero(size >= 0.6))


def numbers(values: pa.ChunkedArray, groups: Grouping) -> Iterator[tuple[Group, Numbers]]:
    """A column of 64-bit floats in each group.

    The values are sorted here and not in SQL, where a window over every value takes ten times as long.
    """
    nulls = [0] * len(groups.groups)
    if values.null_count:
        missing = array(values.is_null().cast("uint8"))
        nulls = [int(np.count_nonzero(each)) for each in groups.split(missing)]
        values = values.fill_null(np.nan)
    for group, lost, part in zip(groups.groups, nulls, groups.split(array(values)), strict=True):
        ordered = np.sort(part)  # NaN comes last
        known = int(ordered.searchsorted(np.nan))
        yield group, Numbers(ordered[:known], lost, len(ordered) - known - lost)
