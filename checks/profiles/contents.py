"""Do two partitions hold the same rows, but for their times, their keys and what was counted up?"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from checks.declared import Table
from checks.profiles.alike import counts_up, has_content, has_fractions, is_alike, moves
from checks.profiles.profile import Profile

LOOKED_BACK, MIN_PARTITIONS = 28, 14
MIN_ROWS = 20
"""A handful of rows may be alike by chance."""

CHANGES, TIMES_AS_LONG = 10, 4
ENOUGH = 2
"""Columns that never repeat: two that do at once are no chance."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Partitions that hold the rows of an older one, the newest last; and the columns that differ."""

    profiles: Sequence[Profile]
    source: Profile
    apart: Sequence[str]


@dataclass(frozen=True, slots=True)
class Still:
    """Partitions that are all alike, the newest last, and after how many the table used to change."""

    profiles: Sequence[Profile]
    usual: int


def same_content(one: Profile, other: Profile) -> bool:
    """Whether every column has the same values as often.

    Times are left out, since a replayed file may be stamped anew. Without a column to go by: no.
    """
    if not one.rows or one.rows != other.rows or one.columns.keys() != other.columns.keys():
        return False
    return any(has_content(one, name) for name in one.columns) and all(
        is_alike(one, other, name) for name in one.columns
    )


def copied(profiles: Sequence[Profile], table: Table) -> Copied | None:
    """The newest partition as a copy of an older one, where no two of 28 (14 at least) were alike before.

    What is new in every copy does not decide: times, keys, and numbers that count up. Of other columns some
    may differ too (a batch number, the name of a file), where more of those that never repeat are the same.
    """
    if len(profiles) <= MIN_PARTITIONS or profiles[-1].rows < MIN_ROWS:
        return None
    newest = profiles[-1]
    same_size = [each for each in profiles[:-1] if each.rows == newest.rows]
    names = [name for name in newest.columns.keys() - new_each_time(table) if has_content(newest, name)]
    sources = [each for each in same_size if _may_be_copy(each, newest, names)]
    if not sources:
        return None
    differ = {each.partition: len(_apart(each, newest)) for each in sources}
    source = min(sources, key=lambda each: differ[each.partition])
    first, fewest = len(profiles) - 1, differ[source.partition]
    while profiles[first - 1] is not source and differ.get(profiles[first - 1].partition, math.inf) <= fewest:
        first -= 1
    before = profiles[max(0, first - LOOKED_BACK) : first]
    if len(before) < MIN_PARTITIONS or not _is_copy(source, newest, before, table):
        return None
    return Copied(profiles[first:], source, _apart(source, newest))


def _apart(one: Profile, other: Profile) -> list[str]:
    """The columns whose values are not the same."""
    return [name for name in one.columns if has_content(one, name) and not is_alike(one, other, name)]


def new_each_time(table: Table) -> Collection[str]:
    """What a copy brings anew: keys, the day, and times that are written as numbers or texts."""
    times = [name for name in (table.event_time, table.loaded_at_field) if name]
    return {*table.key, *times, table.day_column or ""}


def _may_be_copy(one: Profile, other: Profile, names: Collection[str]) -> bool:
    """Whether at least as many of these columns are the same as differ: quickly told of most partitions."""
    if one.columns.keys() != other.columns.keys():
        return False
    alike = 0
    for at, name in enumerate(names, start=1):
        alike += is_alike(one, other, name)
        if at - alike > len(names) // 2 + 1:
            return False
    return alike > 0


def _is_copy(one: Profile, other: Profile, before: Sequence[Profile], table: Table) -> bool:
    aside = new_each_time(table)
    apart = [name for name in _apart(one, other) if name not in aside and not counts_up(before, name)]
    same = [
        name
        for name in one.columns.keys() - aside
        if has_content(one, name) and is_alike(one, other, name) and moves(before, name)
    ]
    if not apart:
        return len(same) >= ENOUGH or any(has_fractions(other, name) for name in same)
    return len(same) >= ENOUGH and len(same) > len(apart)


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
