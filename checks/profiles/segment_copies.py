"""Levels of a segment that hold the rows of an older day again, while the others bring new ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from checks.declared import Table
from checks.profiles.alike import MAY_REPEAT, is_one, same_moments
from checks.profiles.contents import ENOUGH, LOOKED_BACK, MIN_PARTITIONS, MIN_ROWS, new_each_time
from checks.profiles.profile import Profile
from checks.profiles.segment_numbers import LARGEST
from checks.profiles.slices import Level
from checks.profiles.values import Values

Day = tuple[Profile, Level]


@dataclass(frozen=True, slots=True)
class Again:
    """A level, the partitions in which it holds what it held in an older one, the columns that tell it, its
    rows."""

    level: str
    profiles: Sequence[Profile]
    source: Profile
    columns: Sequence[str]
    rows: int


def copied_levels(profiles: Sequence[Profile], table: Table, segment: str) -> list[Again]:
    """The levels of the newest partition that are copies, those with the most rows first.

    Told by the measured numbers, as many rows of which have the same mean and variance, in more columns than
    differ: two, or one with fractions, in which none of all the partitions before (14 at least) were alike.
    """
    known = [each for each in profiles if segment in each.slices.segments]
    if len(known) <= MIN_PARTITIONS or known[-1] is not profiles[-1]:
        return []
    found = (_copied(known, table, segment, name) for name in largest(known[-1], segment))
    return [each for each in found if each]


def largest(profile: Profile, segment: str) -> list[str]:
    """The levels whose numbers are measured, those with the most rows first."""
    levels = profile.slices.segments[segment]
    return sorted(levels, key=lambda name: (-levels[name].rows, name))[:LARGEST]


def days_of(profiles: Sequence[Profile], segment: str, name: str) -> list[Day]:
    """The partitions that have the level."""
    levels = ((each, each.slices.segments[segment].get(name)) for each in profiles)
    return [(profile, level) for profile, level in levels if level]


def _copied(known: Sequence[Profile], table: Table, segment: str, name: str) -> Again | None:
    days = days_of(known, segment, name)
    newest_day, newest = days[-1][0].partition, days[-1][1]
    columns = [
        column
        for column, values in newest.values.items()
        if column not in new_each_time(table) and not is_one(values)
    ]
    if newest.rows < MIN_ROWS or len(days) <= MIN_PARTITIONS or not columns:
        return None
    source = next((day for day in days[-1 - 2 * LOOKED_BACK : -1] if _is_like(day[1], newest, columns)), None)
    if source is None:
        return None
    first = len(days) - 1
    while days[first - 1] is not source and _is_like(days[first - 1][1], newest, columns):
        first -= 1
    same = [each for each in columns if _holds(source[1], newest, each)]
    if not _tell(days[:first], same, newest_day - source[0].partition):
        return None
    return Again(name, [profile for profile, _ in days[first:]], source[0], same, newest.rows)


def _is_like(older: Level, newest: Level, columns: Sequence[str]) -> bool:
    """Whether as many rows have the same numbers in more of the columns than differ."""
    if older.rows != newest.rows or older.missing != newest.missing:
        return False
    return 2 * sum(_holds(older, newest, each) for each in columns) > len(columns)


def _holds(older: Level, newest: Level, column: str) -> bool:
    return column in older.values and same_moments(older.values[column], newest.values[column])


def _tell(before: Sequence[Day], same: Sequence[str], apart: timedelta) -> bool:
    """Whether the columns are ones in which two partitions are never alike."""
    moving = [each for each in same if _moves(before, each, apart)]
    return len(moving) >= ENOUGH or any(
        has_fractions([level.values[each] for _, level in before if each in level.values]) for each in moving
    )


def _moves(before: Sequence[Day], column: str, apart: timedelta) -> bool:
    """Whether no two of the days are alike, but for one earlier trouble, and for days as far `apart` as the
    newest is from its source: a job that replays old files goes on to do so.

    The newest is compared with 56 days. That no two of 28 were alike, 378 pairs, says only that chance makes
    fewer than one pair in 126 alike (with 95 %), which may still be three such days a week; so all days are
    asked. A pump that rests but for an hour has few days that it can have.
    """
    known = [(day.partition, level.values[column]) for day, level in before if column in level.values]
    if len(known) < MIN_PARTITIONS or any(column not in level.values for _, level in before[-LOOKED_BACK:]):
        return False
    first: dict[tuple[object, ...], date] = {}
    again = []
    for partition, each in known:
        since = first.setdefault((each.finite, f"{each.mean:.9g}", f"{each.variance:.6g}"), partition)
        again.append(since != partition and partition - since != apart and not is_one(each))
    return sum(later and not earlier for earlier, later in pairwise([False, *again])) <= MAY_REPEAT


def has_fractions(days: Sequence[Values]) -> bool:
    """Whether numbers are no whole ones, by their sums."""
    sums = [each.mean * each.finite for each in days if not is_one(each)]
    return any(abs(total - round(total)) > 1e-6 * max(1.0, abs(total) * 1e-3) for total in sums)
