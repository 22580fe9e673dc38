"""Do two partitions hold the same rows, but for their times?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from checks.profiles.profile import ColumnProfile, Profile

LOOKED_BACK, MIN_PARTITIONS = 28, 14
MIN_ROWS = 20
"""A handful of rows may be alike by chance."""

CHANGES, TIMES_AS_LONG = 10, 4


@dataclass(frozen=True, slots=True)
class Copied:
    """Partitions that hold the rows of an older one, the newest last."""

    profiles: Sequence[Profile]
    source: Profile


@dataclass(frozen=True, slots=True)
class Still:
    """Partitions that are all alike, the newest last, and after how many the table used to change."""

    profiles: Sequence[Profile]
    usual: int


def same_content(one: Profile, other: Profile) -> bool:
    """Whether every column has the same values as often: numbers by their moments, others by a sum of hashes.

    Times are left out, since a replayed file may be stamped anew. Without a column to go by: no.
    """
    if not one.rows or one.rows != other.rows or one.columns.keys() != other.columns.keys():
        return False
    if one.slices.content != other.slices.content:
        return False
    numbers = [name for name, column in one.columns.items() if column.values.finite]
    pairs = [(one.columns[name], other.columns[name]) for name in one.columns]
    return bool(numbers or one.slices.content) and all(_alike(mine, theirs) for mine, theirs in pairs)


def _alike(one: ColumnProfile, other: ColumnProfile) -> bool:
    mine, theirs = one.values, other.values
    if (one.nulls, one.nan, one.empty, mine.infinite, mine.finite, mine.low, mine.high) != (
        other.nulls,
        other.nan,
        other.empty,
        theirs.infinite,
        theirs.finite,
        theirs.low,
        theirs.high,
    ):
        return False
    scale = mine.mean**2 + mine.variance
    return math.isclose(mine.mean, theirs.mean, rel_tol=1e-9, abs_tol=1e-12 * scale**0.5) and math.isclose(
        mine.variance, theirs.variance, rel_tol=1e-6, abs_tol=1e-9 * scale
    )


def copied(profiles: Sequence[Profile]) -> Copied | None:
    """The newest partition as a copy of an older one, where no two of 28 (14 at least) were alike before."""
    if len(profiles) <= MIN_PARTITIONS or profiles[-1].rows < MIN_ROWS:
        return None
    source = next((each for each in profiles[:-1] if same_content(each, profiles[-1])), None)
    if source is None:
        return None
    first = len(profiles) - 1
    while same_content(profiles[first - 1], profiles[-1]) and profiles[first - 1] is not source:
        first -= 1
    before = profiles[max(0, first - LOOKED_BACK) : first]
    if len(before) < MIN_PARTITIONS or max(_runs(before)) > 1:
        return None
    return Copied(profiles[first:], source)


def stale(profiles: Sequence[Profile]) -> Still | None:
    """A table that changed ten times, and has now been the same for more than four times as long as ever.

    Were changes pure chance at a steady rate, a pause would be so long once in a thousand.
    """
    lengths = _runs(profiles)
    before = lengths[1:-1]  # nobody knows when the first began
    if len(before) < CHANGES or lengths[-1] <= TIMES_AS_LONG * max(before):
        return None
    return Still(profiles[-lengths[-1] :], max(before))


def _runs(profiles: Sequence[Profile]) -> list[int]:
    """How many partitions in a row held the same rows, oldest first; the last number is of the newest."""
    lengths: list[int] = []
    for at, profile in enumerate(profiles):
        if at and same_content(profiles[at - 1], profile):
            lengths[-1] += 1
        else:
            lengths.append(1)
    return lengths


def changed_at(profiles: Sequence[Profile]) -> datetime | None:
    """When the content of the newest, and of all that are like it just before, was written or first seen."""
    if not profiles:
        return None
    first = profiles[-1]
    for before in reversed(profiles[:-1]):
        if before.seen != first.seen and not same_content(before, first):
            break
        first = before
    return first.last_loaded or first.seen
