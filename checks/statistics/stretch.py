"""The stretch of a sequence of counts in which they are most unlike the rest."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

REST = 0.05
"""So much of all exposure must lie outside: a stretch that is nearly everything says nothing."""

LEAST = 20.0
"""Fewer than so many come and go by chance."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the place `first` to before `end`: the counts and the exposure there, and elsewhere."""

    first: int
    end: int
    count: float
    exposure: float
    count_elsewhere: float
    exposure_elsewhere: float

    @property
    def rate(self) -> float:
        """Counts per exposure inside."""
        return self.count / self.exposure

    @property
    def rate_elsewhere(self) -> float:
        """Counts per exposure outside."""
        return self.count_elsewhere / self.exposure_elsewhere


def stretch(
    counts: Sequence[float], exposure: Sequence[float], *, less: bool, times: float
) -> Stretch | None:
    """The stretch whose rate is so many times lower (or higher) than that of the rest, and least by chance.

    Of all of them, the one with the largest likelihood ratio of two Poisson rates over one (Kulldorff's scan
    statistic, Commun. Stat. Theory Methods 26, 1997), which finds where a rate changes, not whether it does.
    """
    sums, bases = ([0.0, *accumulate(each)] for each in (counts, exposure))
    best, found = 0.0, None
    for first in reversed(range(len(counts))):  # of two that say the same, the shorter
        for end in range(first + 1, len(counts) + 1):
            inside, base = sums[end] - sums[first], bases[end] - bases[first]
            each = Stretch(first, end, inside, base, sums[-1] - inside, bases[-1] - base)
            if _differs(each, less, times) and (gain := _gain(each)) > best * (1 + 1e-9):
                best, found = gain, each
    return found


def _differs(each: Stretch, less: bool, times: float) -> bool:
    if each.exposure <= 0 or each.exposure_elsewhere <= REST * (each.exposure + each.exposure_elsewhere):
        return False
    if max(each.count, each.exposure if less else 0) < LEAST:
        return False
    if less:
        return each.rate * times <= each.rate_elsewhere
    return each.rate >= times * each.rate_elsewhere


def _gain(each: Stretch) -> float:
    """The logarithm of the likelihood ratio."""
    rate = (each.count + each.count_elsewhere) / (each.exposure + each.exposure_elsewhere)
    return _part(each.count, each.exposure * rate) + _part(
        each.count_elsewhere, each.exposure_elsewhere * rate
    )


def _part(count: float, expected: float) -> float:
    return count * math.log(count / expected) if count > 0 else 0.0
