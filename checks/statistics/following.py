"""Is today what the table had been growing towards? A baseline that follows trends and learns no loss."""

import math
from collections.abc import Sequence
from copy import copy
from datetime import date
from statistics import median

from checks.statistics.baseline import (
    MIN_SPREAD_DAYS,
    PEERS_TO_COMPARE,
    PEERS_TO_JUDGE,
    SAME_WEEKDAYS,
    Level,
    small_sample_factor,
)
from checks.statistics.early import Early, Learned
from checks.statistics.middle import deviation, middle
from checks.statistics.wander import Wander

TREND_DAYS, TREND_FROM = 42, 28
"""A trend is read from so many clean days; before there are four weeks of them, none is claimed."""

APART = (14, 28)
"""Days between the two of a pair that a trend is read from: whole weeks, so that weekdays cancel."""

RECENT_DAYS = 7
ERROR_DAYS = 112
MORE, FEWER, TWICE = 4.0, 3.5, 2.4
"""Standard deviations at which a day is bad on its own; and at which two days in a row are."""

BACK = 0.4
"""A run of bad days is over when no more than this part of it is left, or not six tenths of the floor."""

ALONE = 3
"""So many days of one weekday that are off in the same way, each between clean ones, are its new level."""

NEW_LEVEL_DAYS = 28
"""A surplus that has lasted for so long is the new level: a loss on top of it must not hide in it."""


def follow(
    values: Sequence[float],
    days: Sequence[date],
    *,
    floor: float,
    skip: Sequence[bool],
    early: Early | None = None,
) -> list[Level]:
    """Judge each day by the days before it, oldest first. Values are logarithms, so a trend is so much a day.

    Expected is the middle of the last eight clean days of the weekday, each carried to today by the trend;
    plus what the last seven clean days had beyond theirs; plus the part that days inherit of the day before
    (a table that wanders is off for days on end).
    The limit is `max(floor, 3.5 · small-sample factor · deviation)` of the last 112 errors of this forecast,
    with 4 where there is more than expected. A day is bad beyond it; or where it and the day before are
    beyond 2.4, on the same side; or where the day before was bad and less than six tenths of the way back are
    done. A day beyond 2.4 is not learned from, but the trend goes on without it, so that growth hides no loss
    that stays.
    `skip` names days (holidays) that are neither judged nor learned from. `early` is asked of days that
    cannot be judged yet: one that it finds bad has a side, though it is not `judged`.
    """
    baseline = Following(floor, early)
    return [baseline.judge(*each) for each in zip(values, days, skip, strict=True)]


