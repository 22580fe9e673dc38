"""How each day's partition finished, against a window that is declared or learned from the days before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from checks.declared import FinishBy
from checks.history import History
from checks.profiles.finishing import End, Ending, ending, in_bulk
from checks.runs import Teller, by_day
from checks.statistics.due import LearnedDue, moment
from checks.statistics.habit import is_usual

DAYS = 7
DAY = timedelta(days=1)
STILL_MISSED_DAYS = 35
"""A day that nobody fills in is told for so long; those since a table stopped, until it goes on."""
LEARNED_DAYS = 84
"""Days that a window is learned from: eight weeks, and a month that was not clean."""


@dataclass(frozen=True, slots=True)
class Finish:
    """How one day's partition ended; `due` is None where no window is known, `runs` taught a learned one."""

    day: date
    due: datetime | None
    ending: Ending
    runs: int = 0

    @property
    def at(self) -> datetime | None:
        """When it was finished; None while it is not. Where 99 % came in time, the last rows may trickle."""
        if self.ending.end is End.FINISHED:
            return self.ending.at
        trickling = self.ending.end is End.UNFINISHED and self.ending.teller is Teller.LOAD_TIMES
        in_time = self.ending.at is not None and self.due is not None and self.ending.at <= self.due
        return self.ending.at if trickling and in_time else None

    @property
    def kind(self) -> str:
        """`on time`, `late`, `unfinished`, `missing`, `failed`, or `unknown`."""
        if self.at is None:
            return self.ending.end.value
        return "late" if self.due is not None and self.at > self.due else "on time"

    @property
    def status(self) -> str:
        """`on time`, `late`, `unknown`, or `never finished` (so far)."""
        return self.kind if self.kind in ("on time", "late", "unknown") else "never finished"

    @property
    def ok(self) -> bool | None:
        """Whether it was on time; None where that is not known."""
        return {"on time": True, "unknown": None}.get(self.kind, False)


@dataclass(frozen=True)
class Finishes:
    """Every day that was due and is looked back at, the oldest first; `recent` are those of the last week."""

    every: Sequence[Finish]
    recent: Sequence[Finish]
    gone: frozenset[date]
    """Days of which there is not a row."""

    @cached_property
    def told(self) -> list[Finish]:
        """The recent ones, and before them the older ones of which there is still nothing."""
        older = self.every[: len(self.every) - len(self.recent)]
        return [*(each for each in older if each.ok is False and each.day in self.gone), *self.recent]

    @property
    def missed(self) -> list[Finish]:
        """Those that are told and were not in time."""
        return [each for each in self.told if each.ok is False]

    @property
    def stopped(self) -> Sequence[Finish]:
        """The newest ones in a row that never finished; none where the newest did."""
        first = len(self.every)
        while first and self.every[first - 1].status == "never finished":
            first -= 1
        return self.every[first:]


def finishes(history: History) -> Finishes:
    """How the days ended that were due by now: of five weeks, and all since the table stopped."""
    window = history.table.finish_by
    every = list(_learned(history) if window is None else _declared(history, window))
    days = DAYS if window is None else DAYS + window.day_offset + 1
    recent = [each for each in every if each.day >= history.today - days * DAY][-DAYS:]
    there = frozenset(day for day, profile in history.partitions.items() if profile.rows)
    return Finishes(every, recent, frozenset(each.day for each in every) - there)


def due(history: History, day: date, window: FinishBy) -> datetime:
    """The moment a day's partition is due: local time, so a day of 23 or 25 hours does not move it."""
    return moment(datetime.combine(day + timedelta(days=window.day_offset), window.time), history.zone)


def _looked_back(history: History) -> int:
    """Five weeks, or to the day after the newest one that is there."""
    there = (day for day, profile in history.partitions.items() if profile.rows and day <= history.today)
    newest = max(there, default=history.today)
    return max(STILL_MISSED_DAYS, (history.today - newest).days - 1)


def _endings(history: History, days: Sequence[date]) -> dict[date, Ending]:
    """How the partitions of these days ended, but for days before the first one and unreadable ones."""
    runs = by_day(history.runs or ())
    first = min(history.partitions or runs, default=history.today + DAY)
    expected = (day for day in days if day >= first and day not in history.unreadable)
    # without load times a partition is known from the end of its day on
    known = {day: history.table.loaded_at_field is not None or day < history.today for day in expected}
    return {
        day: ending(history.partitions.get(day), runs.get(day, ()), history.as_of, visible=visible)
        for day, visible in known.items()
    }


def _declared(history: History, window: FinishBy) -> Iterator[Finish]:
    """The days that were due by now."""
    off = frozenset[date]() if window.on_holidays else history.holidays
    days = [*history.last_days(_looked_back(history) + window.day_offset + 1), history.today]
    expected = [day for day in days if day.weekday() in window.days and day not in off]
    was_due = [day for day in expected if due(history, day, window) <= history.as_of]
    for day, how in _endings(history, was_due).items():
        yield Finish(day, due(history, day, window), how)


def _learned(history: History) -> Iterator[Finish]:
    """What there is to say of the days, each against the window of the days before it."""
    back = _looked_back(history)
    endings = _endings(history, [*history.last_days(LEARNED_DAYS + back - STILL_MISSED_DAYS), history.today])
    bulk = in_bulk(endings.values())
    window = LearnedDue(history.zone)
    there = [day for day, how in endings.items() if how.end is End.FINISHED]
    present = frozenset(day for day in [*history.partitions, *there] if day <= history.today)
    for day, how in endings.items():
        finish = Finish(day, window.of(day), how, window.runs)
        if day >= history.today - back * DAY and _counts(history, finish, present):
            yield finish
        if how.end is End.FINISHED and how.at and how.at not in bulk and day not in history.holidays:
            window.learn(day, how.at, late=finish.kind == "late")


def _counts(history: History, finish: Finish, present: frozenset[date]) -> bool:
    """Whether a day counts that nobody declared: it was due, or failed, or a later one is there already."""
    if finish.day in history.holidays:
        return False  # as the rows of a holiday, its lateness means little
    if finish.ending.end is End.FAILED:
        return True
    was_due = finish.due is not None and finish.due <= history.as_of
    if finish.ending.end is not End.MISSING:
        return was_due
    gap = finish.day < max(present, default=finish.day)
    return (was_due or gap) and is_usual(finish.day, present, history.holidays)
