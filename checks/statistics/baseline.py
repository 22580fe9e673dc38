"""Is today's level what this weekday's level has been? A baseline that bad days never enter."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

SAME_WEEKDAYS = 8
PEERS_TO_COMPARE = 2
PEERS_TO_JUDGE = 4
SPREAD_DAYS = 56
MIN_SPREAD_DAYS = 7
RECENT_DAYS = 7
NORMAL = 1.4826
"""Scale that makes a median absolute deviation an estimate of a normal standard deviation."""


@dataclass(frozen=True, slots=True)
class Level:
    """One day against its baseline: `residual` is the value less `expected`; NaN where nothing is known."""

    expected: float
    residual: float
    limit: float

    @property
    def judged(self) -> bool:
        """Whether there was a baseline long enough to judge this day."""
        return not math.isnan(self.limit)

    @property
    def high(self) -> bool:
        """Above the limit."""
        return self.residual > self.limit

    @property
    def low(self) -> bool:
        """Below minus the limit."""
        return self.residual < -self.limit


def spread(values: Sequence[float]) -> float:
    """The median absolute deviation, scaled to a normal standard deviation."""
    middle = median(values)
    return NORMAL * median(abs(value - middle) for value in values)


@lru_cache(maxsize=256)
def small_sample_factor(batches: int) -> float:
    """How much wider a limit at 3.09 standard deviations must be when it rests on few batches.

    √(1+1/H)·t.isf(.001, H−1)/3.09: the prediction interval of one more normal observation.
    """
    from scipy.stats import t  # late: scipy costs a second of start-up

    return float(math.sqrt(1 + 1 / batches) * t.isf(0.001, batches - 1) / 3.09)


def walk(
    values: Sequence[float],
    weekdays: Sequence[int],
    *,
    floor: float,
    both_sides: bool,
    recent: bool = False,
    skip: Sequence[bool] | None = None,
) -> list[Level]:
    """Judge each day by the days before it, oldest first; a day found bad never enters the baseline.

    Expected is the median of the last eight clean days of the same weekday, plus, with `recent`, the median
    residual of the last seven clean days, which follows honest growth. A day is judged when four such days
    came before it.
    The limit is `max(floor, 4 · small-sample factor · MAD)` of the last 56 clean residuals. `skip` names days
    (holidays) that are neither judged nor learned from.
    """
    levels: list[Level] = []
    by_weekday: dict[int, list[float]] = {day: [] for day in range(7)}
    residuals: list[float] = []
    for at, (value, weekday) in enumerate(zip(values, weekdays, strict=True)):
        level = _judge(value, by_weekday[weekday], residuals, floor, recent)
        skipped = skip is not None and skip[at]
        levels.append(Level(level.expected, level.residual, math.nan) if skipped else level)
        bad = level.judged and (level.high or (both_sides and level.low))
        if skipped or bad:
            continue
        by_weekday[weekday].append(value)
        if not math.isnan(level.residual):
            residuals.append(level.residual + (_recent(residuals) if recent else 0.0))
    return levels


def _judge(
    value: float,
    same_weekday: list[float],
    residuals: list[float],
    floor: float,
    recent: bool,
) -> Level:
    if len(same_weekday) < PEERS_TO_COMPARE:
        return Level(math.nan, math.nan, math.nan)
    expected = median(same_weekday[-SAME_WEEKDAYS:]) + (_recent(residuals) if recent else 0.0)
    known = residuals[-SPREAD_DAYS:]
    if len(same_weekday) < PEERS_TO_JUDGE or len(known) < MIN_SPREAD_DAYS:
        return Level(expected, value - expected, math.nan)
    limit = max(floor, 4 * small_sample_factor(len(known)) * spread(known))
    return Level(expected, value - expected, limit)


def _recent(residuals: list[float]) -> float:
    return median(residuals[-RECENT_DAYS:]) if len(residuals) >= RECENT_DAYS else 0.0
