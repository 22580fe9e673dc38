"""A table without days, by the days on which it was looked at: each state is kept, and carries on unchanged.

Its states stand for partitions: that of a day is the one in which the table was last found by then.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from checks.profiles.grouping import Group
from checks.profiles.packing import pack, unpack
from checks.profiles.profile import Profile
from checks.profiles.survey import PROFILE_VERSION, Kept, Progress, Survey, survey
from checks.sources.tables import SourceError
from checks.sources.whole import Whole

DAY_LONG = timedelta(days=1)


@dataclass(frozen=True)
class Observed(Survey):
    """The states in which a table was found, oldest first; only the rows of the newest can still be read."""

    states: Sequence[Profile] = ()
    _carried: dict[tuple[date, date], Profile] = field(default_factory=dict, compare=False, repr=False)

    def known(self, as_of: datetime, zone: ZoneInfo) -> dict[date, Profile]:
        """The state on each day, from the first look (or since its files were written) up to that day."""
        today = as_of.astimezone(zone).date()
        known = [each for each in self.states if each.seen and each.seen <= as_of]
        starts = [_since(each, zone) for each in known]
        ends = [*starts[1:], today + DAY_LONG]
        return {
            day: self._on(day, state)
            for state, start, end in zip(known, starts, ends, strict=False)
            for day in (start + DAY_LONG * at for at in range((end - start).days))
        }

    def _on(self, day: date, state: Profile) -> Profile:
        where = (day, state.partition)
        if where not in self._carried:
            self._carried[where] = replace(state, partition=day)
        return self._carried[where]

    def readable(self, days: Collection[date], as_of: datetime) -> tuple[date, ...]:
        """The day under which the rows of these days can be read; none where they were overwritten since."""
        newest = self.loads[-1]
        is_known = newest.seen is not None and newest.seen <= as_of
        return (newest.partition,) if is_known and _since(newest, UTC) <= max(days) else ()


def _since(state: Profile, zone: tzinfo) -> date:
    """The day of the look; of the first state the day on which its files were written."""
    return min(state.partition, state.seen.astimezone(zone).date()) if state.seen else state.partition


def observe(
    table: Whole, kept: Kept, now: datetime, zone: ZoneInfo, progress: Progress | None = None
) -> Observed:
    """Look at a table, keep its profile where it has changed, and return all that was kept of it.

    Raises `SourceError` where it cannot be read: what it held before says nothing of today.
    """
    table.day = now.astimezone(zone).date()
    diary = _Diary(table, kept, now)
    found = survey(table, diary, progress=progress)
    if not found.loads:
        raise SourceError(found.unreadable[0].what)
    states = diary.states()
    table.day = states[-1].partition
    bundles = [replace(bundle, day=table.day) for bundle in found.bundles]
    return Observed(table, bundles, states[-1:], found.unreadable, states[0].seen, states)


class _Diary:
    """Where the states of one table are kept, by the day on which each was found; none is ever forgotten.

    To a survey it shows the newest alone, so that any change is read anew. States stay when other facts
    are wanted of the rows: those of the past cannot be read again.
    """

    def __init__(self, table: Whole, kept: Kept, now: datetime) -> None:
        self._table, self._kept, self._now = table, kept, now
        self._version = f"{PROFILE_VERSION}:"
        there = kept.kept(table.identity)
        self._rows = {
            group: (mark.removeprefix(self._version), body)
            for group, (mark, body) in sorted(there.items(), key=lambda row: row[0][0])
            if mark.startswith(self._version) and group[0] <= table.day
        }
        kept.forget(
            table.identity, [g for g, (mark, _) in there.items() if not mark.startswith(self._version)]
        )

    def states(self) -> list[Profile]:
        """Every state, oldest first."""
        return [unpack(body) for _, body in self._rows.values()]

    def kept(self, identity: str) -> Mapping[Group, tuple[str, bytes]]:
        """The newest state; of anything else all that is kept."""
        if identity != self._table.identity:
            return self._kept.kept(identity)
        return dict(list(self._rows.items())[-1:])

    def keep(self, identity: str, profiles: Mapping[Group, tuple[str, bytes]]) -> None:
        """Add the state of today, with the moment; of several on one day the last one stays."""
        if identity == self._table.identity:
            found = {group: (mark, self._stamped(body)) for group, (mark, body) in profiles.items()}
            self._rows |= found
            profiles = {group: (f"{self._version}{mark}", body) for group, (mark, body) in found.items()}
        self._kept.keep(identity, profiles)

    def _stamped(self, body: bytes) -> bytes:
        """A row that says when it was loaded knows better than the files."""
        profile, changed = unpack(body), self._table.changed
        written = min(changed, self._now) if changed else None
        seen = written if written and not self._rows else self._now  # of the first it is known since when
        return pack(replace(profile, seen=seen, last_loaded=profile.last_loaded or written))

    def forget(self, identity: str, groups: Iterable[Group]) -> None:
        """A state that has passed is history; anything else is dropped."""
        if identity != self._table.identity:
            self._kept.forget(identity, groups)
