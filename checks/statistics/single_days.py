"""Is a share as high as single days were anyway, or beyond all of them?

Where it wanders as weather does, a wet day is weather; where few rows a day make its log-odds wander, the
worst day says more than these.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from statistics import median, quantiles

from checks.statistics.distance import surprise
from checks.statistics.trend import FLAT_FROM, log_odds, weekday_effect

CHANCE = 1e-4
LASTS = 3
"""So many days in a row are no single days any more."""

LOOKED_BACK = 56
BEYOND, ODDS, HARDLY = 0.01, log(2), 1e-6
"""Beyond the worst day is a point more, at twice its odds, and hardly a chance."""

WILD = 0.5
"""And by half the way, in log-odds, from the middle day to the worst: where that is long, worse days come."""


@dataclass(frozen=True, slots=True)
class Day:
    """So many of the rows of a day."""

    count: int
    rows: int
    weekday: int

    @property
    def share(self) -> float:
        """The count as a share."""
        return self.count / max(1, self.rows)


def is_common(run: Sequence[Day], before: Sequence[Day]) -> bool:
    """Whether one day in twenty came so high anyway, weekdays aside, or by chance (binomial) as high.

    `run` are the high days in a row, the last of which is asked about; `before` are the days before them. A
    month of these is needed to know.
    """
    newest = run[-1]
    if len(before) < FLAT_FROM or len(run) >= LASTS:
        return False
    effects = weekday_effect([each.share for each in before], [each.weekday for each in before])
    by_weekday = {each.weekday: effect for each, effect in zip(before, effects, strict=True)}
    calm = [each.share - effect for each, effect in zip(before, effects, strict=True)]
    reach = quantiles(calm, n=20, method="inclusive")[-1] + by_weekday.get(newest.weekday, 0.0)
    return newest.share <= reach or surprise(newest.count, newest.rows, max(0.0, reach)) >= CHANCE


def is_beyond(newest: Day, before: Iterable[Day]) -> bool:
    """Whether its share is more than the worst of the days before explains, of which a month is needed.

    They are asked for one by one: nearly always the first is enough to say no.
    """
    known = []
    for each in before:
        if newest.share - each.share < BEYOND:
            return False
        if each.rows:
            known.append(each)
    if not newest.rows or len(known) < FLAT_FROM:
        return False
    worst = max(known, key=lambda each: each.share)
    odds = [log_odds(each.count, each.rows) for each in known]
    if log_odds(newest.count, newest.rows) - max(odds) < max(ODDS, WILD * (max(odds) - median(odds))):
        return False
    return surprise(newest.count, newest.rows, max(worst.count, 1) / worst.rows) < HARDLY
