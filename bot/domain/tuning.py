"""Thresholds by replay: from what strength on a check should page, by what people said of its pages.

Plain functions on plain numbers, so that histories can be simulated. See docs/triage.md for the figures.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import fmean

BACK = timedelta(weeks=8)
"""So far is looked back."""
FALSE_ENOUGH, TRUE_ENOUGH = 3, 3
RAISE, RAISE_BLINDLY = 1.25, 1.10
BELOW = 0.95
"""A threshold stays this far below what it must not miss."""
LOST = 0.03
"""Of the next true pages at most this share is to be lost."""
USUAL_SPREAD, ITS_WEIGHT = 0.3, 2
"""In logarithms: how far true strengths lie apart, before it is known; and as how many pages that counts."""
STEPS = 1000
"""Thresholds are rounded down to a thousandth."""


@dataclass(frozen=True, slots=True)
class Score:
    """How strong a page was, and whether it was real; None where nobody said."""

    strength: float
    is_true: bool | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """What another threshold would have removed and lost, of so many pages.

    `pages` are all that there were, also those that no threshold can move; None where nobody counted.
    """

    removed: int
    lost: int
    unlabelled: int
    false: int
    true: int
    pages: int | None = None


def raised(scores: Iterable[Score], current: float) -> float | None:
    """The strength from which on to page, higher than now; None where nothing speaks for it.

    At least three false pages that would still be pages. At most 1.25 × the current threshold at once; below
    0.95 × the lowest true strength; and no further than that of the next true pages 97 of 100 still page, by
    a lognormal fit to those that were (the lowest of few says little of the next ones). With fewer than three
    true ones no further than 10 % above what the check says, in all.
    """
    said = list(scores)
    true = [each.strength for each in said if each.is_true]
    false = [each for each in said if each.is_true is False and each.strength >= current]
    if len(false) < FALSE_ENOUGH:
        return None
    bounds = [RAISE * current]
    bounds += [RAISE_BLINDLY] if len(true) < TRUE_ENOUGH else [_lowest_to_come(true)]
    bounds += [BELOW * min(true)] if true else []
    return _rounded(min(bounds), current)


def lowered(missed: Iterable[float], current: float) -> float | None:
    """The strength from which on to page, lower than now, so that what was missed would have paged.

    `missed` are the strengths of what was found during outages that nobody was paged for.
    """
    low = min(missed, default=math.inf) * BELOW
    if low >= current:
        return None
    return max(1 / STEPS, math.floor(low * STEPS) / STEPS)


def replayed(scores: Sequence[Score], before: float, after: float) -> Replay:
    """What would have been no page from `after` on, that was one from `before` on."""
    gone = [each for each in scores if before <= each.strength < after]
    return Replay(
        removed=sum(each.is_true is False for each in gone),
        lost=sum(each.is_true is True for each in gone),
        unlabelled=sum(each.is_true is None for each in gone),
        false=sum(each.is_true is False for each in scores),
        true=sum(each.is_true is True for each in scores),
    )


def _lowest_to_come(true: Sequence[float]) -> float:
    """The strength above which 97 of 100 of the next true pages lie: a prediction bound.

    Of a lognormal whose spread is shrunk towards a usual one (Student's t, n − 1 + 2 degrees of freedom).
    `stdtrit` is `scipy.stats.t.ppf` without the start-up of scipy.stats.
    """
    from scipy.special import stdtrit

    logs = [math.log(each) for each in true]
    middle, n = fmean(logs), len(logs)
    free = n - 1 + ITS_WEIGHT
    spread = sum((each - middle) ** 2 for each in logs) + ITS_WEIGHT * USUAL_SPREAD**2
    return math.exp(middle + float(stdtrit(free, LOST)) * math.sqrt(spread / free * (1 + 1 / n)))


def _rounded(threshold: float, current: float) -> float | None:
    down = math.floor(threshold * STEPS) / STEPS
    return down if down > current else None
