"""Which days to come somebody means who asks about whoever is on call: tomorrow, a weekday, next week."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.domain.question_span import DAY, WEEKDAYS, midnight

_WEEKDAY = "|".join(WEEKDAYS)
_AHEAD = re.compile(rf"\b(?:day after tomorrow|tomorrow|next week|this week|weekend|{_WEEKDAY})\b")
_NEVER = re.compile(rf"\b(?:next (?:weekend|day|{_WEEKDAY})|months?|years?|every|each|always)\b")
"""One of these is days that nobody can tell from it: next friday may be the one after this."""
_BESIDE = re.compile(
    r"\b(?:last|past|previous|yesterday|today|tonight|(?:over)?night|now|before|after|until|till|from|since|"
    r"than|between|was|were|did|had|got|been)\b"
)
"""Beside a day, one of these makes it another time, or more than the day."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Some days to come, by the words that are used for them: tomorrow; next week; sunday."""

    words: str

    def bounds(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """From when, not before `now`, until when. A weekday is the next one, today at the earliest."""
        today = now.astimezone(zone).date()
        first, days = self._days(today.weekday())
        begins = today + timedelta(days=first)
        return max(now, midnight(begins, zone)), midnight(begins + days * DAY, zone)

    def _days(self, weekday: int) -> tuple[int, int]:
        """In how many days they begin, and how many they are; weeks begin on Monday."""
        known = {
            "tomorrow": (1, 1),
            "day after tomorrow": (2, 1),
            "this week": (0, 7 - weekday),
            "next week": (7 - weekday, 7),
            "weekend": (5 - weekday, 2),
        }
        return known.get(self.words) or ((WEEKDAYS.index(self.words) - weekday) % 7, 1)


UNCLEAR = Ahead("")
"""Other days than can be told, or more than one."""


def ahead_in(text: str) -> Ahead | None:
    """The days to come that a text names, in lower case; None where it names none."""
    found = list(dict.fromkeys(_AHEAD.findall(text)))
    if _NEVER.search(text) or len(found) > 1 or (found and _BESIDE.search(_AHEAD.sub("", text))):
        return UNCLEAR
    return Ahead(found[0]) if found else None


def is_to_come(text: str) -> bool:
    """Whether a text is about days that have not begun: of these only the rota tells."""
    return re.search(r"\b(?:tomorrow|next week)\b", text) is not None
