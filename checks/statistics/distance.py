"""How far apart are two samples, and could it be chance?"""

import math
from collections.abc import Sequence
from statistics import median

from checks.statistics.baseline import small_sample_factor, spread

MIN_BATCHES = 7
"""So many clean batches make a limit."""


def ks_p_value(distance: float, n: int, m: int) -> float:
    """P(D ≥ distance) for n and m rows of one distribution (`scipy.stats.kstwo`, as ks_2samp does)."""
    from scipy.stats import kstwo  # late: scipy costs a second of start-up

    effective = max(1, round(n * m / (n + m)))
    return float(kstwo.sf(distance, effective))


def calibrated_limit(distances: Sequence[float], floor: float) -> float:
    """The D above which a batch has drifted: max(floor, median + 4·f·MAD) of clean batches' own distances.

    Needs seven clean batches; NaN with fewer.
    """
    if len(distances) < MIN_BATCHES:
        return math.nan
    factor = small_sample_factor(len(distances))
    return max(floor, median(distances) + 4 * factor * spread(distances))


def adjust(p_values: Sequence[float]) -> list[float]:
    """p-values with the false-discovery rate of many tests controlled (`false_discovery_control`)."""
    from scipy.stats import false_discovery_control

    return [float(p) for p in false_discovery_control(list(p_values))] if p_values else []


def surprise(count: int, rows: int, share: float) -> float:
    """P(at least `count` of `rows`) when the true share is `share` (`scipy.stats.binomtest`)."""
    from scipy.stats import binomtest

    return float(binomtest(count, rows, min(1.0, share), alternative="greater").pvalue)
