"""How far apart are two samples, and could it be chance?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from checks.statistics.baseline import small_sample_factor, spread

MIN_BATCHES = 7
"""So many clean batches make a limit."""

FALSE_DISCOVERY = 0.001
"""The chance, corrected for the number of features, below which a distance is none."""

DEVIATIONS = 4
ABOVE_HIGH = 3
"""Where weekdays are not told apart: so many deviations above the distance that one day a week exceeds."""


def ks_p_value(distance: float, n: int, m: int) -> float:
    """P(D ≥ distance) for n and m rows of one distribution: Kolmogorov's limit, corrected for finite sizes.

    The correction is Vrbik's (2018). Where it matters, p from 1e-4 to 1, it is within 5 % of the exact value
    (`scipy.stats.kstwo`) from 130 rows on; that one takes seconds for a million rows.
    """
    from scipy.special import kolmogorov  # late: most commands judge nothing; scipy.stats takes a second

    rows = max(1.0, n * m / (n + m))
    scaled = math.sqrt(rows) * distance
    return float(kolmogorov(scaled + 1 / (6 * math.sqrt(rows)) + (scaled - 1) / (4 * rows)))


@dataclass(frozen=True, slots=True)
class Limit:
    """What a limit is made of: the floor, and the median, MAD and small-sample factor of clean distances.

    `high` is the distance that one day a week exceeds (or the second largest), where weekdays cannot be told
    apart: there, Saturdays and Sundays may always be further away than the others.
    """

    floor: float
    batches: int
    median: float
    mad: float
    factor: float
    high: float | None = None

    @property
    def learned(self) -> float:
        """What the clean batches themselves set."""
        usual = self.median + DEVIATIONS * self.factor * self.mad
        return usual if self.high is None else max(usual, self.high + ABOVE_HIGH * self.factor * self.mad)

    @property
    def value(self) -> float:
        """The distance above which a batch has drifted."""
        return max(self.floor, self.learned)


def limit_of(distances: Sequence[float], floor: float, *, pooled: bool = False) -> Limit | None:
    """The limit that clean batches' own distances set; None with fewer than seven of them.

    `pooled` where the distances are from a reference without weekdays.
    """
    count = len(distances)
    if count < MIN_BATCHES:
        return None
    high = sorted(distances)[-max(2, count // 7)] if pooled else None
    return Limit(floor, count, median(distances), spread(distances), small_sample_factor(count), high)


def calibrated_limit(distances: Sequence[float], floor: float, *, pooled: bool = False) -> float:
    """The D above which a batch has drifted: max(floor, median + 4·f·MAD) of clean batches' own distances.

    Needs seven clean batches; NaN with fewer.
    """
    limit = limit_of(distances, floor, pooled=pooled)
    return math.nan if limit is None else limit.value


def adjust(p_values: Sequence[float]) -> list[float]:
    """p-values with the false-discovery rate of many tests controlled, by Benjamini and Hochberg (1995)."""
    adjusted, least = [1.0] * len(p_values), 1.0
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    for rank, at in reversed(list(enumerate(order, start=1))):
        least = min(least, p_values[at] * len(p_values) / rank)
        adjusted[at] = least
    return adjusted


def surprise(count: int, rows: int, share: float) -> float:
    """P(at least `count` of `rows`) when the true share is `share`: a tail of the binomial distribution."""
    from scipy.special import bdtrc

    return float(bdtrc(count - 1, rows, min(1.0, share)))
