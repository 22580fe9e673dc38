"""A column that lost its values, by the few days that it can be compared with."""

import math
from collections.abc import Sequence

from checks.profiles.having import having
from checks.profiles.missing import missing, share
from checks.profiles.profile import Profile
from checks.statistics.distance import surprise
from checks.statistics.early import bad_days
from checks.statistics.trend import log_odds

LEFT, CHANCE = 0.1, 1e-6
"""Lost are nine of ten values, of the fewest that a comparable day had, and no chance (binomial) did it."""

ODDS, RISE = math.log(3), 0.1
"""A jump before there is a baseline: ten points and three times the odds above the worst comparable day."""

LOOKED_BACK = 56


def is_emptied(profiles: Sequence[Profile], column: str, day: int, peers: Sequence[int]) -> bool:
    """Whether the column lost nearly all its values on one of these partitions, compared with others."""
    now, worst = share(profiles[day], column), max(share(profiles[peer], column) for peer in peers)
    if 1 - now > LEFT * (1 - worst):
        return False
    rows = profiles[day].rows
    return surprise(round(now * rows), rows, worst) < CHANCE


def is_early_jump(
    profiles: Sequence[Profile], column: str, day: int, peers: Sequence[int], earlier: Sequence[int]
) -> bool:
    """Whether far more values are missing on one of these partitions than on any earlier one.

    Some columns are wild: only the loss of nearly all values is compared with the weekday's own.
    """
    profile = profiles[day]
    if share(profile, column) < RISE:  # neither: most days are told by this alone
        return False
    worst = max(share(profiles[peer], column) for peer in earlier)
    if is_emptied(profiles, column, day, peers):
        return True
    if share(profile, column) - worst < RISE:
        return False
    count = missing(profile, column)
    odds = log_odds(count, profile.rows) - log_odds(round(worst * profile.rows), profile.rows)
    return odds > ODDS and surprise(count, profile.rows, worst) < CHANCE


def emptied(profiles: Sequence[Profile], column: str) -> Sequence[Profile]:
    """The partitions, up to the newest, on which the column has lost nearly all its values; else none.

    Compared with are the clean ones of the same weekday in the eight weeks before, or all where there is
    none: a column that is empty on every Sunday is no news on a Sunday.
    """
    recent = having(profiles, column, LOOKED_BACK + 1)
    if not recent or recent[-1] is not profiles[-1] or share(recent[-1], column) < 1 - LEFT:
        return ()
    weekdays = [each.partition.weekday() for each in recent]
    bad = bad_days(weekdays, lambda day, peers, _: is_emptied(recent, column, day, peers))
    start = len(recent)
    while start and bad[start - 1]:
        start -= 1
    return recent[start:]
