"""A curve in words, for those who cannot see it: where it begins and ends, its highest, and its limit."""

from collections.abc import Iterator
from datetime import date

from bot.messages.figures import number
from bot.messages.plots import Curve, clock

NAMED = 5
"""More days than these are counted, not named."""


def in_words(said: Curve) -> str:
    """One sentence without its full stop."""
    return f"{said.what}: {'; '.join(_parts(said))}"


def _parts(said: Curve) -> Iterator[str]:
    days = sorted(said.by_day)
    if days:
        ends = dict.fromkeys((days[0], days[-1]))
        yield " and ".join(f"{_told(said, said.by_day[day])} on {day}" for day in ends)
        highest = max(days, key=lambda day: said.by_day[day])
        if highest not in ends:
            yield f"at most {_told(said, said.by_day[highest])} on {highest}"
    if said.expected:
        newest = max(said.expected)
        yield f"the dashed line is at {_told(said, said.expected[newest])} on {newest}"
    if said.limit is not None:
        yield f"the limit is {_told(said, said.limit)}"
    if said.gone:
        yield f"no figure on {_days(sorted(said.gone))}"


def _days(days: list[date]) -> str:
    return f"{len(days)} days" if len(days) > NAMED else ", ".join(map(str, days))


def _told(said: Curve, value: float) -> str:
    if said.clock:
        return clock(value)
    return f"{number(value)}{'%' if said.share else ''}"