class Following:
    """What has been learned from the clean days so far, and the run of bad days that is open."""

    def __init__(self, floor: float, early: Early | None = None) -> None:
        self.floor = floor
        self.values: list[float] = []
        self.day: list[int] = []
        self.weekdays: list[int] = []
        self.learned = Learned(self.weekdays, early)
        self.clean: list[int] = []
        self.errors: list[float] = []
        self.beyond = Wander()
        self.yesterday: tuple[int, float] | None = None
        self.run: list[tuple[int, float]] = []
        self.suspected = 0
        self.alone: dict[int, list[int]] = {day: [] for day in range(7)}

    def fork(self, early: Early | None) -> "Following":
        """The same, to go on from in another way."""
        other = copy(self)
        other.values, other.day, other.weekdays = [*self.values], [*self.day], [*self.weekdays]
        other.clean, other.errors, other.alone = [*self.clean], [*self.errors], dict(self.alone)
        other.learned, other.beyond = self.learned.fork(other.weekdays, early), self.beyond.fork()
        return other

    def judge(self, value: float, day: date, skip: bool) -> Level:
        """One more day, by those before it."""
        at = len(self.values)
        self.values.append(value)
        self.day.append(day.toordinal())
        self.weekdays.append(day.weekday())
        return self._off(at) if skip else self._next(at)

    def _off(self, at: int) -> Level:
        """A day that is neither judged nor learned from."""
        expected = self._usual(at)
        return Level(expected, self.values[at] - expected, math.nan)

    def _next(self, at: int) -> Level:
        """Judge a day, and learn from it if it is clean."""
        usual, deviates = self._usual(at), self._deviation(at)
        if math.isnan(deviates) and self.learned.finds_bad(at):
            return self._bad_early(at)
        expected = usual + self._inherited(at)
        error = self.values[at] - expected
        side, suspected = self._side(error, deviates), self._off_by(error, deviates, TWICE, TWICE)
        single = not self.run and not self.suspected
        self.run = [*self.run, (at, error)] if side else []
        self.suspected = suspected
        if not side:
            self.yesterday = self.day[at], self.values[at] - usual
        if not side and not suspected:
            self._learn(at, usual, error)
        elif single:
            self._set_aside(at, side or suspected, deviates)
        if side > 0 and len(self.run) == NEW_LEVEL_DAYS:
            self._accept()
        return Level(expected, error, self._limit(deviates, MORE if error > 0 else FEWER), side)

    def _learn(self, at: int, usual: float, error: float) -> None:
        self.alone[self.learned.weekday(at)] = []
        self.learned.add(at)
        self.clean.append(at)
        if not math.isnan(error):
            self.errors.append(error)
            self.beyond.add(self.day[at], self.values[at] - usual)

    def _set_aside(self, at: int, side: int, deviates: float) -> None:
        """Remember a day that is off alone, and learn the weekday's new level from the third that agrees."""
        weekday, usual, trend = self.learned.weekday(at), self._usual(at), self._trend()
        days = [*self.alone[weekday], at]
        values = self._carried(days, at, trend)
        alike = [day for day, value in zip(days, values, strict=True) if (value > usual) == (side > 0)]
        self.alone[weekday] = days = alike[-ALONE:]
        values = self._carried(days, at, trend)
        if len(days) == ALONE and max(values) - min(values) <= self._limit(deviates, MORE):
            self.learned.relearn(at, days)
            self.alone[weekday] = []

    def _accept(self) -> None:
        """Begin anew from a surplus that stayed."""
        self.clean = [at for at, _ in self.run]
        for weekday in range(7):
            if days := [at for at in self.clean if self.learned.weekday(at) == weekday]:
                self.learned.relearn(days[0], days)
        self.run, self.suspected = [], 0

    def _bad_early(self, at: int) -> Level:
        """Not judged, but on one side of all there is to compare with."""
        expected = median(self.values[day] for day in self.learned.peers(at))
        self.learned.doubt(at)
        error = self.values[at] - expected
        return Level(expected, error, math.nan, 1 if error > 0 else -1)

    def _usual(self, at: int) -> float:
        """What weekday, trend and the last week lead to; NaN where two days of that weekday are not known."""
        if len(self.learned.same(at)) < PEERS_TO_COMPARE:
            return math.nan
        trend = self._trend()
        recent = self.clean[-RECENT_DAYS:]
        if len(recent) < RECENT_DAYS:
            return self._of_weekday(at, at, trend)
        weekday = self.learned.weekday
        usual = {weekday(day): self._of_weekday(day, at, trend) for day in (*recent, at)}
        carried = self._carried(recent, at, trend)
        lately = [value - usual[weekday(day)] for day, value in zip(recent, carried, strict=True)]
        return usual[weekday(at)] + middle(lately)

    def _of_weekday(self, day: int, at: int, trend: float) -> float:
        return middle(self._carried(self.learned.same(day)[-SAME_WEEKDAYS:], at, trend))

    def _carried(self, days: Sequence[int], at: int, trend: float) -> list[float]:
        """The values that these days would have had today."""
        values, ordinals = self.values, self.day
        today = ordinals[at]
        return [values[day] + trend * (today - ordinals[day]) for day in days]

    def _trend(self) -> float:
        """The median slope between clean days that are whole weeks apart (Theil and Sen, weekdays aside)."""
        known = {self.day[at]: self.values[at] for at in self.clean[-TREND_DAYS:]}
        if len(known) < TREND_FROM:
            return 0.0
        slopes = [
            (value - known[day - apart]) / apart
            for day, value in known.items()
            for apart in APART
            if day - apart in known
        ]
        return median(slopes) if slopes else 0.0

    def _inherited(self, at: int) -> float:
        """The part of yesterday's deviation that is usually left today; none after a bad day."""
        if self.yesterday is None or self.yesterday[0] != self.day[at] - 1:
            return 0.0
        return self.beyond.share() * self.yesterday[1]

    def _deviation(self, at: int) -> float:
        """The standard deviation of the forecast; NaN where too little is known to judge."""
        known = self.errors[-ERROR_DAYS:]
        if len(self.learned.same(at)) < PEERS_TO_JUDGE or len(known) < MIN_SPREAD_DAYS:
            return math.nan
        return small_sample_factor(len(known)) * deviation(known)

    def _limit(self, deviates: float, times: float) -> float:
        return max(self.floor, times * deviates) if deviates == deviates else math.nan

    def _off_by(self, error: float, deviates: float, more: float, fewer: float) -> int:
        if error > self._limit(deviates, more):
            return 1
        return -1 if -error > self._limit(deviates, fewer) else 0

    def _side(self, error: float, deviates: float) -> int:
        if math.isnan(deviates):
            return 0
        if self.run:
            left = median(each for _, each in self.run)
            if error * left > 0 and abs(error) > max(BACK * abs(left), self.floor * TWICE / MORE):
                return 1 if left > 0 else -1
        if alone := self._off_by(error, deviates, MORE, FEWER):
            return alone
        again = self._off_by(error, deviates, TWICE, TWICE)
        return again if again == self.suspected else 0
