"""Days that are bad by the calendar: only on public holidays, or only on one weekday."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from math import comb

LEAST, CHANCE = 3, 0.01
WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
HOLIDAYS = "public holidays"


@dataclass(frozen=True, slots=True)
class Pattern:
    """All `bad` days are among the `of` days of one kind; none of the `others` is. Chance brings that with
    `p`, whatever the kind."""

    when: str
    bad: int
    of: int
    others: int
    p: float

    def __str__(self) -> str:
        """Only on Mondays: 4 of 4 Mondays, 0 of 24 other days."""
        return f"only on {self.when}: {self.bad} of {self.of} {self.when}, 0 of {self.others} other days"


def of_one_kind(bad: Collection[date], holidays: Collection[date]) -> bool:
    """Whether some bad days are all of one weekday, or all holidays: otherwise nothing need be looked up."""
    one_weekday = len({day.weekday() for day in bad}) == 1
    return one_weekday or (bool(bad) and all(day in holidays for day in bad))


def pattern(bad: Collection[date], judged: Collection[date], holidays: Collection[date]) -> Pattern | None:
    """The kind of days that explains all bad ones; holidays first, which may all be Mondays."""
    days = set(judged) | set(bad)
    wrong = set(bad)
    if len(wrong) < LEAST:
        return None
    kinds = {HOLIDAYS: {day for day in days if day in holidays}}
    kinds |= {name: {day for day in days if day.weekday() == at} for at, name in enumerate(WEEKDAYS)}
    for when, those in kinds.items():
        others = len(days) - len(those)
        if not wrong <= those or not others:
            continue
        p = min(1.0, len(kinds) * comb(len(those), len(wrong)) / comb(len(days), len(wrong)))
        if p < CHANCE:
            return Pattern(when, len(wrong), len(those), others, p)
    return None
