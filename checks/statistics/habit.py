"""When is a partition usually there? Read from the days on which there was one."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import pairwise

WEEKS = 8
TO_EXPECT = 2
USUAL = 0.75


def is_usual(day: date, present: Collection[date], off: Collection[date]) -> bool:
    """Whether three of four of the same weekday were there, of the last eight before `day`; two are needed.

    Days before the first and after the newest that is present, and days `off`, do not count: so what has
    stopped coming stays expected. On a day off nothing is expected.
    """
    if not present or day in off:
        return False
    first, newest = min(present), max(present)
    weeks = (newest - day).days // 7 if newest < day else -1
    before = [day + timedelta(weeks=weeks - back) for back in range(2 * WEEKS)]
    known = [each for each in before if first <= each and each not in off][:WEEKS]
    return len(known) >= TO_EXPECT and sum(each in present for each in known) >= USUAL * len(known)


def longest_pause(days: Sequence[date], within: timedelta, least: int = 1) -> int | None:
    """The most days from one partition to the next, of those that end `within` so long before the newest.

    `days` are in order. The last `least` pauses count however old they are; None where there are fewer.
    """
    if len(days) <= least:
        return None
    recent = [day for day in days if day >= days[-1] - within]
    known = recent if len(recent) > least else days[-least - 1 :]
    return max((later - earlier).days for earlier, later in pairwise(known))
