"""Does a feature creep? Too slowly for any batch to stand out, and the reference creeps along."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import NormalDist, median

import numpy as np

from checks.profiles.days import Feature
from checks.profiles.distribution import Distribution, Floats
from checks.profiles.measures import MIN_ROWS
from checks.profiles.profile import Profile
from checks.profiles.remembered import Remembered
from checks.statistics.crossing import crossing
from checks.statistics.order import kendall_p, theil_sen

WEEKS = 26
FULL = 4
"""So many days of a week must be known."""

SMALLEST = 0.1
"""Standard deviations in half a year: what moved less is no news."""

STRAIGHT = 6
"""The move is so many times what single weeks stray from the line: honest wander comes back."""

YEAR = 52
SEASON = 0.5
"""The same weeks of the year before moved by so much of it in the same direction: then it is the season."""


Week = Sequence[Profile]
"""The partitions of a week."""


@dataclass(frozen=True, slots=True)
class Creep:
    """A feature that moved for half a year: by so many standard deviations, by what chance; its weeks.

    `season` says whether the year before is known, and did not move alike.
    """

    weeks: Sequence[Week]
    moved: float
    p_value: float
    season: bool
    interval: tuple[float, float]
    """The ends of the slope's 90 % interval, in the same unit as `moved`."""

    @property
    def slope(self) -> float:
        """Standard deviations a day."""
        return self.moved / (7 * (len(self.weeks) - 1))


def full_weeks(profiles: Sequence[Profile]) -> list[Week]:
    """The partitions of each week that is over, from Monday on, the last ones that follow each other."""
    found: list[Week] = []
    before, last = 0, profiles[-1].partition.toordinal() if profiles else 0
    recent = profiles[-7 * (YEAR + WEEKS + 1) :]
    for week, days in groupby(recent, key=lambda each: (each.partition.toordinal() - 1) // 7):
        if 7 * (week + 1) > last:  # it goes on
            break
        if week != before + 1:
            found = []
        found.append(list(days))
        before = week
    return found


def creep(weeks: Sequence[Week], feature: Feature, known: Remembered) -> Creep | None:
    """The move of the weekly medians over the last 26 of these full weeks, where they rise or fall all along.

    Unit: the spread of the first four weeks, as the quartiles of a median week tell it. None where weeks are
    missing, where single weeks stray as far as all of them moved, or where the year before moved alike.
    """
    if len(weeks) < WEEKS:
        return None
    found = [_middle(week, feature, known) for week in weeks]
    now = found[-WEEKS:]
    if any(math.isnan(middle) for middle, _ in now):
        return None
    scale = median(spread for _, spread in now[:4])
    if not scale > 0:
        return None
    series = np.array([middle for middle, _ in now]) / scale
    moved = _moved(series)
    if moved is None:
        return None
    before = [middle for middle, _ in found[-YEAR - WEEKS : -YEAR]] if len(found) >= YEAR + WEEKS else []
    if before and not any(map(math.isnan, before)):
        then = theil_sen(np.array(before) / scale, 0.9)[0] * (WEEKS - 1)
        if then * moved > 0 and abs(then) >= SEASON * abs(moved):
            return None
    _, *ends = (each * (WEEKS - 1) for each in theil_sen(series, 0.9))
    return Creep(weeks[-WEEKS:], moved, kendall_p(series), season=bool(before), interval=(ends[0], ends[1]))


def _moved(series: Floats) -> float | None:
    """From the first week to the last along the line, where that is more than single weeks stray from it."""
    at = np.arange(len(series))
    slope, _, _ = theil_sen(series, 0.9)
    moved = slope * (len(series) - 1)
    away = series - slope * at
    stray = 1.4826 * float(np.median(np.abs(away - np.median(away))))
    return moved if abs(moved) >= max(SMALLEST, STRAIGHT * stray) else None


def ks_of_shift(deviations: float) -> float:
    """D of two normal distributions that are δ standard deviations apart: 2Φ(|δ|/2) − 1."""
    return 2 * NormalDist().cdf(abs(deviations) / 2) - 1


def days_until(creeping: Creep, limit: float) -> float | None:
    """When its distance D from where it began crosses a limit, if it goes on so (see `ks_of_shift`); None
    where that is past."""
    left = _left(creeping, limit)
    return left / abs(creeping.slope) if left > 0 else None


def crossing_of(creeping: Creep, limit: float, newest: date) -> dict[str, str | None] | None:
    """The same as a day, and between which days it may be."""
    days, way = 7 * (len(creeping.weeks) - 1), math.copysign(1, creeping.moved)
    low, high = sorted(way * each / days for each in creeping.interval)
    return crossing(newest, _left(creeping, limit), (abs(creeping.slope), low, high), f"D = {limit:.2g}")


def _left(creeping: Creep, limit: float) -> float:
    far = 2 * NormalDist().inv_cdf((1 + min(limit, 0.99)) / 2)
    return far - abs(creeping.moved)


def _middle(week: Week, feature: Feature, known: Remembered) -> tuple[float, float]:
    """The median of the days' medians, and of their spreads; NaN where too few days have values."""
    # rows that are under way have no mark: what is told of them is for this run only
    marks = [each.mark or (_distribution(each, feature.name), each.partition) for each in week]
    named = (feature.name, *marks)
    middle = known.number(("week's median", *named), lambda: _read(week, feature.name)[0])
    spread = known.number(("week's spread", *named), lambda: _read(week, feature.name)[1])
    return middle, spread


def _read(week: Week, name: str) -> tuple[float, float]:
    known = [_distribution(each, name) for each in week]
    days = [each for each in known if each is not None and each.rows >= MIN_ROWS]
    if len(days) < FULL:
        return math.nan, math.nan
    return median(each.quantile(0.5) for each in days), median(_spread(each) for each in days)


def _distribution(day: Profile, name: str) -> Distribution | None:
    return day.columns[name].distribution if name in day.columns else None


def _spread(day: Distribution) -> float:
    return (day.quantile(0.75) - day.quantile(0.25)) / 1.349
