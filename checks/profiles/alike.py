"""Does a column of two partitions hold the same values, and is it a column in which that means something?"""

import math
from collections.abc import Sequence
from itertools import pairwise

from checks.profiles.profile import Profile
from checks.profiles.values import Values

MAY_REPEAT = 1
"""So often an earlier trouble may have repeated a content in a column that otherwise never does."""

CLIMBS = 0.9


def has_content(profile: Profile, name: str) -> bool:
    """Whether the content of a column is kept: of numbers and texts, not of times."""
    return name in profile.slices.content or bool(profile.columns[name].values.finite)


def is_alike(one: Profile, other: Profile, name: str) -> bool:
    """Whether a column has the same values as often: numbers by their moments, others by a sum of hashes."""
    if one.slices.content.get(name) != other.slices.content.get(name):
        return False
    mine, theirs = one.columns[name], other.columns[name]
    if (mine.nulls, mine.nan, mine.empty) != (theirs.nulls, theirs.nan, theirs.empty):
        return False
    return _same_numbers(mine.values, theirs.values)


def _same_numbers(mine: Values, theirs: Values) -> bool:
    if (mine.infinite, mine.finite, mine.low, mine.high) != (
        theirs.infinite,
        theirs.finite,
        theirs.low,
        theirs.high,
    ):
        return False
    return same_moments(mine, theirs)


def same_moments(mine: Values, theirs: Values) -> bool:
    """Whether as many numbers have one mean and variance, but for the last digits of sums."""
    scale = mine.mean**2 + mine.variance
    return (
        mine.finite == theirs.finite
        and math.isclose(mine.mean, theirs.mean, rel_tol=1e-9, abs_tol=1e-12 * scale**0.5)
        and math.isclose(mine.variance, theirs.variance, rel_tol=1e-6, abs_tol=1e-9 * scale)
    )


def is_one(values: Values) -> bool:
    """Whether all of some numbers are the same one."""
    return values.variance <= 1e-18 * values.mean**2


def moves(profiles: Sequence[Profile], name: str, may_repeat: int = MAY_REPEAT) -> bool:
    """Whether no two of these partitions hold the same values in a column.

    All pairs count, not only neighbours: of 28 there are 378, so that chance seldom makes any pair alike.
    """
    known = [each for each in profiles if name in each.columns and has_content(each, name)]
    return (
        len(known) == len(profiles) and len(known) - len({_print(each, name) for each in known}) <= may_repeat
    )


def _print(profile: Profile, name: str) -> tuple[object, ...]:
    """Equal for equal contents: sums in another order differ in the last digits only."""
    column, values = profile.columns[name], profile.columns[name].values
    moments = (f"{values.mean:.9g}", f"{values.variance:.6g}")
    content = profile.slices.content.get(name)
    return column.nulls, column.nan, column.empty, values.finite, values.low, values.high, *moments, content


def has_fractions(profile: Profile, name: str) -> bool:
    """Whether a column holds different fractions, of which no two batches are alike by chance."""
    values = profile.columns[name].values
    return values.low < values.high and not (values.low.is_integer() and values.high.is_integer())


def counts_up(profiles: Sequence[Profile], name: str) -> bool:
    """Whether the numbers of a column begin where those of the partition before ended, as new ids do."""
    known = [each.columns[name].values for each in profiles if name in each.columns]
    steps = [
        earlier.high <= later.low for earlier, later in pairwise(known) if earlier.finite and later.finite
    ]
    return len(steps) > 1 and sum(steps) >= CLIMBS * len(steps)
