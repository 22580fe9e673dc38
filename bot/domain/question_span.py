"""Which days somebody means who asks about the past: last week, yesterday, the last 14 days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.domain.question_hours import HALF_DAY, Hours, named
from bot.domain.question_hours import UNCLEAR as NO_HOURS

DAY = timedelta(days=1)
MOST_DAYS = 366
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "fourteen": 14}
_DAYS = {"day": 1, "week": 7, "month": 30}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SAID: Sequence[tuple[str, str]] = (
    (r"\b(?:last|previous|past) weeks?\b", "last week"),
    (r"\b(?:last|previous|past) months?\b", "last month"),
    (r"\b(?:last|previous|past) weekend\b", "last weekend"),
    (r"\bweekend\b", "weekend"),
    (r"\bthis week\b", "this week"),
    (r"\bthis month\b", "this month"),
    (r"\btonight\b", "tonight"),
    (r"\b(?:last night|over ?night|this night)\b", "last night"),
    (r"\b(?:day before yesterday)\b", "2 days ago"),
    (r"\b(?:yesterdays?|last day)\b", "yesterday"),
    (r"\btoday\b", "today"),
    *((rf"\b{day}s?\b", day) for day in WEEKDAYS),
)
_NUMBER = rf"\d{{1,3}}|an?|one|{'|'.join(_NUMBERS)}"
_AGO = re.compile(rf"\b({_NUMBER}) (minute|hour|day|week)s? ago\b")
_LAST = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_NUMBERS)}) (minute|hour|day|week|month)s?\b")
_LAST_ONE = re.compile(r"\b(?:last|past|previous) (minute|hour)\b")
_TOO_MANY = re.compile(r"\b\d{4,} (?:minute|hour|day|week|month)s?\b|\byears?\b")
_DATE = re.compile(r"\b20\d\d-\d\d-\d\d\b")
_SINCE = r"\b(?:since|after) (?:the )?(?:last |this )?"
_UNTIL = r"\b(?:until|till|before|by|to|through) (?:the )?(?:last |this )?"
_ONE_DAY = re.compile(
    rf"yesterday|today|tonight|last night|{'|'.join(WEEKDAYS)}|\d+ (?:day|week)s? ago|\d{{4}}-.*"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, by the words that are used for them here: last week; last 14 days; friday; 2026-11-20.

    With `hours` those of that day, or, where `words` is empty, the last time that they were. `since` then,
    and until now.
    """

    words: str
    hours: Hours | None = None
    since: bool = False

    @property
    def said(self) -> str:
        """The days and the hours in words."""
        since = "since " if self.since else ""
        return f"{since}{named(self.words, self.hours)}"

    @property
    def is_past(self) -> bool:
        """Whether it is over: what is asked about it is not how things are now."""
        return self.words not in ("", "today", "this week", "this month")

    @property
    def is_surely_past(self) -> bool:
        """Whether it can only be over, also where somebody asks as if it were now."""
        return self.since or re.match(r"yesterday|last |.* ago$", self.words) is not None

    @property
    def is_moment(self) -> bool:
        """Whether it is one moment and not a while."""
        ago = re.search(r"(?:hour|minute)s? ago$", self.words) is not None
        return not self.since and (ago or (self.hours is not None and self.hours.is_moment))

    def bounds(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """From when until when, at most until `now`; what has not begun ends before it begins.

        Weeks begin on Monday, days at midnight in `zone`.
        """
        begins, ends = self._bounds(now, zone)
        if begins.astimezone(UTC) > ends.astimezone(UTC) and begins < ends:
            begins = begins.replace(fold=1)  # an hour that the clocks leave out: as early as it can be meant
        open_end = self.since or (self.hours is not None and self.hours.since)
        return begins, now if open_end else min(now, ends)

    def _bounds(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        if match := re.fullmatch(r"last ([\d.]+) (minute|hour|day)s?", self.words):
            return now - timedelta(**{f"{match[2]}s": float(match[1])}), now
        if match := re.fullmatch(r"(\d+) (minute|hour)s? ago", self.words):
            then = now - timedelta(**{f"{match[2]}s": int(match[1])})
            return then, then
        if self.hours is not None and not self.words:
            return self.hours.latest(now, zone)
        first, last = self._days(now.astimezone(zone))
        if self.hours is not None:
            later = self.hours.on(first, zone, HALF_DAY)
            of_today = self.words == "today" and self.hours.either and later[0] <= now
            return later if of_today else self.hours.on(first, zone)
        begins = midnight(first, zone)
        if self.words in ("last night", "tonight"):
            begins = datetime.combine(first, time(18), zone)
        return begins, midnight(last + DAY, zone)

    def _days(self, now: datetime) -> tuple[date, date]:
        today = now.date()
        monday, of_month = today - today.weekday() * DAY, today.replace(day=1)
        saturday = today - (today.weekday() - 5) % 7 * DAY
        before = saturday - 7 * DAY if today.weekday() >= 5 else saturday
        evening = today if now.hour >= 18 else today - DAY
        known = {
            "weekend": (saturday, saturday + DAY),
            "last weekend": (before, before + DAY),
            "today": (today, today),
            "yesterday": (today - DAY, today - DAY),
            "last night": (today - DAY, today),
            "tonight": (evening, evening + DAY),
            "this week": (monday, today),
            "last week": (monday - 7 * DAY, monday - DAY),
            "this month": (of_month, today),
            "last month": ((of_month - DAY).replace(day=1), of_month - DAY),
        }
        if self.words in known:
            return known[self.words]
        if _DATE.fullmatch(self.words):
            return (day := date.fromisoformat(self.words)), day
        if match := re.fullmatch(r"(\d+) (day|week)s? ago", self.words):
            day = today - int(match[1]) * (7 if match[2] == "week" else 1) * DAY
            return day, day
        back = (today.weekday() - WEEKDAYS.index(self.words) - 1) % 7 + 1
        return today - back * DAY, today - back * DAY


LATELY = Span("last 7 days")
"""Where nobody said which days."""


UNCLEAR = Span("")
"""Other days or hours than can be told, or more than one."""


def dates_in(text: str) -> tuple[str, list[str]]:
    """A text without the dates in it, and these; a day that no calendar has stays where it is."""
    found = [each for each in _DATE.findall(text) if _is_date(each)]
    return (_DATE.sub(lambda match: " " if match[0] in found else match[0], text) if found else text), found


def span_in(text: str, hours: Hours | None = None, dates: Sequence[str] = ()) -> Span | None:
    """The days that a text names, in lower case, with the `hours` and `dates` in it; None for no days."""
    if hours is NO_HOURS or _TOO_MANY.search(text):
        return UNCLEAR
    found, rest = _days_in(_LAST_ONE.sub(r"1 \1", text))
    if dates and not found:
        rest = re.sub(
            r"\b(since|after|until|till|before) ?(?:the )?(?= |$)", "\\1 \0", rest
        )  # it stood there
    found += dates
    if len(set(found)) > 1 or re.search(rf"{_UNTIL}\0", rest):
        return UNCLEAR
    if not found:
        return Span("", hours) if hours else None
    since = re.search(rf"{_SINCE}\0", rest) is not None
    if hours and not _ONE_DAY.fullmatch(found[0]):
        return UNCLEAR
    if hours and hours.words == "morning" and found[0] == "last night":
        return UNCLEAR
    return Span(found[0], hours, since)


def _days_in(text: str) -> tuple[list[str], str]:
    """The days by the words for them here, and the text with a NUL where they stood."""
    found: list[str] = []

    def ago(match: re.Match[str]) -> str:
        number = _number(match[1])
        found.append(f"{number} {match[2]}{'s' if number != 1 else ''} ago")
        return "\0"

    def last(match: re.Match[str]) -> str:
        number, unit = _number(match[1]), match[2]
        if unit in ("minute", "hour"):
            said = f"last {number} {unit}{'s' if number != 1 else ''}"
        else:
            said = f"last {min(number * _DAYS[unit], MOST_DAYS):g} days"
        found.extend([said] if number else [])
        return "\0"

    text = _LAST.sub(last, _AGO.sub(ago, text))
    for pattern, words in _SAID:
        text, many = re.subn(pattern, "\0", text)
        found += [words] if many else []
    return found, text


def _number(said: str) -> int:
    return int(_NUMBERS.get(said, 1 if said in ("a", "an", "one") else said))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def midnight(day: date, zone: tzinfo) -> datetime:
    """When a day begins."""
    return datetime.combine(day, time(), zone)
