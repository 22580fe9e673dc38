"""The ways in which the values of a column are compared: what is kept, how far apart, by what chance."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from checks.column import Column, Drift
from checks.profiles.companions import MassPoint, Strays, mass_point, outside_range
from checks.profiles.distribution import Distribution, ks_at_most, ks_distance, merge
from checks.profiles.frequencies import Frequencies, NewLevel, aligned, new_level, together
from checks.profiles.profile import ColumnProfile
from checks.statistics.categories import (
    Counts,
    chi_square_p_value,
    pooled,
    psi,
    psi_p_value,
    total_variation,
)
from checks.statistics.distance import ks_p_value

Strange = Strays | MassPoint | NewLevel
"""What a distance cannot see."""

BINS = 10
"""PSI compares numbers by the tenths of the reference."""

MIN_ROWS = 200


class Measure(Protocol):
    """Compares what is kept of a column; `symbol` is what people call the distance."""

    name: str
    symbol: str
    floor: float

    def of(self, column: ColumnProfile) -> Any:
        """What is kept of the column, or None; it says how many `rows` have a value."""

    def distance(self, values: Any, peers: Sequence[Any]) -> float:
        """How far a batch is from some others together; certainly at least that."""

    def at_most(self, values: Any, peers: Sequence[Any]) -> float:
        """How far they may be apart at most, for all that is known."""

    def p_value(self, values: Any, peers: Sequence[Any], distance: float) -> float:
        """P(so far apart by chance)."""

    def strange(self, values: Any, reference: Sequence[Any]) -> Strange | None:
        """A few absurd values, one value held too often, or a level that was never there."""


class _Numbers:
    """Of numbers, distributions are kept."""

    def of(self, column: ColumnProfile) -> Distribution | None:
        return column.distribution

    def strange(self, values: Distribution, reference: Sequence[Distribution]) -> Strange | None:
        if found := outside_range(values, reference):
            return found
        # A few dozen rows of one day are one calm or one storm: too few to say that a value is stuck, unless
        # all of them hold it.
        told = values.rows >= MIN_ROWS or values.low == values.high
        return mass_point(values, reference) if told else None


class KolmogorovSmirnov(_Numbers):
    """Numbers, by the largest distance between their distribution functions."""

    name, symbol, floor = "ks", "D", 0.05

    def distance(self, values: Distribution, peers: Sequence[Distribution]) -> float:
        return ks_distance(values, merge(peers))

    def at_most(self, values: Distribution, peers: Sequence[Distribution]) -> float:
        return ks_at_most(values, merge(peers))

    def p_value(self, values: Distribution, peers: Sequence[Distribution], distance: float) -> float:
        return ks_p_value(distance, values.rows, sum(each.rows for each in peers))


class PsiOfNumbers(_Numbers):
    """Numbers, by the population stability index of the reference's tenths."""

    name, symbol, floor = "psi", "PSI", 0.1

    def distance(self, values: Distribution, peers: Sequence[Distribution]) -> float:
        return psi(*self._counts(values, peers))

    def at_most(self, values: Distribution, peers: Sequence[Distribution]) -> float:
        return self.distance(values, peers)

    def p_value(self, values: Distribution, peers: Sequence[Distribution], distance: float) -> float:
        one, other = self._counts(values, peers)
        return psi_p_value(distance, len(one), int(one.sum()), int(other.sum()))

    def _counts(self, values: Distribution, peers: Sequence[Distribution]) -> tuple[Counts, Counts]:
        reference = merge(peers)
        edges = np.unique([reference.quantile(at / BINS) for at in range(1, BINS)])
        one, other = (
            np.diff(each.share_upto(edges)[0] * each.rows, prepend=0, append=each.rows)
            for each in (values, reference)
        )
        return np.rint(one).astype(np.int64), np.rint(other).astype(np.int64)


class Categories:
    """Of categories, frequencies are kept."""

    def of(self, column: ColumnProfile) -> Frequencies | None:
        return column.levels

    def strange(self, values: Frequencies, reference: Sequence[Frequencies]) -> Strange | None:
        return new_level(values, together(reference))


class ChiSquare(Categories):
    """Categories, by their total variation; whether it could be chance says the χ² test of two samples."""

    name, symbol, floor = "chi_square", "V", 0.05

    def distance(self, values: Frequencies, peers: Sequence[Frequencies]) -> float:
        return total_variation(*aligned(values, together(peers)))

    def at_most(self, values: Frequencies, peers: Sequence[Frequencies]) -> float:
        return self.distance(values, peers)

    def p_value(self, values: Frequencies, peers: Sequence[Frequencies], distance: float) -> float:
        return chi_square_p_value(*aligned(values, together(peers)))


class PsiOfCategories(Categories):
    """Categories, by the population stability index of their levels."""

    name, symbol, floor = "psi", "PSI", 0.1

    def distance(self, values: Frequencies, peers: Sequence[Frequencies]) -> float:
        return psi(*pooled(*aligned(values, together(peers))))

    def at_most(self, values: Frequencies, peers: Sequence[Frequencies]) -> float:
        return self.distance(values, peers)

    def p_value(self, values: Frequencies, peers: Sequence[Frequencies], distance: float) -> float:
        one, other = pooled(*aligned(values, together(peers)))
        return psi_p_value(distance, len(one), int(one.sum()), int(other.sum()))


def measure_of(declared: Column, settings: Drift, number: bool) -> Measure:
    """How a column is compared; `number` says whether its values are numbers."""
    by_psi = settings.method == "psi"
    if declared.is_category(number):
        return PsiOfCategories() if by_psi else ChiSquare()
    return PsiOfNumbers() if by_psi else KolmogorovSmirnov()
