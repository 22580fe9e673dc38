"""Was a column scaled: normalised once more, into another unit, by any factor? Told by mean and spread."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from checks.profiles.one_row import made_by_one_row
from checks.profiles.stretched import stretched
from checks.profiles.values import Values
from checks.statistics.baseline import spread

MIN_PARTITIONS = 14
LOOKED_BACK = 28
MIN_ROWS = 200
LARGEST_WANDER = 0.1
"""A column whose mean or spread wanders by more than a tenth, beyond what so few rows make it wander, is too
restless to name a factor."""

PLAIN = (10, 60, 100, 1_000, 3_600, 1_000_000)
UNITS = {
    1.609344: ("kilometres", "miles"),
    25.4: ("millimetres", "inches"),
    2.54: ("centimetres", "inches"),
    3.28084: ("feet", "metres"),
    2.204623: ("pounds", "kilograms"),
}
"""So many of the first are one of the second."""


@dataclass(frozen=True, slots=True)
class Rescaled:
    """What was done to the column, in how many partitions up to the newest, its mean now and usually.

    Only what can be `named` is certain: by any other factor sales grow on a holiday, too.
    """

    said: str
    run: int
    mean: float
    usual: float
    named: bool = True


@dataclass(frozen=True, slots=True)
class Usual:
    """The medians of mean and standard deviation of some days, and how far these wander (in deviations)."""

    mean: float
    sd: float
    wander: float


def rescaled(series: Sequence[Values]) -> Rescaled | None:
    """The transformation that explains mean and standard deviation of the newest partition, if one does.

    Compared with the medians of up to 28 clean partitions before; rescaled ones are not learned from.
    """
    newest = series[-1]
    if newest.finite < MIN_ROWS or _as_ever(newest, series):
        return None
    clean: list[Values] = []
    run, said, usual = 0, None, None
    for values in series:
        if values.finite < MIN_ROWS:
            continue
        usual = usual_of(clean[-LOOKED_BACK:])
        said = _named(values, usual, clean[-LOOKED_BACK:]) if usual else None
        run = run + 1 if said else 0
        if not said:
            clean.append(values)
    if not said or not usual:
        return None
    named = any(said == words for _, _, words in _candidates(usual))
    return Rescaled(said, run, newest.mean, usual.mean, named)


def _as_ever(newest: Values, series: Sequence[Values]) -> bool:
    """Whether it is as the first and the last partitions are: no need to walk through all of them."""
    before = [each for each in series[:-1] if each.finite >= MIN_ROWS]
    usual = usual_of(before[:LOOKED_BACK]), usual_of(before[-LOOKED_BACK:])
    return all(each is None or _fits(newest, each, 0.0, 1.0, wide=True) for each in usual)


def fits_pace(newest: Values, known: Sequence[Values], pace: float) -> bool:
    """Whether the newest is what was usual on these days, times a pace that all others keep."""
    usual = usual_of(known[-LOOKED_BACK:])
    return usual is not None and _fits(newest, usual, 0.0, pace, wide=True)


def usual_of(known: Sequence[Values]) -> Usual | None:
    """What is usual on these days; None where they are too few or too restless."""
    if len(known) < MIN_PARTITIONS:
        return None
    mean, sd = median(each.mean for each in known), median(each.sd for each in known)
    if not sd > 0 or not all(each.sd > 0 for each in known):
        return None
    moved = spread([each.mean / sd for each in known])
    apart = max(spread([math.log(each.sd) for each in known]), moved)
    wander = math.sqrt(max(0.0, apart**2 - 1 / median(each.finite for each in known)))
    return Usual(mean, sd, wander) if wander <= LARGEST_WANDER else None


def _named(values: Values, usual: Usual, known: Sequence[Values]) -> str | None:
    """The first candidate that fits; a day like any before (a Sunday like Sundays) needs none."""
    days = [usual, *(Usual(each.mean, each.sd, usual.wander) for each in known)]
    if not values.sd > 0 or any(_fits(values, day, 0.0, 1.0, wide=True) for day in days):
        return None
    for shift, factor, said in _candidates(usual):
        if _fits(values, usual, shift, factor) and not made_by_one_row(values, usual.sd, usual.sd * factor):
            return said
    return stretched(values, usual.mean, usual.sd, usual.wander, known)


def _candidates(usual: Usual) -> list[tuple[float, float, str]]:
    """(shift, factor, words): the new value is (old − shift) · factor."""
    found = [
        (usual.mean, 1 / usual.sd, "standardised once more (mean 0, standard deviation 1)"),
        (0.0, 1 / usual.sd, "divided by its own standard deviation once more"),
    ]
    if abs(usual.mean) > usual.sd / 2:
        found.append((0.0, 1 / usual.mean, "divided by its own mean once more"))
    return [*found, *units()]


def units() -> list[tuple[float, float, str]]:
    """(shift, factor, words) of other units and plain factors."""
    found = [
        (32.0, 1 / 1.8, "given in Celsius instead of Fahrenheit"),
        (-32.0 / 1.8, 1.8, "given in Fahrenheit instead of Celsius"),
    ]
    for factor in PLAIN:
        found += [(0.0, factor, f"multiplied by {factor:,}"), (0.0, 1 / factor, f"divided by {factor:,}")]
    for unit, (many, one) in UNITS.items():
        found.append((0.0, unit, f"given in {many} instead of {one}"))
        found.append((0.0, 1 / unit, f"given in {one} instead of {many}"))
    return found


def _fits(values: Values, usual: Usual, shift: float, factor: float, wide: bool = False) -> bool:
    """Whether mean and spread are what the usual ones become by it, within some of their wander."""
    reach = (6 if wide else 3) * usual.wander + 4 / math.sqrt(values.finite) + (0.2 if wide else 0.02)
    mean, sd = (usual.mean - shift) * factor, usual.sd * factor
    if not values.sd > 0:  # one value in all rows
        return False
    return abs(values.mean - mean) <= reach * sd and abs(math.log(values.sd / sd)) <= reach
