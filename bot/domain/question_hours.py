"""Which hours somebody means: at 3 am, around noon, between 2 and 4, on Monday morning, tonight at 10."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import product

from bot.domain.question_number import COUNTED

HOUR, HALF_DAY = 60, 12 * 60
PARTS = {"morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (18, 30)}
"""From which hour until which; a night ends on the day after."""
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NAMED = {"noon": HALF_DAY, "midday": HALF_DAY, "midnight": 0}
_BARE = rf"(?:\d{{1,2}}|{'|'.join(_NUMBERS)})"
_SURE = (
    rf"(?:{_BARE}(?:[:.]\d\d)? ?(?:a\.?m\b\.?|p\.?m\b\.?|oclock\b|uhr\b)|\d{{1,2}}:\d\d(?: ?uhr\b)?"
    rf"|{'|'.join(_NAMED)})"
)
_NO_COUNT = rf"(?![\w:.%-]*\w)(?! ?%| ?(?:{COUNTED.pattern})\b)"
_TWO = re.compile(
    rf"\b(?:between (?P<a>{_SURE}|{_BARE}) and|from (?P<b>{_SURE}|{_BARE}) (?:to|until|till)) "
    rf"(?P<c>{_SURE}|{_BARE}){_NO_COUNT}"
)
_HOW = r"at|around|about|by|since|after|before|until|till"
_ONE = re.compile(
    rf"\b(?:(?P<how>{_HOW}) )?(?P<near>(?:exactly|about|around|roughly) )?(?P<sure>{_SURE})(?!\w)|"
    rf"\b(?P<so>at|around|by|since|after|until|till) (?P<so_near>(?:exactly|about|around|roughly) )?"
    rf"(?P<bare>{_BARE}){_NO_COUNT}"
)
_PART = re.compile(r"\b(morning|afternoon|evening|night)\b")
_OF_A_DAY = re.compile(
    r"\b(?:the|yesterdays?|tomorrow|today|last|\w+day) (morning|afternoon|evening|night)s?\b"
)


@dataclass(frozen=True, slots=True)
class Hours:
    """A time of the day, in minutes after the midnight with which it begins; a moment begins as it ends.

    `either` where nobody said whether it is before noon. `near` is how many minutes around a moment are
    meant. With `since` it goes on until now; `clock` where a number was said, not a part of the day.
    """

    words: str
    begins: int
    ends: int
    either: bool = False
    near: int = HOUR // 2
    since: bool = False
    clock: bool = True

    @property
    def is_moment(self) -> bool:
        """Whether it is one moment."""
        return self.begins == self.ends and not self.since

    def on(self, day: date, zone: tzinfo, later: int = 0) -> tuple[datetime, datetime]:
        """From when until when that is on a day; `later` by so many minutes."""
        return _at(day, self.begins + later, zone), _at(day, self.ends + later, zone)

    def latest(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """The last time that it has begun."""
        return max(each for each in self._around(now, zone) if each[0] <= now)

    def soonest(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """The next time that is not over."""
        return min(each for each in self._around(now, zone) if each[1] > now)

    def _around(self, now: datetime, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
        today = now.astimezone(zone).date()
        for days, later in product(range(-2, 3), (0, HALF_DAY) if self.either else (0,)):
            yield self.on(today + timedelta(days=days), zone, later)


UNCLEAR = Hours("", 0, 0)
"""More hours than one, or hours that cannot be told."""


def clocks_in(text: str) -> tuple[str, Hours | None]:
    """A text in lower case without the hours on the clock that it names, and these; a number is an hour
    where it is said to be one, or where it follows “at”."""
    found: list[Hours] = []

    def taken(match: re.Match[str], *, two: bool) -> str:
        hours = _between(match) if two else _one(match)
        if hours is None:
            return match[0]
        found.append(hours)
        return " "

    rest = _TWO.sub(lambda match: taken(match, two=True), text)
    rest = _ONE.sub(lambda match: taken(match, two=False), rest)
    if len(found) > 1:
        return rest, UNCLEAR
    return rest, found[0] if found else None


def of_today(text: str) -> str:
    """A text in which this morning is that of today, and this night tonight."""
    return re.sub(r"\bthis (morning|afternoon|evening)\b", r"today \1", text).replace("this night", "tonight")


def hours_in(text: str, clock: Hours | None) -> Hours | None:
    """The hours that a text names besides its days; `clock` is what `clocks_in` found."""
    parts = list(dict.fromkeys([*_OF_A_DAY.findall(text), *_nights(text)]))
    if len(parts) > 1 or clock is UNCLEAR:
        return UNCLEAR
    if clock is not None:
        part = parts or list(dict.fromkeys(_PART.findall(text)))[:1]
        return _placed(clock, part[0], by_day=bool(parts)) if part else clock
    if not parts or (parts == ["night"] and re.search(r"\b(?:last|the) night\b", text)):
        return None  # the last night is known as days are; “in the night” is any
    first, last = PARTS[parts[0]]
    words = "" if "tonight" in text else parts[0]
    return Hours(words, first * HOUR, last * HOUR, clock=False)


def _nights(text: str) -> list[str]:
    return ["night"] if re.search(r"\btonight\b", text) else []


def _placed(clock: Hours, part: str, *, by_day: bool) -> Hours:
    """An hour in a part of the day: 3 in the afternoon is 15:00, 2 last night is that of the day after."""
    first, last = (0, 12) if part == "morning" else PARTS[part]
    later = [0, *([HALF_DAY] if clock.either else []), *([24 * HOUR] if part == "night" and by_day else [])]
    if part == "night" and not by_day:
        first, last = (0, 6) if clock.begins < 6 * HOUR else (18, 24)
    fits = [each for each in later if first * HOUR <= clock.begins + each < last * HOUR]
    if not fits:
        return UNCLEAR
    return replace(clock, begins=clock.begins + fits[0], ends=clock.ends + fits[0], either=False)


def _between(match: re.Match[str]) -> Hours | None:
    said = match["a"] or match["b"], match["c"]
    times = [_minutes(each) for each in said]
    if None in times:
        return None
    (begins, first), (ends, last) = (each for each in times if each is not None)
    if first and not last and ends >= HALF_DAY:  # between 2 and 4 pm, between 11 and 1 pm
        begins, first = (begins + HALF_DAY if begins + HALF_DAY < ends else begins), False
    longer = ends if ends > begins else ends + (HALF_DAY if first and last else 24 * HOUR)
    return Hours(f"between {said[0]} and {said[1]}", begins, longer, either=first and last)


def _one(match: re.Match[str]) -> Hours | None:
    how, said = match["how"] or match["so"] or "at", match["sure"] or match["bare"]
    known = _minutes(said)
    if known is None:
        return None
    if how in ("before", "until", "till", "by"):
        return UNCLEAR
    minutes, either = known
    near = HOUR if how in ("around", "about") or match["near"] or match["so_near"] else HOUR // 2
    since = how in ("since", "after")
    word = how if how in ("around", "since", "after") else "at"
    return Hours(f"{word} {said}", minutes, minutes, either, near, since)


def _minutes(said: str) -> tuple[int, bool] | None:
    """After midnight, and whether it may be half a day later as well; None where it is no hour."""
    if said in _NAMED:
        return _NAMED[said], False
    match = re.match(rf"({_BARE})(?:[:.](\d\d))?", said)
    if match is None:
        return None
    number = match[1]
    hour, minute = (int(number) if number.isdigit() else _NUMBERS.index(number) + 2), int(match[2] or 0)
    half = re.search(r"([ap])\.?m", said)
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        return (hour % 12 + (12 if half[1] == "p" else 0)) * HOUR + minute, False
    sure = hour == 0 or hour > 12 or (number.startswith("0") and len(number) > 1) or "uhr" in said
    return hour % 24 * HOUR + minute, not sure


def _at(day: date, minutes: int, zone: tzinfo) -> datetime:
    days, rest = divmod(minutes, 24 * HOUR)
    return datetime.combine(day + timedelta(days=days), time(*divmod(rest, HOUR)), zone)


def named(days: str, hours: Hours | None) -> str:
    """Days and hours in words: monday morning, this morning, yesterday at 3 pm."""
    if hours is None:
        return days
    day = "this" if days == "today" and hours.words in PARTS else days
    return f"{day} {hours.words}".strip()
