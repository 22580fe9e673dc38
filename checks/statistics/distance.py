"""How far apart are two samples, and could it be chance?"""

import math
from collections.abc import Sequence
from statistics import median

from checks.statistics.baseline import small_sample_factor, spread

MIN_BATCHES = 7
"""So many clean batches make a limit."""

FALSE_DISCOVERY = 0.001
"""The chance, corrected for the number of features, below which a distance is none."""


def ks_p_value(distance: float, n: int, m: int) -> float:
    """P(D ≥ distance) for n and m rows of one distribution: Kolmogorov's limit, corrected for finite sizes.

    The correction is Vrbik's (2018). Where it matters, p from 1e-4 to 1, it is within 5 % of the exact value
    (`scipy.stats.kstwo`) from 130 rows on; that one takes seconds for a million rows.
    """
    from scipy.special import kolmogorov  # late: most commands judge nothing; scipy.stats takes a second

    rows = max(1.0, n * m / (n + m))
    scaled = math.sqrt(rows) * distance
    return float(kolmogorov(scaled + 1 / (6 * math.sqrt(rows)) + (scaled - 1) / (4 * rows)))


def calibrated_limit(distances: Sequence[float], floor: float) -> float:
    """The D above which a batch has drifted: max(floor, median + 4·f·MAD) of clean batches' own distances.

    Needs seven clean batches; NaN with fewer.
    """
    if len(distances) < MIN_BATCHES:
        return math.nan
    factor = small_sample_factor(len(distances))
    return max(floor, median(distances) + 4 * factor * spread(distances))


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
