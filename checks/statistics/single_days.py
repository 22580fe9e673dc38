"""Is a share as high as single days were anyway? Where it wanders as weather does, a wet day is weather."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from checks.statistics.distance import surprise
from checks.statistics.trend import FLAT_FROM, weekday_effect

CHANCE = 1e-4
LASTS = 3
"""So many days in a row are no single days any more."""


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
