"""A column scaled by a factor that nobody can name: of the same shape, twice or half as wide at least."""

import math
from collections.abc import Callable, Sequence
from statistics import median

from checks.profiles.values import Values

LEAST = math.log(2)
"""Honest columns widen and narrow, but seldom to twice or half from one day to the next, in one shape."""

LOOSE = 1.33
"""Smallest and largest values, in deviations from the mean, are those of a few rows: they wander."""

NORMAL = 0.1

FILLED = 0.5
"""So much of 0 to 1 is filled at least by what was scaled to it."""


def stretched(values: Values, mean: float, sd: float, wander: float, known: Sequence[Values]) -> str | None:
    """What was done to the column, in words, where its shape is that of the known days and its size is not.

    A normalised column (mean 0 and deviation 1, or from 0 to 1) may have moved too: scaled once more by the
    mean and deviation of its raw values, whatever these were. Any other must have been scaled from zero.
    """
    factor = values.sd / sd
    if abs(math.log(factor)) < max(LEAST, 6 * wander + 0.2) or not _keeps_its_shape(values, known):
        return None
    how = _normalised(mean, sd, known)
    if how:
        return f"{how} once more, by the same constants" if factor < 1 else f"no longer {how}"
    reach = 3 * wander + 4 / math.sqrt(values.finite) + 0.02
    if abs(values.mean - factor * mean) > reach * values.sd:
        return "scaled to 0…1" if _from_0_to_1(values) else None
    return f"multiplied by about {factor:,.2g}" if factor > 1 else f"divided by about {1 / factor:,.2g}"


def _normalised(mean: float, sd: float, known: Sequence[Values]) -> str | None:
    if abs(mean) <= NORMAL and abs(sd - 1) <= NORMAL:
        return "standardised"
    low, high = median(each.low for each in known), median(each.high for each in known)
    return "scaled to 0…1" if abs(low) <= NORMAL and abs(high - 1) <= NORMAL else None


def _from_0_to_1(values: Values) -> bool:
    """Whether all lie there, and fill it: by bounds of their own, or by those of a training set."""
    return values.low >= 0 and values.high <= 1 and values.high - values.low >= FILLED


def _keeps_its_shape(values: Values, known: Sequence[Values]) -> bool:
    """Whether the ends lie where they did, counted in deviations from the mean."""
    ends: tuple[Callable[[Values], float], ...] = (
        lambda each: (each.mean - each.low) / each.sd,
        lambda each: (each.high - each.mean) / each.sd,
    )
    for end in ends:
        usual = [end(each) for each in known]
        if not min(usual) / LOOSE <= end(values) <= max(usual) * LOOSE:
            return False
    return True
