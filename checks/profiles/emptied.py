"""A column that lost nearly all its values, by the few days that it can be compared with."""

from collections.abc import Sequence

from checks.profiles.missing import share
from checks.profiles.profile import Profile
from checks.statistics.distance import surprise
from checks.statistics.early import bad_days

LEFT, CHANCE = 0.1, 1e-6
"""Lost are nine of ten values, of the fewest that a comparable day had, and no chance (binomial) did it."""

LOOKED_BACK = 56


def is_emptied(profiles: Sequence[Profile], column: str, day: int, peers: Sequence[int]) -> bool:
    """Whether the column lost nearly all its values on one of these partitions, compared with others."""
    now, worst = share(profiles[day], column), max(share(profiles[peer], column) for peer in peers)
    if 1 - now > LEFT * (1 - worst):
        return False
    rows = profiles[day].rows
    return surprise(round(now * rows), rows, worst) < CHANCE


def emptied(profiles: Sequence[Profile], column: str) -> Sequence[Profile]:
    """The partitions, up to the newest, on which the column has lost nearly all its values; else none.

    Compared with are the clean ones of the same weekday in the eight weeks before, or all where there is
    none: a column that is empty on every Sunday is no news on a Sunday.
    """
    recent = [each for each in profiles if each.rows and column in each.columns][-LOOKED_BACK - 1 :]
    if not recent or recent[-1] is not profiles[-1] or share(recent[-1], column) < 1 - LEFT:
        return ()
    weekdays = [each.partition.weekday() for each in recent]
    bad = bad_days(weekdays, lambda day, peers: is_emptied(recent, column, day, peers))
    start = len(recent)
    while start and bad[start - 1]:
        start -= 1
    return recent[start:]
