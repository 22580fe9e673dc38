"""How the vectors of two batches are compared: by their norms, and by where their centre lies."""

import math
from collections.abc import Sequence
from functools import reduce
from typing import Any

from checks.profiles.companions import outside_range
from checks.profiles.distribution import Distribution
from checks.profiles.measures import KolmogorovSmirnov, Strange
from checks.profiles.profile import ColumnProfile
from checks.profiles.vectors import Centre

DIRECTIONS = 8


class Norms(KolmogorovSmirnov):
    """The lengths of vectors, by D; a few very long ones are found as drift's values far outside are."""

    name = "norms"

    def of(self, column: ColumnProfile) -> Distribution | None:
        return column.vectors.norms if column.vectors else None

    def strange(self, values: Distribution, reference: Sequence[Distribution]) -> Strange | None:
        """Vectors that repeat each other, and so have one length, are counted by themselves."""
        return outside_range(values, reference)


class Centroid:
    """The direction of the mean vector, by the cosine distance."""

    name, symbol, floor = "centroid", "cosine distance", 0.01

    def of(self, column: ColumnProfile) -> Centre | None:
        return column.vectors.centre if column.vectors else None

    def distance(self, values: Centre, peers: Sequence[Centre]) -> float:
        """Between 0 and 2; 1 where one of them has no direction, or another length."""
        other = _together(values, peers)
        both = _length(values) * _length(other)
        if not both or not math.isfinite(both):
            return 0.0 if _length(values) == _length(other) else 1.0
        return max(0.0, 1 - float(values.total @ other.total) / both)

    def at_most(self, values: Centre, peers: Sequence[Centre]) -> float:
        return self.distance(values, peers)

    def p_value(self, values: Centre, peers: Sequence[Centre], distance: float) -> float:
        """P(so far apart by chance), of n and m vectors of one cloud that scatters in eight directions alike.

        The mean of n vectors is off by tr(Σ)/n in squares, which turns its direction by half that over |μ|².
        Clouds of more directions scatter less; those of fewer are held by the limit that clean batches set.
        """
        from scipy.special import chdtrc  # late: most commands judge nothing

        other = _together(values, peers)
        mean = float(other.total @ other.total) / max(1, other.rows) ** 2
        spread = max(0.0, other.squares / max(1, other.rows) - mean)
        usual = spread * (1 / max(1, values.rows) + 1 / max(1, other.rows)) / 2
        if not usual:
            return 0.0 if distance > 0 else 1.0
        free = max(1, min(DIRECTIONS, len(values.total) - 1))
        return float(chdtrc(free, free * distance * mean / usual))

    def strange(self, values: Any, reference: Sequence[Any]) -> None:
        """Nothing that a direction could hide."""


def _together(values: Centre, peers: Sequence[Centre]) -> Centre:
    """The peers of the same length; of none, nothing."""
    alike = [each for each in peers if len(each.total) == len(values.total)]
    return reduce(Centre.plus, alike, Centre(values.total * 0))


def _length(centre: Centre) -> float:
    return math.sqrt(float(centre.total @ centre.total))
