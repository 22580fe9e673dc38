"""Do the rows that repeat a key form a block, as a file or an hour that is loaded again, or are they few?"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from checks.profiles.profile import Profile
from checks.profiles.repeats import QUARTER
from checks.verdict import called

NEARLY_ALL = 0.9
TWICE = 0.45
"""Where every key stands twice, half of the rows repeat one."""

BLOCK = 20
"""Fewer rows are no block."""


def replayed(profile: Profile, partitions: Mapping[date, Profile], zone: ZoneInfo, today: date) -> str | None:
    """What was loaded again, in words; None where the rows are scattered."""
    if profile.duplicates >= TWICE * profile.rows and not _older(profile):
        return "nearly every key of the day stands twice"
    if profile.duplicates < BLOCK:
        return None
    return (
        _of_a_day(profile, partitions, today) or _of_a_load(profile, zone, today) or _of_hours(profile, zone)
    )


def _older(profile: Profile) -> tuple[date, int] | None:
    """The other partition that nearly all of the keys stand in already, and how many do."""
    for day, rows in profile.repeats.days.items():
        if day != profile.partition.isoformat() and rows >= NEARLY_ALL * profile.duplicates:
            return date.fromisoformat(day), rows
    return None


def _of_a_day(profile: Profile, partitions: Mapping[date, Profile], today: date) -> str | None:
    """A good part of another day came again."""
    older = _older(profile)
    if older is None:
        return None
    day, rows = older
    source = partitions.get(day)
    if rows < TWICE * min(profile.rows, source.rows if source else profile.rows):
        return None
    return f"rows of {called(day, today)} came again"


def _of_a_load(profile: Profile, zone: ZoneInfo, today: date) -> str | None:
    """Nearly all that was loaded within half an hour was there already."""
    loads = profile.repeats.loads
    if not loads or profile.loaded is None or not profile.loaded.rows:
        return None
    first = max(loads, key=lambda quarter: loads[quarter] + loads.get(quarter + 1, 0))
    block = loads[first] + loads.get(first + 1, 0)
    quarters = 2 if first + 1 in loads else 1
    bounds = np.array([first * QUARTER - 1, (first + quarters) * QUARTER - 1], float)
    (low, high), _ = profile.loaded.share_upto(bounds)
    if block < NEARLY_ALL * profile.duplicates or block < NEARLY_ALL * (high - low) * profile.loaded.rows:
        return None
    start = datetime.fromtimestamp(first * QUARTER, zone)
    end = start + timedelta(seconds=quarters * QUARTER)
    return f"what was loaded from {called(start, today)} {start:%H:%M} to {end:%H:%M} was there already"


def _of_hours(profile: Profile, zone: ZoneInfo) -> str | None:
    """In a few hours nearly every key stands twice."""
    rows, again = profile.slices.hours, profile.repeats.hours
    hours = sorted(hour for hour, many in again.items() if many >= TWICE * rows.get(hour, 0))
    if not hours or sum(again[hour] for hour in hours) < NEARLY_ALL * profile.duplicates:
        return None
    midnight = datetime.combine(profile.partition, time(), UTC)
    first = (midnight + timedelta(hours=hours[0])).astimezone(zone)
    last = (midnight + timedelta(hours=hours[-1] + 1)).astimezone(zone)
    return f"between {first:%H:%M} and {last:%H:%M} nearly every key stands twice"
