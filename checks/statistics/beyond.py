"""Is a share beyond all that single days reached? Sharp where a few rows a day make its log-odds wander."""

from collections.abc import Iterable
from math import log

from checks.statistics.distance import surprise
from checks.statistics.trend import log_odds

KNOWN_DAYS, LOOKED_BACK = 28, 56
SMALLEST, ODDS, CHANCE = 0.01, log(2), 1e-6


def is_beyond(count: int, rows: int, known: Iterable[tuple[int, int]]) -> bool:
    """Whether so many of the rows are more than the worst of the known days (count, rows) explains.

    A point more, twice the odds, and no chance (binomial) beside that worst share; with 28 days or more.
    """
    days = [(some, many) for some, many in known if many]
    if not rows or len(days) < KNOWN_DAYS:
        return False
    some, many = max(days, key=lambda day: day[0] / day[1])
    if count / rows - some / many < SMALLEST or log_odds(count, rows) - log_odds(some, many) < ODDS:
        return False
    return surprise(count, rows, max(some, 1) / many) < CHANCE
