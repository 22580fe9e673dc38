"""How a series is ordered in time: Theil–Sen's slope and Kendall's tau, both from the pairs of its days.

As `scipy.stats` has them, whose import alone would take longer than all that the checks compute.
"""

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def theil_sen(series: Floats, confidence: float) -> tuple[float, float, float]:
    """The median slope a day of all pairs of days, and its interval by Sen (1968); needs two days."""
    later, earlier = np.tril_indices(len(series), -1)
    slopes = np.sort((series[later] - series[earlier]) / (later - earlier))
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * math.sqrt(_variance(series))
    low = max(round((len(slopes) - reach) / 2) - 1, 0)
    high = min(round((len(slopes) + reach) / 2), len(slopes) - 1)
    return float(np.median(slopes)), float(slopes[low]), float(slopes[high])


def kendall_p(series: Floats) -> float:
    """How likely chance alone orders a series so much, two-sided; exact without ties, NaN if all is one tie.

    The exact one counts all orders: it is for series of weeks, not of years.
    """
    later, earlier = np.tril_indices(len(series), -1)
    rises = int(np.sum(np.sign(series[later] - series[earlier])))
    if len(np.unique(series)) == len(series):
        return _exact(len(series), (len(later) - abs(rises)) // 2)
    variance = _variance(series)
    return math.erfc(abs(rises) / math.sqrt(2 * variance)) if variance else math.nan


def _variance(series: Floats) -> float:
    """Of the number of rising less falling pairs, if the order were chance, ties counted."""
    _, ties = np.unique(series, return_counts=True)
    many = np.append(len(series), ties)
    weights = many * (many - 1) * (2 * many + 5)
    return float(weights[0] - weights[1:].sum()) / 18


def _exact(days: int, swapped: int) -> float:
    """Twice the share of all orders with so few pairs, or fewer, the wrong way round."""
    shares = np.ones(1)
    for many in range(2, days + 1):
        shares = np.convolve(shares, np.full(many, 1 / many))[: swapped + 1]
    return min(1.0, 2 * float(shares.sum()))
