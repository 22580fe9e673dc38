"""How old the events of a partition are, and how long its rows were on their way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from checks.declared import Table
from checks.profiles.aged import aged, grown
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
    return _lag(profiles, days_old, lambda clean, profile: 0)


def lag_of(profiles: Sequence[Profile], name: str) -> Lag | None:
    """Whether any other column of times lags in the same way; `age` is then a step of `aged`.

    What grows older by a day each day (the date of a price list) does not lag: it stays as it is.
    """

    def stays(clean: Profile, profile: Profile) -> int:
        oldest = _oldest_of(of(clean))
        return grown(oldest, clean.partition, profile.partition)

    def of(profile: Profile) -> dict[int, int]:
        return aged(profile, name)

    return _lag([each for each in profiles if of(each)], of, stays)


Ages = Callable[[Profile], Mapping[int, int]]


def _lag(profiles: Sequence[Profile], ages: Ages, stays: Callable[[Profile, Profile], int]) -> Lag | None:
    clean: list[tuple[Profile, Mapping[int, int]]] = []
    start, usual, beyond = len(profiles), 0.0, 0
    for at, profile in enumerate(profiles):
        its, known = ages(profile), clean[-LOOKED_BACK:]
        if len(known) < MIN_PARTITIONS:
            clean.append((profile, its))
            continue
        usual_ages = [each for _, each in known]
        limit = max(_oldest_usual(usual_ages), stays(known[-1][0], profile))
        most = max(_share_beyond(each, limit) for each in usual_ages)
        least = 1 / max(1, sum(sum(each.values()) for each in usual_ages))
        if _lags(its, limit, most, least):
            start, usual, beyond = min(start, at), most, limit
        else:
            clean.append((profile, its))
            start = len(profiles)
    if start == len(profiles):
        return None
    newest = ages(profiles[-1])
    old = {age: rows for age, rows in newest.items() if age > beyond}
    rows = sum(old.values())
    return Lag(profiles[start:], rows, rows / sum(newest.values()), usual, max(old, key=lambda age: old[age]))


def _oldest_usual(known: Sequence[Mapping[int, int]]) -> int:
    """The age in days that all but one in a hundred of the known rows have at most, and one day more."""
    pooled: dict[int, int] = {}
    for ages in known:
        for age, rows in ages.items():
            pooled[age] = pooled.get(age, 0) + rows
    oldest = _oldest_of(pooled)
    return max(0, oldest + max(1, oldest // 10)) if pooled else 0


def _oldest_of(ages: Mapping[int, int]) -> int:
    """The age that all but one in a hundred of the rows have at most."""
    allowed = OLD_SHARE * sum(ages.values())
    older = 0
    for age in sorted(ages, reverse=True):
        older += ages[age]
        if older > allowed:
            return age
    return 0


def _share_beyond(ages: Mapping[int, int], limit: int) -> float:
    return sum(rows for age, rows in ages.items() if age > limit) / max(1, sum(ages.values()))


def _lags(ages: Mapping[int, int], limit: int, most: float, least: float) -> bool:
    total = sum(ages.values())
    old = sum(rows for age, rows in ages.items() if age > limit)
    if old <= max(3 * most, most + LAGGING) * total:
        return False
    return surprise(old, total, max(most, least)) < CHANCE


def minutes_on_the_way(delays: Mapping[int, int], share: float) -> float:
    """The delay that this share of the rows has at most, in minutes."""
    total, seen = sum(delays.values()), 0
    for step in sorted(delays):
        seen += delays[step]
        if seen >= share * total:
            return minutes_of(step)
    return 0.0
