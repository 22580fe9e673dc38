"""Thresholds by replay, out of sample: eight weeks to learn from, eight to be judged by.

Run: python bench/tuning.py

False pages lie near their limit (half-normal, in logarithms), true ones further away (lognormal, those above
the limit). At each weekly checkup what is proposed is accepted; below the threshold nothing is labelled as
false any more.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import math
import random
from collections.abc import Callable

from bot.domain.tuning import Score, raised

REPEATS, WEEKS, FALSE = 400, 8, 10
TRUE = ((2.0, 0.3), (3.0, 0.3), (3.0, 0.6), (5.0, 0.6))
"""How strong true pages are: the median, and how far they lie apart in logarithms."""
Rule = Callable[[list[Score], float], float | None]


def plain(scores: list[Score], current: float) -> float | None:
    """The rule without a bound on what is to come, for comparison."""
    true = [each.strength for each in scores if each.is_true]
    if sum(each.is_true is False and each.strength >= current for each in scores) < 3:
        return None
    after = min([(1.25 if len(true) >= 3 else 1.1) * current, *(0.95 * each for each in true)])
    return after if after > current else None


def weeks(random_: random.Random, noise: float, level: tuple[float, float], true: int) -> list[list[Score]]:
    """The pages of eight weeks."""
    found: list[list[Score]] = [[] for _ in range(WEEKS)]
    for _ in range(_poisson(random_, FALSE)):
        strength = math.exp(abs(random_.gauss(0, noise)))
        found[random_.randrange(WEEKS)].append(Score(strength, is_true=False))
    for _ in range(_poisson(random_, true)):
        strength = 0.0
        while strength < 1:
            strength = level[0] * math.exp(random_.gauss(0, level[1]))
        found[random_.randrange(WEEKS)].append(Score(strength, is_true=True))
    return found


def _poisson(random_: random.Random, mean: float) -> int:
    at, count = random_.random(), 0
    while at > math.exp(-mean):
        at, count = at * random_.random(), count + 1
    return count


def learned(rule: Rule, history: list[list[Score]]) -> float:
    """The threshold after eight checkups, each of which accepts what is proposed."""
    current, known = 1.0, list[Score]()
    for week in history:
        known += [each for each in week if each.is_true or each.strength >= current]
        current = rule(known, current) or current
    return current


def judged(rule: Rule, noise: float, true: int) -> tuple[float, float]:
    """The share of the false pages that are removed, and of the true ones that are lost."""
    random_ = random.Random(7)
    removed = lost = false = real = 0
    for repeat in range(REPEATS):
        level = TRUE[repeat % len(TRUE)]
        threshold = learned(rule, weeks(random_, noise, level, true))
        for page in (page for week in weeks(random_, noise, level, true) for page in week):
            quiet = page.strength < threshold
            if page.is_true:
                real, lost = real + 1, lost + quiet
            else:
                false, removed = false + 1, removed + quiet
    return removed / false, lost / real


def main() -> None:
    """A line for each level of noise, and for how many true pages there are in eight weeks."""
    print("noise  true pages   removed  lost    (without the bound: removed  lost)")
    for noise in (0.05, 0.1, 0.2, 0.3):
        for true in (2, 6, 15):
            (removed, lost), (all_, more) = judged(raised, noise, true), judged(plain, noise, true)
            print(f"{noise:5}  {true:10}   {removed:6.0%}  {lost:6.1%}  {all_:27.0%}  {more:6.1%}")


if __name__ == "__main__":
    main()
