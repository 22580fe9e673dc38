"""Has a rare class vanished, or become rarer: its counts of the last days beside those of clean days before.

Counts are scaled by volume (the rows of the day). Given how many there were in both spans together, the share
of the newer one is binomial; where days differ by more than chance, beta-binomial: counts whose variance is φ
times their mean (a negative binomial of type 1) add up to such counts, and given their sum they are that.
Both tests are exact; for φ = 1 they are one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

VANISHED, FEWER = 1e-3, 1e-4
"""So rarely may chance bring what is called vanished, or fewer: the second is looked for every day in several
spans, the first only where none was seen at all."""

MIN_DAYS, BASELINE, LONGEST = 14, 180, 60
"""So many clean days are needed, so many are looked back on, and for so long none at all may say nothing."""

SPANS = (1, 7, 28)
LEAST, MISSING = 7.0, 1 / 3
"""Spans in which fewer are looked for, where so many are expected; fewer is a third less, as a level that
wanders for weeks loses a tenth."""

BLOCKS = 6
"""So many weeks say how much one differs from another."""

BACK, BACK_OF = 0.8, 15.0
"""It is over when four fifths are back of the last days, in which so many are expected."""


@dataclass(frozen=True, slots=True)
class Low:
    """Too few since day number `first`: `seen` of `expected`, which chance brings with `p`."""

    vanished: bool
    first: int
    seen: int
    expected: float
    p: float


@dataclass(frozen=True, slots=True)
class Told:
    """What is known on the newest day.

    `a_day` events are usual at its volume, days differ by `phi` times what chance brings, and `days` without
    any would be told (None where not even `LONGEST` would). `clean` days with `events` are known.
    """

    low: Low | None
    a_day: float
    phi: float
    days: int | None
    clean: int
    events: int
    volume: float = 0.0
    """Of a usual day."""
    needed: float = 0.0
    """So many events must be usual in the longest span, or none may be chance."""


@dataclass(slots=True)
class _Walk:
    """The days so far: which are clean, what is open, and from which day on spans are looked at."""

    counts: Floats
    volumes: Floats
    clean: list[int] = field(default_factory=list)
    low: Low | None = None
    floor: int = 0

    def base(self, before: int) -> tuple[Floats, Floats]:
        """Counts and volumes of the clean days before one."""
        days = [each for each in self.clean[-BASELINE - max(SPANS) :] if each < before][-BASELINE:]
        return self.counts[days], self.volumes[days]


def walk(counts: Sequence[int], volumes: Sequence[int], bad: Sequence[bool]) -> Told:
    """What the newest day tells, as each day was judged on its morning; what was too few is never learned.

    `bad` says of which days it is known that they are no baseline.
    """
    known = _Walk(np.array(counts, float), np.array(volumes, float))
    for day in range(len(counts)):
        _next(known, day, bad[day])
    return _told(known)


def mornings(counts: Sequence[int], volumes: Sequence[int]) -> Iterator[Low | None]:
    """What each day told."""
    known = _Walk(np.array(counts, float), np.array(volumes, float))
    for day in range(len(counts)):
        _next(known, day, bad=False)
        yield known.low


def _next(known: _Walk, day: int, bad: bool) -> None:
    if known.low is not None:
        if _is_back(known, known.low, day):
            known.low, known.floor = None, day + 1
        else:
            known.low = _still(known, known.low, day)
        return
    known.low = _vanished(known, day) or _fewer(known, day)
    if known.low is not None:
        first = known.low.first
        known.clean = [each for each in known.clean if each < first]
    elif not bad:
        known.clean.append(day)


def _vanished(known: _Walk, day: int) -> Low | None:
    """None at all on the last days, as never before on so many in a row."""
    first = _last_zeros(known, day)
    return _low(known, first, day, VANISHED) if first <= day else None


def _last_zeros(known: _Walk, day: int) -> int:
    seen = np.flatnonzero(known.counts[known.floor : day + 1])
    return known.floor + (int(seen[-1]) + 1 if len(seen) else 0)


def _fewer(known: _Walk, day: int) -> Low | None:
    """Fewer than usual in one of the spans, told from the day on since when chance brings it least."""
    spans = [span for span in SPANS if day - span + 1 >= known.floor]
    found = [_low(known, day - span + 1, day, FEWER, LEAST) for span in spans]
    if not any(found):
        return None
    firsts = range(max(known.floor, day - max(SPANS) + 1), day + 1)
    return min((low for at in firsts if (low := _low(known, at, day, FEWER))), key=lambda each: each.p)


def _low(known: _Walk, first: int, day: int, limit: float, least: float = 0.0) -> Low | None:
    """The span from `first` to `day`, where it has too few."""
    counts, volumes = known.base(first)
    if len(counts) < MIN_DAYS or not counts.sum() or not volumes.sum():
        return None
    seen, volume = float(known.counts[first : day + 1].sum()), float(known.volumes[first : day + 1].sum())
    expected = volume * float(counts.sum() / volumes.sum())
    if (
        expected < least
        or seen > (1 - MISSING) * expected
        or _chance(seen, expected, counts, volumes, 1.0) >= limit
    ):
        return None  # quick: days that differ by more than chance make it only more likely
    p = _chance(seen, expected, counts, volumes, dispersion(counts, volumes))
    if p >= limit or seen / expected >= _lowest(counts, volumes, day - first + 1):
        return None
    return Low(seen == 0, first, int(seen), expected, p)


def _chance(seen: float, expected: float, counts: Floats, volumes: Floats, phi: float) -> float:
    return chance(int(seen), int(counts.sum()), expected, phi)


def chance(seen: int, before: int, expected: float, phi: float = 1.0) -> float:
    """P(at most `seen` in a span where `expected` are usual), by the `before` events of the clean days.

    That these are a sample too is part of it: with few of them hardly anything is beyond chance.
    """
    from scipy.special import bdtr, betaln  # late: most commands judge nothing

    total = seen + before
    if not total or expected <= 0:
        return 1.0
    if phi <= 1 + 1e-6:
        return float(bdtr(seen, total, expected / (expected + before)))
    alpha, beta = expected / (phi - 1), before / (phi - 1)
    each = np.arange(seen + 1)
    ways = -np.log(total + 1) - betaln(total - each + 1, each + 1)
    logs = ways + betaln(each + alpha, total - each + beta) - betaln(alpha, beta)
    return float(min(1.0, np.exp(logs).sum()))


def dispersion(counts: Floats, volumes: Floats) -> float:
    """How many times more than by chance the counts differ (Pearson's χ²), 1 at least.

    By days and by weeks, the larger of both: what wanders for weeks is not told by single days.
    """
    weeks = len(counts) // 7
    by_week = (
        [each[-7 * weeks :].reshape(weeks, 7).sum(axis=1) for each in (counts, volumes)] if weeks else []
    )
    found = [_pearson(counts, volumes)]
    return max(1.0, *found, *([_pearson(*by_week)] if weeks >= BLOCKS else []))


def _pearson(counts: Floats, volumes: Floats) -> float:
    there = volumes > 0
    expected = volumes[there] * (counts.sum() / volumes.sum())
    return float((((counts[there] - expected) ** 2) / expected).sum() / max(1, len(expected) - 1))


def _lowest(counts: Floats, volumes: Floats, days: int) -> float:
    """The least share of what was expected that so many clean days in a row had: the usual is no trouble."""
    if len(counts) < days:
        return float("inf")
    sums = [np.convolve(each, np.ones(days), "valid") for each in (counts, volumes)]
    expected = sums[1] * (counts.sum() / volumes.sum())
    return float(np.min(sums[0][expected > 0] / expected[expected > 0], initial=np.inf))


def _still(known: _Walk, low: Low, day: int) -> Low:
    """What is open, one day later: what vanished and came back a little is fewer."""
    counts, volumes = known.base(low.first)
    seen = int(known.counts[low.first : day + 1].sum())
    expected = float(known.volumes[low.first : day + 1].sum()) * float(counts.sum() / volumes.sum())
    p = _chance(seen, expected, counts, volumes, dispersion(counts, volumes))
    return Low(seen == 0, low.first, seen, expected, p)


def _is_back(known: _Walk, low: Low, day: int) -> bool:
    counts, volumes = known.base(low.first)
    rate = float(counts.sum() / volumes.sum())
    today = known.counts[day]
    if low.vanished and today and today >= BACK * rate * known.volumes[day]:
        return True
    since = slice(low.first, day + 1)
    upto = np.cumsum((known.volumes[since] * rate)[::-1])
    enough = np.flatnonzero(upto >= BACK_OF)
    days = min(int(enough[0]) + 1 if len(enough) else len(upto), max(SPANS))
    return bool(known.counts[since][-days:].sum() >= BACK * upto[days - 1])


def _told(known: _Walk) -> Told:
    newest = len(known.counts) - 1
    counts, volumes = known.base(known.low.first if known.low else newest + 1)
    if len(counts) < MIN_DAYS or not counts.sum():
        return Told(None, 0.0, 1.0, None, len(counts), int(counts.sum()))
    rate, phi = float(counts.sum() / volumes.sum()), dispersion(counts, volumes)
    volume = float(np.mean(volumes[-28:]))
    a_day, before = rate * volume, int(counts.sum())
    days = (each for each in range(1, LONGEST + 1) if chance(0, before, each * a_day, phi) < VANISHED)
    return Told(
        known.low, a_day, phi, next(days, None), len(counts), before, volume, _needed(len(counts), phi)
    )


def _needed(clean: int, phi: float) -> float:
    """How many events in `LONGEST` days make none of them beyond chance, if the clean days had as many."""
    per_day = (each / LONGEST for each in np.arange(7.0, 100.0, 0.5))
    enough = (each for each in per_day if chance(0, round(each * clean), each * LONGEST, phi) < VANISHED)
    return next(enough, 100 / LONGEST) * LONGEST
