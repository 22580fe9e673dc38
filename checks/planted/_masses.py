"""Numbers that many rows share: they cannot be shifted by a third, but others can come more often."""

import numpy as np

from checks.profiles.companions import MASS_ROWS, MASS_SHARE
from checks.profiles.distribution import Counts, Distribution, Floats, Knots

NORMAL = 1.349
"""The quartiles of a normal distribution lie so many standard deviations apart."""

DOUBLINGS, STEPS = 30, 12


def is_discrete(values: Distribution) -> bool:
    """Whether most rows share their value with others: counts, whole degrees."""
    _, rows = _masses(values, sure=True)
    return 2 * int(rows[rows > 1].sum()) > values.rows


def deviation(values: Distribution, discrete: bool) -> float | None:
    """The standard deviation, told by the quartiles where values do not repeat; None where it is nothing."""
    if not discrete:
        found = (values.quantile(0.75) - values.quantile(0.25)) / NORMAL
    else:
        numbers, rows = _masses(values)
        with np.errstate(over="ignore", invalid="ignore"):  # infinities, and what is nearly so, have none
            away = numbers - np.average(numbers, weights=rows)
            found = float(np.sqrt(np.average(away * away, weights=rows)))
    return found if np.isfinite(found) and found > 0 else None


def shifted(values: Distribution, by: float) -> Distribution:
    """All values moved by so much, but for those that hold many rows: no rain stays no rain."""
    least = max(MASS_ROWS, MASS_SHARE * values.rows)
    return Distribution(tuple(_moved(part, by, least) for part in values.parts))


def _moved(part: Knots, by: float, least: float) -> Knots:
    """Rows between two knots move with the one behind them."""
    on = part.upto - part.below
    between = part.below - np.concatenate(([0], part.upto[:-1]))
    values, at = np.unique(np.where(on < least, part.values + by, part.values), return_inverse=True)
    on, between = (np.bincount(at, each).astype(np.int64) for each in (on, between))
    upto = np.cumsum(on + between)
    return Knots(values, upto - on, upto)


def tilted(values: Distribution, by: float) -> Distribution:
    """The same values, larger ones more often (`by` below 0: less often), until the mean has moved so far.

    The weight of a value grows by the same factor with each unit (an exponential tilt): of normal, Poisson or
    binomial numbers it makes such numbers with another mean.
    """
    numbers, rows = _masses(values)
    away = numbers - np.average(numbers, weights=rows)
    shares = _weights(away, rows, _tilt(away, rows, by))
    upto = np.rint(np.cumsum(shares) / shares.sum() * values.rows).astype(np.int64)
    below = np.concatenate(([0], upto[:-1]))
    held = upto > below
    return Distribution((Knots(numbers[held], below[held], upto[held]),))


def _tilt(away: Floats, rows: Counts, by: float) -> float:
    """The tilt that moves the mean of what is `away` from it by so much, or by nearly all there is."""

    def falls_short(tilt: float) -> bool:
        return abs(float(np.average(away, weights=_weights(away, rows, tilt)))) < abs(by)

    low, high = 0.0, by / float(np.average(away * away, weights=rows))
    for _ in range(DOUBLINGS):
        if not falls_short(high):
            break
        low, high = high, 2 * high
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if falls_short(middle) else (low, middle)
    return high


def _weights(away: Floats, rows: Counts, tilt: float) -> Floats:
    exponents = tilt * away
    return np.asarray(rows * np.exp(exponents - exponents.max()), np.float64)


def _masses(values: Distribution, sure: bool = False) -> tuple[Floats, Counts]:
    """Every knot, and its rows: the `sure` ones, or with those between it and the knot before."""
    knots = np.concatenate([part.values for part in values.parts])
    before = [part.below if sure else np.concatenate(([0], part.upto[:-1])) for part in values.parts]
    rows = np.concatenate([part.upto - each for part, each in zip(values.parts, before, strict=True)])
    distinct, at = np.unique(knots, return_inverse=True)
    return distinct, np.bincount(at, rows).astype(np.int64)
