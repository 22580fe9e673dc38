"""Companions of a distance between distributions, which cannot see 1 % of values coded −999."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from checks.profiles.distribution import Counts, Distribution, Floats
from checks.statistics.baseline import spread as wander
from checks.statistics.distance import surprise

FAR = 10
"""A single value so many times the reference's whole range away is no sample of the same thing."""

NEAR, WANDER = 0.1, 4
"""Otherwise a tenth of the usual spread, and beyond what single batches differ by at their ends."""

SMALLEST_SHARE = 0.001
MASS_SHARE, MASS_ROWS, MASS_RATIO = 0.003, 5, 3


@dataclass(frozen=True, slots=True)
class Strays:
    """Rows below `low` or above `high`, and the furthest of them."""

    rows: int
    low: float
    high: float
    extreme: float


@dataclass(frozen=True, slots=True)
class MassPoint:
    """One value that suddenly holds many rows: a default, a sentinel such as −999, a stuck sensor."""

    value: float
    rows: int
    share: float
    usual: float


def outside_range(batch: Distribution, reference: Sequence[Distribution]) -> Strays | None:
    """Values beyond the range of the reference's batches.

    A single row is enough where it is ten times that range away: a heavy tail does not reach so far. A tenth
    of the usual spread away (between the 1 % and the 99 % quantile), 0.1 % of the rows are needed, and more
    than chance would bring (binomial p < 1e-4 against 2/m). The rows of a batch are no independent draws, a
    warm day is warm in all of them: so they must be beyond what batches differ by at their ends, too.
    """
    low, high = min(each.low for each in reference), max(each.high for each in reference)
    if low <= batch.low and batch.high <= high:  # of most batches the spread need not be known
        return None
    spread = median(each.width for each in reference)
    if not math.isfinite(high - low) or not math.isfinite(spread):
        return None
    if high > low and (far := _strays(batch, low - FAR * (high - low), high + FAR * (high - low))):
        return far
    below, above = _apart([-each.low for each in reference]), _apart([each.high for each in reference])
    near = _strays(batch, low - max(NEAR * spread, below), high + max(NEAR * spread, above))
    known = sum(each.rows for each in reference)
    if (
        near
        and near.rows >= SMALLEST_SHARE * batch.rows
        and surprise(near.rows, batch.rows, 2 / known) < 1e-4
    ):
        return near
    return None


def _apart(ends: Sequence[float]) -> float:
    """How far batches differ at one end: four deviations (MAD), and as far as the furthest is from the
    middle one.

    Where most days are dry their deviation is 0; then only the days with rain say how far rain goes.
    """
    return max(WANDER * wander(ends), max(ends) - median(ends))


def _strays(batch: Distribution, below: float, above: float) -> Strays | None:
    if batch.low >= below and batch.high <= above:
        return None
    fewer, _ = batch.share_below(np.array([below]))
    _, upto = batch.share_upto(np.array([above]))
    rows = round((float(fewer[0]) + 1 - float(upto[0])) * batch.rows)
    return Strays(rows, below, above, batch.high if batch.high > above else batch.low) if rows else None


def mass_point(batch: Distribution, reference: Sequence[Distribution]) -> MassPoint | None:
    """The value whose share rose most, if it holds 0.3 % and five rows, and three times what is usual.

    Usual is the largest share it had in any batch of the reference, so that a value of Sundays is no news on
    a Sunday; binomial p < 1e-6 against that share.
    """
    values, rows = _masses(batch)
    heavy = (rows >= MASS_ROWS) & (rows >= MASS_SHARE * batch.rows)
    values, rows = values[heavy], rows[heavy]
    usual = np.zeros(len(values))
    for each in reference:  # most values are as usual as they were in the first: the others are not asked
        usual = np.maximum(usual, each.share_upto(values)[1] - each.share_below(values)[0])
        rose = rows / batch.rows > MASS_RATIO * usual
        values, rows, usual = values[rose], rows[rose], usual[rose]
        if not len(values):
            return None
    at = int(np.argmax(rows / batch.rows - usual))
    share, before = float(rows[at] / batch.rows), float(usual[at])
    known = sum(each.rows for each in reference)
    if surprise(int(rows[at]), batch.rows, max(before, 1 / known)) >= 1e-6:
        return None
    return MassPoint(float(values[at]), int(rows[at]), share, before)


def _masses(batch: Distribution) -> tuple[Floats, Counts]:
    """The values that are knots, with the rows they certainly hold."""
    values = np.concatenate([part.values for part in batch.parts])
    masses = np.concatenate([part.upto - part.below for part in batch.parts])
    distinct, at = np.unique(values, return_inverse=True)
    return distinct, np.bincount(at, masses).astype(np.int64)


def number(value: float) -> str:
    """A value of a column as people write it: four digits are enough."""
    return f"{value:,.4g}" if abs(value) < 1_000 else f"{value:,.0f}"
