"""Which days to come somebody means who asks about whoever is on call: tomorrow, a weekday, next week."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.domain.question_hours import HALF_DAY, Hours, named
from bot.domain.question_hours import UNCLEAR as NO_HOURS
from bot.domain.question_span import DAY, WEEKDAYS, midnight

_WEEKDAY = "|".join(WEEKDAYS)
_AHEAD = re.compile(
    rf"\b(?:day after tomorrow|tomorrow|tonight|today|next week|this week|weekend|{_WEEKDAY})\b"
)
_NEVER = re.compile(rf"\b(?:next (?:weekend|day|{_WEEKDAY})|months?|years?|every|each|always)\b")
"""One of these is days that nobody can tell from it: next friday may be the one after this."""
_BESIDE = re.compile(
    r"\b(?:last|past|previous|yesterday|(?:over)?night|now|before|after|until|till|from|since|"
    r"than|between|was|were|did|had|got|been)\b"
)
"""Beside a day, one of these makes it another time, or more than the day."""
_ONE_DAY = frozenset(("today", "tonight", "tomorrow", "day after tomorrow", *WEEKDAYS))
DAWN = 6
"""Whoever asks about tonight before this hour means the night that goes on."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Some days to come, by the words that are used for them: tomorrow; next week; sunday; 2026-12-24.

    With `hours` those of that day, or, where `words` is empty, the next time that they are.
    """

    words: str
    hours: Hours | None = None

    @property
    def said(self) -> str:
        """The days and the hours in words."""
        return named(self.words, self.hours)

    @property
    def is_moment(self) -> bool:
        """Whether it is one moment and not a while."""
        return self.hours is not None and self.hours.is_moment

    def bounds(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """From when, not before `now`, until when. A weekday is the next one, today at the earliest.

        What is over ends before it begins.
        """
        begins, ends = self._bounds(now, zone)
        return max(now, begins), ends

    def _bounds(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        here = now.astimezone(zone)
        if self.hours is not None and not self.words:
            return self.hours.soonest(now, zone)
        first, days = self._days(here.date())
        if self.words == "tonight" and here.hour < DAWN:
            first -= 1  # the night that goes on
        begins = here.date() + timedelta(days=first)
        if self.hours is not None:
            found = self.hours.on(begins, zone)
            if self.hours.either and found[1] <= now:
                found = self.hours.on(begins, zone, HALF_DAY)
            over = self.words in WEEKDAYS and found[1] <= now
            return self.hours.on(begins + 7 * DAY, zone) if over else found
        return midnight(begins, zone), midnight(begins + days * DAY, zone)

    def _days(self, today: date) -> tuple[int, int]:
        """In how many days they begin, and how many they are; weeks begin on Monday."""
        weekday = today.weekday()
        known = {
            "today": (0, 1),
            "tonight": (0, 1),
            "tomorrow": (1, 1),
            "day after tomorrow": (2, 1),
            "this week": (0, 7 - weekday),
            "next week": (7 - weekday, 7),
            "weekend": (5 - weekday, 2),
        }
        if self.words in known:
            return known[self.words]
        if self.words in WEEKDAYS:
            return (WEEKDAYS.index(self.words) - weekday) % 7, 1
        return (date.fromisoformat(self.words) - today).days, 1


UNCLEAR = Ahead("")
"""Other days than can be told, or more than one."""


def ahead_in(text: str, hours: Hours | None = None, dates: Sequence[str] = ()) -> Ahead | None:
    """The days to come that a text names, in lower case, with the `hours` and `dates` in it; None where it
    names none: today is now."""
    found = [*dict.fromkeys(_AHEAD.findall(text)), *dates]
    rest = _AHEAD.sub("", text)
    rest = re.sub(r"\bnight\b", "", rest) if hours and hours is not NO_HOURS else rest
    if hours is NO_HOURS or _NEVER.search(text) or len(found) > 1 or (found and _BESIDE.search(rest)):
        return UNCLEAR
    if hours is not None and (hours.since or (found and found[0] not in _ONE_DAY and not dates)):
        return UNCLEAR
    if hours is not None:
        return Ahead(found[0] if found else "", hours)
    return Ahead(found[0]) if found and found[0] != "today" else None


def is_to_come(text: str) -> bool:
    """Whether a text is about days that have not begun: of these only the rota tells."""
    return re.search(r"\b(?:tomorrow|next week)\b", text) is not None
