"""A column whose mean or spread moved as a unit that changed in a part of the rows would move it.

Profiles tell that something changed, not in which part: of the column that is one, its levels are asked for.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checks.profiles.one_row import made_by_one_row
from checks.profiles.profile import Profile
from checks.profiles.rescaled import LOOKED_BACK, MIN_PARTITIONS, MIN_ROWS, Usual, units, usual_of
from checks.profiles.values import Values
from checks.sources.level_numbers import Moments

LEVELS = range(2, 21)
COLUMNS = 4
"""So many columns are looked into, those of the fewest levels first."""

COVERED = 0.95
MIN_LEVEL = 100

Pair = tuple[Moments, Moments]
"""What a level was, and what it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """The levels in which a unit changed, how in words, and their rows."""

    levels: Sequence[str]
    said: str
    rows: int


def suspicious(series: Sequence[Values]) -> tuple[int, float]:
    """In how many partitions up to the newest a column is unlike all before, and how it wanders by the day.

    0 where it is as usual, too restless to say, or has been so for half as long as is looked back.
    """
    known = series[-LOOKED_BACK - 1 : -1]
    usual = usual_of([each for each in known if each.finite >= MIN_ROWS])
    if usual is None or series[-1].finite < MIN_ROWS or not _is_unlike(series[-1], usual):
        return 0, 0.0
    run = 1
    while run < len(known) and _is_unlike(known[-run], usual):
        run += 1
    if run > MIN_PARTITIONS:
        return 0, 0.0
    before = [each for each in known[: len(known) - run + 1] if each.sd > 0]
    like = any(not _is_unlike(series[-1], Usual(each.mean, each.sd, usual.wander)) for each in before)
    return (0, 0.0) if like else (run, usual.wander)


def _is_unlike(values: Values, usual: Usual) -> bool:
    reach = 6 * usual.wander + 4 / math.sqrt(max(1, values.finite)) + 0.05
    if not values.sd > 0:
        return True
    return abs(values.mean - usual.mean) > reach * usual.sd or abs(math.log(values.sd / usual.sd)) > reach


def few_levels(newest: Profile) -> list[str]:
    """Text columns of two to twenty words that nearly all rows have, those with the fewest first."""
    found = []
    for name, column in newest.columns.items():
        words, there = column.values.words, sum(column.values.signatures.values())
        if len(words) in LEVELS and sum(words.values()) >= COVERED * there:
            found.append((len(words), name))
    return [name for _, name in sorted(found)[:COLUMNS]]


def scaled_part(levels: Mapping[str, Pair], wander: float) -> Part | None:
    """The levels whose numbers became another unit's, where all the others are what they were."""
    large = {name: pair for name, pair in levels.items() if min(each.finite for each in pair) >= MIN_LEVEL}
    largest = sorted(large, key=lambda name: (-large[name][1].finite, name))
    changed = [name for name in largest if not _fits(large[name], 0.0, 1.0, wander, wide=True)]
    if not changed or len(changed) == len(large):
        return None
    for shift, factor, said in units():
        if all(_is_scaled(large[name], shift, factor, wander) for name in changed):
            return Part(changed, said, sum(large[name][1].finite for name in changed))
    return None


def _is_scaled(pair: Pair, shift: float, factor: float, wander: float) -> bool:
    usual = math.sqrt(max(0.0, pair[0].variance))
    fits = _fits(pair, shift, factor, wander)
    return fits and not made_by_one_row(pair[1], usual, usual * factor)


def _fits(pair: Pair, shift: float, factor: float, wander: float, wide: bool = False) -> bool:
    then, now = pair
    chance = 4 * math.sqrt(1 / then.finite + 1 / now.finite)
    reach = (6 if wide else 3) * wander + chance + (0.1 if wide else 0.02)
    mean, sd = (then.mean - shift) * factor, math.sqrt(max(0.0, then.variance)) * factor
    if not sd > 0 or not now.variance > 0:
        return False
    return abs(now.mean - mean) <= reach * sd and abs(math.log(math.sqrt(now.variance) / sd)) <= reach
