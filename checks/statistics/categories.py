"""How far apart are two samples of categories, and could it be chance?

Counts of both samples stand in the same order, one place a category.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

FEWEST = 5
"""Cells that are expected to hold fewer rows are put together: the test is not for them (Cochran 1954)."""


def total_variation(one: Counts, other: Counts) -> float:
    """½ Σ |p − q|: the share of rows that would have to change their category, 0 to 1; both need a row."""
    return float(np.abs(one / one.sum() - other / other.sum()).sum() / 2)


def chi_square_p_value(one: Counts, other: Counts) -> float:
    """P(at least as different by chance) by Pearson's test that two samples are of one distribution.

    Both are samples: to take the frequencies of one as exact gives false alarms in half of the cases. As
    `scipy.stats.chi2_contingency(correction=False)` after cells of fewer than five are put together; 1 where
    one cell is left.
    """
    from scipy.special import chdtrc  # late: most commands judge nothing; scipy.stats takes a second

    cells = pooled(one, other)
    if len(cells[0]) < 2:
        return 1.0
    rows = cells.sum(axis=1, keepdims=True)
    expected = rows * cells.sum(axis=0) / rows.sum()
    statistic = float(((cells - expected) ** 2 / expected).sum())
    return float(chdtrc(cells.shape[1] - 1, statistic))


def pooled(one: Counts, other: Counts) -> NDArray[np.float64]:
    """The cells that are not empty, two rows of them, the small ones together; where these are still too few,
    the smallest other joins."""
    both = np.array([one, other], float)
    both = both[:, both.sum(axis=0) > 0]
    share = both.sum(axis=1).min() / both.sum()
    order = np.argsort(both.sum(axis=0), kind="stable")
    expected = np.cumsum(both.sum(axis=0)[order] * share)
    few = int(np.count_nonzero(both.sum(axis=0) * share < FEWEST))
    while 0 < few < len(order) and expected[few - 1] < FEWEST:
        few += 1
    if few < 2:
        return both
    return np.column_stack((both[:, order[few:]], both[:, order[:few]].sum(axis=1)))


def psi(one: NDArray[Any], other: NDArray[Any]) -> float:
    """The population stability index Σ (p − q) ln(p / q), half a row added to each category; 0 and up."""
    p, q = ((each + 0.5) / (each.sum() + len(each) / 2) for each in (one, other))
    return float(((p - q) * np.log(p / q)).sum())


def psi_p_value(found: float, categories: int, n: int, m: int) -> float:
    """P(PSI ≥ found) of n and m rows of one distribution: PSI / (1/n + 1/m) is χ² (Yurdakul 2018).

    A fixed limit of 0.1 is false in a third of the cases where 200 rows are compared with 200 in ten bins.
    """
    from scipy.special import chdtrc

    return float(chdtrc(categories - 1, found / (1 / n + 1 / m))) if categories > 1 else 1.0
