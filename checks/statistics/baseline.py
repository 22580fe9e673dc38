"""Is today's level what this weekday's level has been? A baseline that bad days never enter."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from checks.statistics.early import Early, Learned

SAME_WEEKDAYS = 8
PEERS_TO_COMPARE = 2
PEERS_TO_JUDGE = 4
ALONE = 3
"""So many days of one weekday that are off in the same way, each between clean ones, are its new level."""

SPREAD_DAYS = 56
MIN_SPREAD_DAYS = 7
RECENT_DAYS = 7
ALARM, WATCH = 4.0, 2.7
"""Standard deviations at which a day is bad on its own, and at which two days in a row are."""

NORMAL = 1.4826
"""Scale that makes a median absolute deviation an estimate of a normal standard deviation."""


@dataclass(frozen=True, slots=True)
class Level:
    """One day against its baseline: `residual` is the value less `expected`; NaN where nothing is known.

    `side` is 1 where the day is too high, −1 where it is too low.
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
    return NORMAL * median(abs(value - middle) for value in values)


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
    both_sides: bool,
    recent: bool = False,
    skip: Sequence[bool] | None = None,
    early: Early | None = None,
) -> list[Level]:
    """Judge each day by the days before it, oldest first; a day found bad never enters the baseline.

    Expected is the median of the last eight clean days of the same weekday, plus, with `recent`, the median
    residual of the last seven clean days, which follows honest growth. A day is judged when four such days
    came before it.
    The limit is `max(floor, 4 · small-sample factor · MAD)` of the last 56 clean residuals. A day is bad
    beyond it; or where it and the day before are beyond two thirds of it, on the same side; or where the day
    before was bad and no more than half of the way back is done. A day beyond two thirds is not learned from;
    with `recent`, the third of its weekday in a row that stands alone among clean days is, and the two before
    it: a loss that stays shows on every day, what only Saturdays show is a new timetable.
    `skip` names days (holidays) that are neither judged nor learned from. `early` is asked of days that
    cannot be judged yet: one that it finds bad has a side, though it is not `judged`.
    """
    baseline = _Baseline(values, Learned(weekdays, early), floor, both_sides=both_sides, recent=recent)
    levels = []
    for at, value in enumerate(values):
        if skip is not None and skip[at]:
            expected = baseline.expected(at)
            levels.append(Level(expected, value - expected, math.nan))
        else:
            levels.append(baseline.next(at))
    return levels


class _Baseline:
    """What has been learned from the clean days so far, and the run of bad days that is open."""

    def __init__(
        self, values: Sequence[float], learned: Learned, floor: float, *, both_sides: bool, recent: bool
    ) -> None:
        self.values, self.learned = values, learned
        self.floor, self.both_sides, self.recent = floor, both_sides, recent
        self.residuals: list[float] = []
        self.run: list[float] = []
        self.suspected = 0
        self.off: dict[int, list[int]] = {day: [] for day in range(7)}

    def expected(self, at: int) -> float:
        """NaN where two days of that weekday are not known yet."""
        same = self.learned.same(at)
        if len(same) < PEERS_TO_COMPARE:
            return math.nan
        return median(self.values[day] for day in same[-SAME_WEEKDAYS:]) + self._lately()

    def next(self, at: int) -> Level:
        """Judge a day, and learn from it if it is clean."""
        expected, limit = self.expected(at), self._limit(at)
        if math.isnan(limit) and self.learned.finds_bad(at):
            return self._bad_early(at)
        residual = self.values[at] - expected
        side, suspected = self._side(residual, limit), self._beyond(residual, limit * WATCH / ALARM)
        alone = not self.run and not self.suspected
        self.run = [*self.run, residual] if side else []
        self.suspected = suspected
        if not side and not suspected:
            self.off[self.learned.weekday(at)] = []
            self.learned.add(at)
            if not math.isnan(residual):
                self.residuals.append(residual + self._lately())
        elif self.recent and alone:
            self._set_aside(at, expected, limit)
        return Level(expected, residual, limit, side)

    def _set_aside(self, at: int, expected: float, limit: float) -> None:
        """Remember a day that is off alone, and learn the weekday's new level from the third that agrees."""
        weekday, above = self.learned.weekday(at), self.values[at] > expected
        before = [day for day in self.off[weekday] if (self.values[day] > expected) == above]
        self.off[weekday] = days = [*before, at][-ALONE:]
        values = [self.values[day] for day in days]
        if len(days) == ALONE and max(values) - min(values) <= limit:
            self.learned.relearn(at, days)
            self.off[weekday] = []

    def _bad_early(self, at: int) -> Level:
        """Not judged, but on one side of all there is to compare with."""
        expected = median(self.values[day] for day in self.learned.peers(at))
        residual = self.values[at] - expected
        self.learned.doubt(at)
        return Level(expected, residual, math.nan, 1 if residual > 0 else -1)

    def _lately(self) -> float:
        if not self.recent or len(self.residuals) < RECENT_DAYS:
            return 0.0
        return median(self.residuals[-RECENT_DAYS:])

    def _limit(self, at: int) -> float:
        known = self.residuals[-SPREAD_DAYS:]
        if len(self.learned.same(at)) < PEERS_TO_JUDGE or len(known) < MIN_SPREAD_DAYS:
            return math.nan
        return max(self.floor, ALARM * small_sample_factor(len(known)) * spread(known))

    def _beyond(self, residual: float, limit: float) -> int:
        if residual > limit:
            return 1
        return -1 if self.both_sides and residual < -limit else 0

    def _side(self, residual: float, limit: float) -> int:
        if math.isnan(limit):
            return 0
        if self.run:
            middle = median(self.run)
            if residual * middle > 0 and abs(residual) > abs(middle) / 2:
                return 1 if middle > 0 else -1
        if alone := self._beyond(residual, limit):
            return alone
        again = self._beyond(residual, limit * WATCH / ALARM)
        return again if again and again == self.suspected and abs(residual) > self.floor else 0
