"""Companions of a distance between distributions, which cannot see 1 % of values coded −999."""

from dataclasses import dataclass

import numpy as np

from checks.profiles.distribution import Distribution
from checks.statistics.distance import surprise

FAR = 10
"""A single value so many reference ranges away is no sample of the same thing."""

NEAR = 0.1
SMALLEST_SHARE = 0.001
MASS_SAMPLE, MASS_SHARE, MASS_ROWS, MASS_RATIO = 200, 0.003, 5, 3


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


def outside_range(batch: Distribution, reference: Distribution) -> Strays | None:
    """Values beyond the reference's range, widened by its spread between the 1 % and the 99 % quantile.

    A single row ten spreads away is enough; a tenth of a spread away 0.1 % of the rows are needed, and more
    than chance would bring (binomial p < 1e-4 against 2/m).
    """
    width = reference.quantile(0.99) - reference.quantile(0.01)
    if width > 0 and (far := _strays(batch, reference, FAR * width)):
        return far
    near = _strays(batch, reference, NEAR * width)
    if (
        near
        and near.rows >= SMALLEST_SHARE * batch.rows
        and surprise(near.rows, batch.rows, 2 / reference.rows) < 1e-4
    ):
        return near
    return None


def _strays(batch: Distribution, reference: Distribution, reach: float) -> Strays | None:
    low, high = reference.low - reach, reference.high + reach
    below, _ = batch.share_below(np.array([low]))
    _, upto = batch.share_upto(np.array([high]))
    rows = round((float(below[0]) + 1 - float(upto[0])) * batch.rows)
    return Strays(rows, low, high, batch.high if batch.high > high else batch.low) if rows else None


def mass_point(batch: Distribution, reference: Distribution) -> MassPoint | None:
    """The fullest value, if it holds 0.3 % and five rows, three times its usual share, and p < 1e-6.

    Only in batches of 200 rows: neighbouring rows are alike, and an hour of calm is no sentinel.
    """
    part = max(batch.parts, key=lambda each: each.rows)
    masses = part.upto - part.below
    at = int(np.argmax(masses))
    value, rows = float(part.values[at]), int(masses[at])
    share = rows / part.rows
    point = np.array([value])
    usual = float(reference.share_upto(point)[1][0] - reference.share_below(point)[0][0])
    if part.rows < MASS_SAMPLE or rows < MASS_ROWS or share < MASS_SHARE or share <= MASS_RATIO * usual:
        return None
    if surprise(rows, part.rows, max(usual, 1 / reference.rows)) >= 1e-6:
        return None
    return MassPoint(value, rows, share, usual)


def number(value: float) -> str:
    """A value of a column as people write it: four digits are enough."""
    return f"{value:,.4g}" if abs(value) < 1_000 else f"{value:,.0f}"
