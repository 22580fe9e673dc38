"""How much work the recurrence of events is, before anybody does it: a rule may be for every second."""

from datetime import UTC, date, datetime, time, timedelta
from math import prod
from typing import Any

from bot.calendars.trouble import CalendarError, OneEventError

MOST_EVENTS = 5_000
"""More in ten weeks say nothing about people who take turns."""
TOO_MANY = f"more than {MOST_EVENTS:,} events in ten weeks: name a calendar of the rota alone"
LONGEST = timedelta(days=3660)
"""No event is longer than ten years, or was moved further."""
MOST_STEPS = 200_000
"""So many steps of a rule take a second; all of a calendar together may take five times as many."""
_STEP = {
    "YEARLY": timedelta(days=365),
    "MONTHLY": timedelta(days=28),
    "WEEKLY": timedelta(days=7),
    "DAILY": timedelta(days=1),
    "HOURLY": timedelta(hours=1),
    "MINUTELY": timedelta(minutes=1),
    "SECONDLY": timedelta(seconds=1),
}
_DAYS_IN_A_STEP = {"YEARLY": 366, "MONTHLY": 31, "WEEKLY": 7}
_MAY_NEVER_BE = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
"""Who looks for the 30th of February looks until the end of time."""
_THE_END = datetime(9999, 12, 31, tzinfo=UTC)


class Allowance:
    """What all events of a text may take together, between two moments."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self._start, self._end = start, end
        self._steps, self._events = 0.0, 0.0

    def spend(self, component: Any) -> None:
        """Count an event in.

        Raises `OneEventError` where it alone is too much, `CalendarError` where all together are.
        """
        begins, length = _about(component["DTSTART"].dt), _length(component)
        moved = component.get("RECURRENCE-ID")
        if length > LONGEST or (moved is not None and abs(_about(moved.dt) - begins) > LONGEST):
            raise OneEventError("is longer than ten years, or was moved as far: mend it")
        rules = component.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            self._count(rule, begins, length)
        if self._steps > 5 * MOST_STEPS or self._events > MOST_EVENTS:
            raise CalendarError(f"it has {TOO_MANY}")

    def _count(self, rule: Any, begins: datetime, length: timedelta) -> None:
        if min(int(rule.get(name, [1])[0]) for name in ("INTERVAL", "COUNT")) < 1:
            raise OneEventError("cannot be read: its rule recurs less than once")
        last = _THE_END if any(name in rule for name in _MAY_NEVER_BE) else self._end
        steps = _steps(rule, begins, last)
        events = _steps(rule, max(begins, self._start - length), self._end) * _most_in_a_step(rule)
        if steps > MOST_STEPS or events > MOST_EVENTS:
            raise OneEventError("recurs too often: write it weekly or daily, and begin it this year")
        self._steps += steps
        self._events += events


def _steps(rule: Any, start: datetime, end: datetime) -> float:
    every = _STEP[str(rule["FREQ"][0]).upper()] * int(rule.get("INTERVAL", [1])[0])
    times = prod(max(1, len(rule.get(name, ()))) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    return max(0.0, (end - start) / every + 1) * times


def _most_in_a_step(rule: Any) -> float:
    """On how many days of its week, month or year it may be, at most."""
    days = prod(len(rule[name]) for name in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYDAY") if name in rule)
    return min(days * (5 if "BYDAY" in rule else 1), _DAYS_IN_A_STEP.get(str(rule["FREQ"][0]).upper(), 1))


def _length(component: Any) -> timedelta:
    ends, lasts = component.get("DTEND"), component.get("DURATION")
    if ends is not None:
        return abs(_about(ends.dt) - _about(component["DTSTART"].dt))
    return abs(lasts.dt) if lasts is not None else timedelta(days=1)


def _about(value: date | datetime) -> datetime:
    """A time within a day of it: only large differences matter."""
    local = value if isinstance(value, datetime) else datetime.combine(value, time())
    return local.replace(tzinfo=UTC)
