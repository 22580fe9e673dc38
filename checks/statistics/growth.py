"""Is a share still higher than before it began to grow? A growth stays one until it is undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from statistics import median, quantiles

from checks.statistics.distance import surprise
from checks.statistics.trend import (
    FLAT_FROM,
    RELATIVE_RISE,
    SMALLEST_RISE,
    WINDOW,
    Direction,
    Trend,
    share_trend,
    weekday_effect,
)

MEMORY = 42
"""Days that a slope, its weekday pattern and its beginning are read from."""

LAST = 3
CHANCE = 1e-4
"""In a small table a few nulls more are no growth: the last week must be more than chance would bring."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A growth that began on the day with that index, from a share of `before`.

    `reach` is how far above it single days came anyway.
    """

    began: int
    before: float
    reach: float = 0.0

    @property
    def needed(self) -> float:
        """The rise that counts: half a point, a quarter of what was there, and out of usual reach."""
        return max(SMALLEST_RISE, RELATIVE_RISE * self.before, self.reach)


def growth(counts: Sequence[int], rows: Sequence[int], weekdays: Sequence[int]) -> Growth | None:
    """The growth that is open on the last day. All days must have rows.

    Once called, it stays open until the median of three days, or the day itself, is back: a slope that
    weakens after weeks (it bends on the logit scale) does not mean that the nulls are gone. A storm that is
    over tilts the line too, but its last days are back; and a single step is no growth.
    """
    shares = [count / total for count, total in zip(counts, rows, strict=True)]
    upto = [0.0, *accumulate(shares)]
    found: Growth | None = None
    for day in range(FLAT_FROM - 1, len(shares)):
        recent = shares[day - LAST + 1 : day + 1]
        if found and not _is_up(found, recent):
            found = None
        if found is None and _may_grow(upto, day):
            found = _begun(counts, rows, weekdays, shares, day)
    return found


def leapt(shares: Sequence[float], least: float) -> bool:
    """Whether a jump came on top of a growth: to more than twice and `least`, in one day, and still there."""
    highest = list(accumulate(shares, max))
    leaps = zip(shares[1:], highest, strict=False)
    return any(min(share, shares[-1]) > 2 * before + least for share, before in leaps)


def _may_grow(upto: Sequence[float], day: int) -> bool:
    """Whether it is worth a closer look: the last week against the week before, in which weekdays cancel.

    `upto` has the sum of the shares before each day.
    """
    return upto[day + 1] - 2 * upto[day - 6] + upto[day - 13] >= 7 * SMALLEST_RISE / 4


def _is_up(found: Growth, recent: Sequence[float]) -> bool:
    return median(recent) - found.before >= found.needed and recent[-1] - found.before >= found.needed / 2


def _begun(
    counts: Sequence[int], rows: Sequence[int], weekdays: Sequence[int], shares: Sequence[float], day: int
) -> Growth | None:
    start = max(0, day + 1 - MEMORY)
    trend = _trend(*(tuple(each[start : day + 1]) for each in (counts, rows, weekdays)))
    if trend.direction is not Direction.GROWING or trend.sudden:
        return None
    began = start + trend.began
    before = median(shares[max(0, began - WINDOW) : began] or shares[:1])
    found = Growth(began, before, _reach(shares[: day + 1], weekdays[: day + 1], began))
    week, earlier = slice(day - 6, day + 1), slice(max(0, began - 2 * WINDOW), began)
    usual = (sum(counts[earlier]) + 0.5) / (
        sum(rows[earlier]) + 1
    )  # of 60 rows a day, the median has no null
    chance = surprise(sum(counts[week]), sum(rows[week]), usual)
    return found if chance < CHANCE and _is_up(found, shares[day - LAST + 1 : day + 1]) else None


def _reach(shares: Sequence[float], weekdays: Sequence[int], began: int) -> float:
    """How far the highest twentieth of all days before the beginning lay above their median, weekdays aside.

    Where shares wander as weather does, three high days are weather; a month has too few of them to know.
    """
    effect = weekday_effect(shares, weekdays)
    usual = [share - each for share, each in zip(shares, effect, strict=True)][:began]
    return quantiles(usual, n=20, method="inclusive")[-1] - median(usual) if len(usual) >= WINDOW else 0.0


@lru_cache(maxsize=20_000)
def _trend(counts: tuple[int, ...], rows: tuple[int, ...], weekdays: tuple[int, ...]) -> Trend:
    """Kept, since a replay asks for the same days again and again."""
    return share_trend(counts, rows, weekdays)
