"""The rows of the parts of many partitions, side by side: of each local hour, of each level of a segment."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from checks.profiles.by_hour import wall_hours
from checks.profiles.profile import Profile
from checks.profiles.slices import NEAR, Level
from checks.profiles.slicing import LEVELS
from checks.statistics.lost import Days, Lost, lost

Counts = dict[str, list[int]]
"""Rows by name of the part, one number a partition."""

PEOPLE = ("America/New_York", "Europe/Berlin")
"""In the days on which nearly all who change their clocks do so: those of North America, and of Europe."""
RECENT = 56
"""Levels that were not seen in so many partitions are forgotten."""


def lost_hours(
    profiles: Sequence[Profile], off: Collection[date], zone: ZoneInfo, floor: float
) -> dict[int, Lost]:
    """The local hours of the clock that lost rows in the newest partition.

    Where a clock was changed of late, they must be lost by the hours of the other one too: a job that runs by
    UTC moves along the clock of people, and people move along UTC.
    """
    local = [_by_hour(each.partition, zone) for each in profiles]
    found = _lost_of(profiles, off, local, floor)
    for other in _others(profiles, zone) if found else ():
        clocks = [_by_hour(each.partition, other) for each in profiles]
        too = _lost_of(profiles, off, clocks, floor)
        both = {local[-1][at] for at in range(24, 48) if clocks[-1][at] in too}
        found = {hour: each for hour, each in found.items() if hour in both}
    return found


def _others(profiles: Sequence[Profile], zone: ZoneInfo) -> list[ZoneInfo]:
    """The clocks that the rows may follow instead: of a zone that changes its own UTC, of any other those of
    people who change theirs."""
    if _changes(profiles, zone):
        return [ZoneInfo("UTC")]
    return [each for each in map(ZoneInfo, PEOPLE) if _changes(profiles, each)]


def _changes(profiles: Sequence[Profile], zone: ZoneInfo) -> bool:
    return len({_offset(each.partition, zone) for each in profiles}) > 1


def _lost_of(
    profiles: Sequence[Profile], off: Collection[date], clocks: Sequence[Sequence[int]], floor: float
) -> dict[int, Lost]:
    """`clocks` tell, for each partition, on which hour of a clock each of its 72 near hours falls."""
    counts: Counts = {str(hour): [] for hour in range(24)}
    uneven = []
    for profile, clock in zip(profiles, clocks, strict=True):
        rows = _on(clock, profile)
        for hour in range(24):
            counts[str(hour)].append(rows[hour])
        uneven.append(_uneven(tuple(clock)))
    gone = {hour for hours in uneven[-1:] for hour in hours}
    days = _days(profiles, off, [sum(each.slices.hours.values()) for each in profiles])
    _even_out(counts, uneven)
    return {int(hour): each for hour, each in lost(counts, days, floor).items() if int(hour) not in gone}


def rows_in_hours(profile: Profile, zone: ZoneInfo) -> Sequence[int]:
    """The rows of a partition in each local hour, by their event."""
    return _on(_by_hour(profile.partition, zone), profile)


@lru_cache(maxsize=256)
def _uneven(clock: tuple[int, ...]) -> frozenset[int]:
    """The hours that a day does not have, or has twice: nearly all days have the same clock."""
    times = Counter(clock)
    return frozenset(hour for hour, many in times.items() if many != 3)


def _on(clock: Sequence[int], profile: Profile) -> list[int]:
    """The rows of each hour of a clock."""
    rows = [0] * 24
    for hour, many in profile.slices.hours.items():
        rows[clock[hour - NEAR[0]]] += many
    return rows


def _even_out(counts: Counts, uneven: Sequence[Collection[int]]) -> None:
    """Hours that a day does not have, or has twice, are taken for what they were a week before."""
    for at, hours in enumerate(uneven):
        for hour in hours:
            rows = counts[str(hour)]
            rows[at] = rows[at - 7] if at >= 7 else rows[at]


@lru_cache(maxsize=4_096)
def _by_hour(day: date, zone: ZoneInfo) -> tuple[int, ...]:
    """The local hour of each hour from 24 before the midnight (UTC) of a day to 48 after it."""
    return tuple(hour % 24 for hour in wall_hours(day, zone))


@lru_cache(maxsize=4_096)
def _offset(day: date, zone: ZoneInfo) -> timedelta | None:
    return datetime.combine(day, time(12), zone).utcoffset()


def lost_levels(
    profiles: Sequence[Profile], off: Collection[date], column: str, floor: float
) -> dict[str, Lost]:
    """The levels of a segment column that lost rows in the newest partition."""
    known = [each for each in profiles if column in each.slices.segments]
    if not known or known[-1] is not profiles[-1]:
        return {}
    seen: Counter[str] = Counter()
    for profile in known[-RECENT:]:
        seen.update({name: level.rows for name, level in profile.slices.segments[column].items()})
    names = [name for name, _ in seen.most_common(LEVELS)]
    counts = {name: [rows_of(each.slices.segments[column], name) for each in known] for name in names}
    return lost(counts, _days(known, off, [each.rows for each in known]), floor)


def rows_of(levels: Mapping[str, Level], name: str) -> int:
    """The rows of a level; where it is not among those that were kept, as many as the smallest of them."""
    if name in levels:
        return levels[name].rows
    return min(level.rows for level in levels.values()) if len(levels) >= LEVELS else 0


def _days(profiles: Sequence[Profile], off: Collection[date], totals: Sequence[int]) -> Days:
    weekdays = [each.partition.weekday() for each in profiles]
    skip = [each.partition in off or not total for each, total in zip(profiles, totals, strict=True)]
    return Days(totals, weekdays, skip)
