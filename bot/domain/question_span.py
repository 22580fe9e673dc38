"""Which days somebody means who asks about the past: last week, yesterday, the last 14 days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)
MOST_DAYS = 366
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "fourteen": 14}
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SAID: Sequence[tuple[str, str]] = (
    (r"\b(?:last|previous|past) weeks?\b", "last week"),
    (r"\b(?:last|previous|past) months?\b", "last month"),
    (r"\b(?:last|previous|past) weekend\b", "last weekend"),
    (r"\bweekend\b", "weekend"),
    (r"\bthis week\b", "this week"),
    (r"\bthis month\b", "this month"),
    (r"\b(?:last night|tonight|over ?night|this night)\b", "last night"),
    (r"\b(?:yesterdays?|last day)\b", "yesterday"),
    (r"\b(?:today|this morning)\b", "today"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, by the words that are used for them here: last week; last 14 days; friday."""

    words: str

    @property
    def is_past(self) -> bool:
        """Whether it is over: what is asked about it is not how things are now."""
        return self.words not in ("today", "this week", "this month")

    def bounds(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """From when until when, at most until `now`. Weeks begin on Monday, days at midnight in `zone`."""
        if match := re.fullmatch(r"last ([\d.]+) days", self.words):
            return now - timedelta(days=float(match[1])), now
        today = now.astimezone(zone).date()
        first, last = self._days(today)
        begins = midnight(first, zone)
        if self.words == "last night":
            begins = datetime.combine(first, time(18), zone)
        return begins, min(now, midnight(last + DAY, zone))

    def _days(self, today: date) -> tuple[date, date]:
        monday, of_month = today - today.weekday() * DAY, today.replace(day=1)
        saturday = today - (today.weekday() - 5) % 7 * DAY
        before = saturday - 7 * DAY if today.weekday() >= 5 else saturday
        known = {
            "weekend": (saturday, saturday + DAY),
            "last weekend": (before, before + DAY),
            "today": (today, today),
            "yesterday": (today - DAY, today - DAY),
            "last night": (today - DAY, today),
            "this week": (monday, today),
            "last week": (monday - 7 * DAY, monday - DAY),
            "this month": (of_month, today),
            "last month": ((of_month - DAY).replace(day=1), of_month - DAY),
        }
        if self.words in known:
            return known[self.words]
        back = (today.weekday() - WEEKDAYS.index(self.words) - 1) % 7 + 1
        return today - back * DAY, today - back * DAY


LATELY = Span("last 7 days")
"""Where nobody said which days."""


def span_in(text: str) -> Span | None:
    """The days that a text names, in lower case; None where it names none."""
    number = "|".join(_NUMBERS)
    if match := re.search(rf"\b(\d{{1,3}}|{number}) (hour|day|week|month)s?\b", text):
        days = int(_NUMBERS.get(match[1], match[1])) * _DAYS[match[2]]
        return Span(f"last {min(days, MOST_DAYS):g} days") if days else None
    found = next((Span(words) for pattern, words in _SAID if re.search(pattern, text)), None)
    weekday = next((day for day in WEEKDAYS if re.search(rf"\b{day}s?\b", text)), None)
    return found or (Span(weekday) if weekday else None)


def midnight(day: date, zone: tzinfo) -> datetime:
    """When a day begins."""
    return datetime.combine(day, time(), zone)
