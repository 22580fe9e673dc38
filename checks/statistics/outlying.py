"""Which days of a period are unlike the others? Those that nobody wants to compare with."""

from collections.abc import Callable, Sequence
from functools import cache
from statistics import median_low

from checks.statistics.distance import MIN_BATCHES, calibrated_limit

FAR = 1.6
"""A day is left out that is so many times further away than its limit: the ends of a trend are half as far
again. Once, days that merely wander would go, and the limit be too low; twice, a bad week would stay."""

AT_MOST = 3
"""Never more than one day of three: what so many have in common is how the period was."""

OF_WEEKDAY, OF_ANY = 5, 7
"""A day is compared with so many single days of its weekday, the nearest, and of all, evenly spread."""


def outlying(weekdays: Sequence[int], apart: Callable[[int, int], float], floor: float) -> frozenset[int]:
    """The places of the days that are far from single others of their weekday, and from those of any.

    `apart` is the distance of two days, by their places. From single days and by the median: a pool of four
    with a bad day in it is half way to that day, and then three good ones would look bad too. The worst goes
    first, and the limit is drawn anew.
    """
    apart = cache(apart)
    kept = list(range(len(weekdays)))
    while len(kept) > MIN_BATCHES and AT_MOST * (len(weekdays) - len(kept) + 1) <= len(weekdays):
        found = {at: _alone(at, kept, weekdays, apart) for at in kept}
        worst = max(kept, key=found.__getitem__)
        if found[worst] <= FAR * calibrated_limit([*found.values()], floor):
            break
        kept.remove(worst)
    return frozenset(range(len(weekdays))) - frozenset(kept)


def _alone(
    at: int, kept: Sequence[int], weekdays: Sequence[int], apart: Callable[[int, int], float]
) -> float:
    """How far a day is from others: a first Saturday is not unlike, there is no other to tell by."""
    others = [each for each in kept if each != at]
    same = [each for each in others if weekdays[each] == weekdays[at]]
    if not same:
        return 0.0
    near = sorted(same, key=lambda each: abs(each - at))[:OF_WEEKDAY]
    spread = others[:: -(-len(others) // OF_ANY)]
    return min(median_low([apart(*sorted((at, each))) for each in group]) for group in (near, spread))
