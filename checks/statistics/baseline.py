"""Is today higher than this weekday has been? A baseline that bad days never enter."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from checks.statistics.early import Early, Learned

SAME_WEEKDAYS = 8
PEERS_TO_COMPARE = 2
PEERS_TO_JUDGE = 4
SPREAD_DAYS = 56
MIN_SPREAD_DAYS = 7
ALARM, WATCH = 4.0, 2.7
"""Standard deviations at which a day is bad on its own, and at which two days in a row are."""

NORMAL = 1.4826
"""Scale that makes a median absolute deviation an estimate of a normal standard deviation."""


@dataclass(frozen=True, slots=True)
class Level:
    """One day against its baseline: `residual` is the value less `expected`; NaN where nothing is known.

    `side` is 1 where the day is too high, −1 where it is too low. `limit` is no less than the floor, which it
    may be said to be of a day that is far below it.
    """

    expected: float
    residual: float
    limit: float
    side: int = 0

    @property
    def judged(self) -> bool:
        """Whether there was a baseline long enough to judge this day."""
        return not math.isnan(self.limit)

    @property
    def high(self) -> bool:
        """Bad, and above what was expected."""
        return self.side > 0

    @property
    def low(self) -> bool:
        """Bad, and below what was expected."""
        return self.side < 0


def spread(values: Sequence[float]) -> float:
    """The median absolute deviation, scaled to a normal standard deviation."""
    middle = median(values)
    return NORMAL * median([abs(value - middle) for value in values])


@lru_cache(maxsize=256)
def small_sample_factor(batches: int) -> float:
    """How much wider a limit at 3.09 standard deviations must be when it rests on few batches.

    √(1+1/H)·t.isf(.001, H−1)/3.09: the prediction interval of one more normal observation.
    """
    from scipy.special import stdtrit  # late: most commands judge nothing; scipy.stats takes a second

    return float(math.sqrt(1 + 1 / batches) * -stdtrit(batches - 1, 0.001) / 3.09)


def walk(
    values: Sequence[float],
    weekdays: Sequence[int],
    *,
    floor: float,
    skip: Sequence[bool] | None = None,
    early: Early | None = None,
    limits: bool = False,
) -> list[Level]:
    """Judge each day by the days before it, oldest first; a day found bad never enters the baseline.

    Expected is the median of the last eight clean days of the same weekday. A day is judged when four such
    days came before it.
    The limit is `max(floor, 4 · small-sample factor · MAD)` of the last 56 clean residuals. A day is bad
    beyond it; or where it and the day before are beyond two thirds of it; or where the day
    before was bad and no more than half of the way back is done. A day beyond two thirds is not learned from.
    `skip` names days (holidays) that are neither judged nor learned from. `early` is asked of days that
    cannot be judged yet: one that it finds bad has a side, though it is not `judged`. Most days are so far
    below the floor that the spread decides nothing: it is worked out for them only where `limits` are wanted.
    """
    baseline = _Baseline(values, Learned(weekdays, early), floor, limits)
    levels = []
    for at, value in enumerate(values):
        if skip is not None and skip[at]:
            expected = baseline.expected(at)
            levels.append(Level(expected, value - expected, math.nan))
        else:
            levels.append(baseline.next(at))
    return levels


class Walk:
    """The same day after day: where the days before are those of the last walk, it goes on from there."""

    def __init__(self, floor: float) -> None:
        self._floor = floor
        self._begin()

    def _begin(self) -> None:
        self._values: list[float] = []
        self._weekdays: list[int] = []
        self._learned = Learned(self._weekdays, None)
        self._baseline = _Baseline(self._values, self._learned, self._floor, limits=False)
        self._levels: list[Level] = []

    def upto(self, values: Sequence[float], weekdays: Sequence[int], early: Early) -> list[Level]:
        """As `walk` judges these days."""
        known = len(self._levels)
        if (self._values, self._weekdays) != ([*values[:known]], [*weekdays[:known]]):
            self._begin()
            known = 0
        self._learned.early = early
        self._values += values[known:]
        self._weekdays += weekdays[known:]
        self._levels += [self._baseline.next(at) for at in range(known, len(values))]
        return [*self._levels]


class _Baseline:
    """What has been learned from the clean days so far, and the run of bad days that is open."""

    def __init__(self, values: Sequence[float], learned: Learned, floor: float, limits: bool) -> None:
        self.values, self.learned, self.floor, self.limits = values, learned, floor, limits
        self.residuals: list[float] = []
        self.run: list[float] = []
        self.suspected = False

    def expected(self, at: int) -> float:
        """NaN where two days of that weekday are not known yet."""
        same = self.learned.same(at)
        if len(same) < PEERS_TO_COMPARE:
            return math.nan
        return median(self.values[day] for day in same[-SAME_WEEKDAYS:])

    def next(self, at: int) -> Level:
        """Judge a day, and learn from it if it is clean."""
        expected = self.expected(at)
        residual = self.values[at] - expected
        limit = self._limit(at, residual)
        if math.isnan(limit) and self.learned.finds_bad(at):
            return self._bad_early(at)
        high = self._is_high(residual, limit)
        self.run = [*self.run, residual] if high else []
        self.suspected = residual > limit * WATCH / ALARM
        if not high and not self.suspected:
            self.learned.add(at)
            if not math.isnan(residual):
                self.residuals.append(residual)
        return Level(expected, residual, limit, int(high))

    def _bad_early(self, at: int) -> Level:
        """Not judged, but on one side of all there is to compare with."""
        expected = median(self.values[day] for day in self.learned.peers(at))
        residual = self.values[at] - expected
        self.learned.doubt(at)
        return Level(expected, residual, math.nan, 1 if residual > 0 else -1)

    def _limit(self, at: int, residual: float) -> float:
        if len(self.learned.same(at)) < PEERS_TO_JUDGE or len(self.residuals) < MIN_SPREAD_DAYS:
            return math.nan
        if not self.limits and residual <= self.floor * WATCH / ALARM:
            return self.floor
        known = self.residuals[-SPREAD_DAYS:]
        return max(self.floor, ALARM * small_sample_factor(len(known)) * spread(known))

    def _is_high(self, residual: float, limit: float) -> bool:
        if self.run and residual > median(self.run) / 2:
            return True
        again = self.suspected and residual > limit * WATCH / ALARM and residual > self.floor
        return residual > limit or again
