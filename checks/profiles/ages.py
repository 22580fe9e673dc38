"""How old the events of a partition are, and how long its rows were on their way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from checks.declared import Table
from checks.profiles.contents import changed_at
from checks.profiles.profile import Profile
from checks.profiles.slices import minutes_of
from checks.statistics.distance import surprise

LAGGING, CHANCE = 0.02, 1e-6
LOOKED_BACK = 28
MIN_PARTITIONS = 7
RECENT = 7
OLD_SHARE = 0.01
"""Old are events beyond the age of all but one in a hundred of the clean partitions before."""


@dataclass(frozen=True, slots=True)
class Lag:
    """Rows whose events are older than is usual: since which partitions, and how old most of them are."""

    profiles: Sequence[Profile]
    rows: int
    share: float
    usual: float
    age: int


def newest_moment(partitions: Mapping[date, Profile], table: Table, as_of: datetime) -> datetime | None:
    """When the newest row was loaded or, where that is not known, happened; a time to come does not count.

    Of a table that is one whole and does not say it: when its content changed.
    """
    if not (table.has_days or table.loaded_at_field):
        return changed_at(list(partitions.values()))
    recent = sorted(partitions)[-RECENT:]
    known = (_newest(partitions[day], table, as_of) for day in recent)
    return max((moment for moment in known if moment), default=None)


def _newest(profile: Profile, table: Table, as_of: datetime) -> datetime | None:
    if table.loaded_at_field:
        return profile.last_loaded
    if profile.last_event is None or profile.last_event <= as_of:
        return profile.last_event
    midnight = datetime.combine(profile.partition, time(), UTC)
    ends = (midnight + timedelta(hours=hour + 1) for hour in profile.slices.hours)
    return max((end for end in ends if end <= as_of), default=None)


def days_old(profile: Profile) -> dict[int, int]:
    """Rows by how many days before their partition's day they happened; a day around it counts as 0."""
    found = dict(profile.slices.ages)
    found[0] = found.get(0, 0) + sum(profile.slices.hours.values())
    return {age: rows for age, rows in found.items() if rows}


def lag(profiles: Sequence[Profile]) -> Lag | None:
    """Whether events of the newest partition lag: two in a hundred, three times as many as ever before, and
    no chance (binomial p < 1e-6). Partitions that lag are not learned from."""
    clean: list[Profile] = []
    start, usual, beyond = len(profiles), 0.0, 0
    for at, profile in enumerate(profiles):
        known = clean[-LOOKED_BACK:]
        if len(known) < MIN_PARTITIONS:
            clean.append(profile)
            continue
        limit = _oldest_usual(known)
        most = max(_share_beyond(each, limit) for each in known)
        if _lags(profile, limit, most, known):
            start, usual, beyond = min(start, at), most, limit
        else:
            clean.append(profile)
            start = len(profiles)
    if start == len(profiles):
        return None
    newest = days_old(profiles[-1])
    old = {age: rows for age, rows in newest.items() if age > beyond}
    rows = sum(old.values())
    return Lag(profiles[start:], rows, rows / sum(newest.values()), usual, max(old, key=lambda age: old[age]))


def _oldest_usual(known: Sequence[Profile]) -> int:
    """The age in days that all but one in a hundred of the known rows have at most, and one day more."""
    pooled: dict[int, int] = {}
    for profile in known:
        for age, rows in days_old(profile).items():
            pooled[age] = pooled.get(age, 0) + rows
    allowed = OLD_SHARE * sum(pooled.values())
    older = 0
    for age in sorted(pooled, reverse=True):
        older += pooled[age]
        if older > allowed:
            return max(0, age + max(1, age // 10))
    return 0


def _share_beyond(profile: Profile, limit: int) -> float:
    ages = days_old(profile)
    return sum(rows for age, rows in ages.items() if age > limit) / max(1, sum(ages.values()))


def _lags(profile: Profile, limit: int, most: float, known: Sequence[Profile]) -> bool:
    ages = days_old(profile)
    total = sum(ages.values())
    old = sum(rows for age, rows in ages.items() if age > limit)
    if old <= max(3 * most, most + LAGGING) * total:
        return False
    least = 1 / max(1, sum(sum(days_old(each).values()) for each in known))
    return surprise(old, total, max(most, least)) < CHANCE


def minutes_on_the_way(delays: Mapping[int, int], share: float) -> float:
    """The delay that this share of the rows has at most, in minutes."""
    total, seen = sum(delays.values()), 0
    for step in sorted(delays):
        seen += delays[step]
        if seen >= share * total:
            return minutes_of(step)
    return 0.0
