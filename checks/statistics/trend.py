"""Does a share of rows grow? A robust slope on the logit scale, with its weekday pattern taken out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

import numpy as np
from numpy.typing import NDArray

from checks.statistics.order import kendall_p, theil_sen

WINDOW = 14
CONFIDENCE = 0.9
FLAT_FROM = 28
SMALLEST_RISE = 0.005
RELATIVE_RISE = 0.25


Points = tuple[float, float, float]
"""A slope, and the ends of its interval, in percentage points a day."""


class Direction(StrEnum):
    """What a series does."""

    GROWING = "growing"
    FLAT = "flat"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Trend:
    """What a share does, and by how much its slope makes it rise over the window.

    `began` is the index of the day on which the growth began (the last day before it is `began - 1`);
    `sudden` says that one step explains the series better than a line that starts to rise.
    """

    direction: Direction
    rise: float
    began: int
    sudden: bool = False


def logit(share: float) -> float:
    """ln(p / (1−p)); the share must lie between 0 and 1, both excluded."""
    return math.log(share / (1 - share))


def expit(value: float) -> float:
    """The share whose logit this is."""
    return 1 / (1 + math.exp(-value))


def log_odds(count: int, rows: int) -> float:
    """The logit of a share, shrunk by half a row so that 0 and 1 are finite: logit((k+½)/(N+1))."""
    return logit((count + 0.5) / (rows + 1))


def share_trend(counts: Sequence[int], rows: Sequence[int], weekdays: Sequence[int]) -> Trend:
    """Is a share growing over the last 14 days? Theil–Sen slope (`order.theil_sen`), 90 % interval.

    Growing: the interval lies above 0, and the rise is at least max(0.5 points, a quarter of its start).
    Flat: even the steepest slope of the interval does not rise that much, and 28 days are known.
    """
    raw = [log_odds(count, total) for count, total in zip(counts, rows, strict=True)]
    if len(raw) < WINDOW:
        return Trend(Direction.UNCLEAR, math.nan, len(raw))
    series = np.asarray(raw) - np.asarray(weekday_effect(raw, weekdays))
    window = series[-WINDOW:]
    slope, low, high = theil_sen(window, CONFIDENCE)
    intercept = float(np.median(window - slope * np.arange(WINDOW)))
    start = expit(intercept)
    needed = max(SMALLEST_RISE, RELATIVE_RISE * start)
    rise, highest = (expit(intercept + each * (WINDOW - 1)) - start for each in (slope, high))
    direction = Direction.UNCLEAR
    if low > 0 and rise >= needed:
        direction = Direction.GROWING
    elif highest < needed and len(raw) >= FLAT_FROM:
        direction = Direction.FLAT
    if direction is not Direction.GROWING:
        return Trend(direction, rise, len(raw))
    # In logits a steady growth from nothing looks like a step: its beginning is looked for in the shares.
    shares = [count / total for count, total in zip(counts, rows, strict=True)]
    began, sudden = _began(np.asarray(shares) - np.asarray(weekday_effect(shares, weekdays)))
    return Trend(direction, rise, began, sudden)


def points_a_day(shares: Sequence[float]) -> Points:
    """The Theil–Sen slope of shares in percentage points a day, with its 90 % interval; 0 for one day."""
    if len(shares) < 2:
        return 0.0, 0.0, 0.0
    return theil_sen(100 * np.asarray(shares), CONFIDENCE)


def chance_of_order(counts: Sequence[int], rows: Sequence[int], weekdays: Sequence[int]) -> float:
    """How likely chance alone orders the last 28 days so much (`order.kendall_p`); NaN below 14."""
    raw = [log_odds(count, total) for count, total in zip(counts, rows, strict=True)]
    if len(raw) < WINDOW:
        return math.nan
    series = np.asarray(raw) - np.asarray(weekday_effect(raw, weekdays))
    return kendall_p(series[-FLAT_FROM:])


def weekday_effect(series: Sequence[float], weekdays: Sequence[int]) -> list[float]:
    """What each day's weekday adds: the median over 28 days of the series less its centred seven-day mean.

    Only the effect of the weekday is taken out, never its level: that would take the trend out with it.
    Zero where 28 days are not known.
    """
    if len(series) < FLAT_FROM:
        return [0.0] * len(series)
    values = np.asarray(series[-FLAT_FROM:])
    centred = np.convolve(values, np.full(7, 1 / 7), mode="valid")
    by_weekday: dict[int, list[float]] = {}
    for at, mean in enumerate(centred, start=3):
        by_weekday.setdefault(weekdays[len(series) - FLAT_FROM + at], []).append(float(values[at] - mean))
    effect = {weekday: median(effects) for weekday, effects in by_weekday.items()}
    return [effect.get(weekday, 0.0) for weekday in weekdays]


def _began(series: NDArray[np.float64]) -> tuple[int, bool]:
    """The day a flat line turns into a rising one: the hinge with the least absolute error over 35 days.

    And whether a single step would have had less error than any hinge.
    """
    tail = series[-35:]
    days = np.arange(len(tail), dtype=float)
    best, best_error, step_error = 0, math.inf, math.inf
    for hinge in range(1, len(tail) - 2):
        before, after = tail[:hinge], tail[hinge:]
        level = float(np.median(before))
        steps = days[hinge:] - (hinge - 1)
        slope = max(0.0, float(np.median((after - level) / steps)))
        flat = float(np.abs(before - level).sum())
        error = flat + float(np.abs(after - level - slope * steps).sum())
        step_error = min(step_error, flat + float(np.abs(after - np.median(after)).sum()))
        if error < best_error:
            best, best_error = hinge, error
    return len(series) - len(tail) + best, step_error < best_error
