"""Which parts of a whole (hours, segments) lost rows, while the other parts stand as they did?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist, median

from checks.statistics.baseline import ALARM, SAME_WEEKDAYS, SPREAD_DAYS, Level, walk

CHANCE = 1e-6
"""Few rows come and go: the loss must be more than chance would bring (Poisson)."""

BEYOND, RANK = 2.5, 3
"""A loss is so many times worse than the third worst that all parts together had in eight weeks: where days
are wild, wild days are no news, and one or two earlier losses do not hide the next."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A part that lost rows: how many are usual on such a day, and for how many days it has lasted."""

    expected: int
    days: int


@dataclass(frozen=True)
class Days:
    """All rows of each day, its weekday, and whether it is left out (a holiday)."""

    totals: Sequence[int]
    weekdays: Sequence[int]
    skip: Sequence[bool]

    def alike(self, upto: int) -> list[int]:
        """The days before `upto` with the weekday of the last that are not left out."""
        last = self.weekdays[-1]
        return [day for day in range(upto) if self.weekdays[day] == last and not self.skip[day]]


def lost(parts: Mapping[str, Sequence[int]], days: Days, floor: float) -> dict[str, Lost]:
    """The parts that are lost on the last day, each given by its rows on every day.

    Judged are the odds of a part against all others (a part that loses a share f of its rows loses log(1−f)
    in log odds, however large it is) with the baseline of `walk`, its limit widened for so many parts. The
    rows themselves must be fewer by `floor`, too.
    """
    if not days.skip or days.skip[-1]:
        return {}
    suspects = [name for name, counts in parts.items() if _may_be(counts, days, floor)]
    walked = {name: _levels(parts[name], days, floor) for name in suspects}
    found = {
        name: (each, _worst(walked[name]))
        for name in suspects
        if (each := _lost(parts[name], walked[name], days, floor, len(parts)))
    }
    if not found:
        return {}
    others = (walked.get(name) or _levels(counts, days, floor) for name, counts in parts.items())
    usual = _wildest([level for levels in others for level in _clean(levels)])
    return {name: each for name, (each, worst) in found.items() if worst > BEYOND * usual}


def _log_odds(count: int, total: int) -> float:
    return math.log((count + 0.5) / (max(0, total - count) + 0.5))


def _may_be(counts: Sequence[int], days: Days, floor: float) -> bool:
    """Whether it is worth a walk: where no day of that weekday was as much better, nothing is lost."""
    before = days.alike(len(counts) - 1)
    best = max((_log_odds(counts[day], days.totals[day]) for day in before), default=-math.inf)
    return _log_odds(counts[-1], days.totals[-1]) + floor < best


def _levels(counts: Sequence[int], days: Days, floor: float) -> list[Level]:
    """How far the odds have fallen below what was expected, day by day."""
    falls = [-_log_odds(count, total) for count, total in zip(counts, days.totals, strict=True)]
    return walk(falls, days.weekdays, floor=floor, skip=days.skip, limits=True)


def _lost(
    counts: Sequence[int], levels: Sequence[Level], days: Days, floor: float, tests: int
) -> Lost | None:
    first = _first_bad(levels)
    if not any(level.residual > _limit(level, floor, tests) for level in levels[first:] if level.high):
        return None
    expected = math.exp(-levels[-1].expected) * (days.totals[-1] - counts[-1] + 0.5)
    alike = [counts[day] for day in days.alike(first)]
    usual = min(expected, median(alike[-SAME_WEEKDAYS:])) if alike else expected
    if counts[-1] > usual * math.exp(-floor) or chance_of_few(counts[-1], usual) > CHANCE:
        return None
    return Lost(round(usual), len(levels) - first)


def _first_bad(levels: Sequence[Level]) -> int:
    """Where the run of bad days begins that ends with the last; days that are not judged do not end it."""
    first = len(levels)
    for day in range(len(levels) - 1, -1, -1):
        if levels[day].high:
            first = day
        elif levels[day].judged:
            break
    return first


def _limit(level: Level, floor: float, tests: int) -> float:
    return level.limit * _wider(tests) if level.limit > floor else floor


def _worst(levels: Sequence[Level]) -> float:
    """The worst day of the run, in limits."""
    return max(level.residual / level.limit for level in levels[_first_bad(levels) :] if level.high)


def _clean(levels: Sequence[Level]) -> list[float]:
    """How far the judged days of eight weeks were off, in limits; a loss that lasted days is no wildness."""
    found = []
    recent = [level for level in levels[:-1] if level.judged][-SPREAD_DAYS:]
    for at, level in enumerate(recent):
        around = recent[max(0, at - 1) : at] + recent[at + 1 : at + 2]
        if not (level.high and (any(each.high for each in around) or at == len(recent) - 1)):
            found.append(level.residual / level.limit)
    return found


def _wildest(residuals: Sequence[float]) -> float:
    return sorted(residuals)[-RANK] if len(residuals) >= RANK else 0.0


@lru_cache(maxsize=256)
def _wider(tests: int) -> float:
    """How much further away a limit of four standard deviations must be for so many tests at once."""
    beyond = math.erfc(ALARM / math.sqrt(2)) / 2
    return -NormalDist().inv_cdf(beyond / max(1, tests)) / ALARM


def chance_of_few(count: int, expected: float) -> float:
    """P(at most `count`) where `expected` are usual (Poisson)."""
    from scipy.special import pdtr  # late: most commands judge nothing

    return float(pdtr(count, expected))
