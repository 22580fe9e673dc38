"""A survey in which each partition is judged as if it were the newest, by all that is known of it now."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from checks.profiles.profile import Profile
from checks.profiles.survey import Survey, by_day, is_under_way
from checks.sources.tables import Unreadable

EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class UpTo(Survey):
    """As of a moment, the partitions whose day is over then, with the rows that were loaded by `seen_by`.

    A replay asks what was known then. This asks what is known now: rows that came late are there, and
    later partitions are not looked at.
    """

    seen_by: datetime = EVER

    def known(self, as_of: datetime, zone: ZoneInfo) -> dict[date, Profile]:
        """By day, up to the day before that moment."""
        today = as_of.astimezone(zone).date()
        loads = [load for load in self.loads if load.partition < today]
        whole = [load for load in loads if load.last_loaded is None or load.last_loaded <= self.seen_by]
        parts = self._parts([load for load in loads if is_under_way(load, self.seen_by)], self.seen_by)
        return by_day([*whole, *parts])

    def unreadable_by(self, as_of: datetime, zone: ZoneInfo) -> list[Unreadable]:
        """What could not be read of these partitions."""
        today = as_of.astimezone(zone).date()
        return [part for part in self.unreadable if part.day is None or part.day < today]


def up_to(found: Survey, seen_by: datetime) -> UpTo:
    """A survey for judging each partition as the newest."""
    return UpTo(found.table, found.bundles, found.loads, found.unreadable, found.first_look, seen_by)


def with_batch(found: Survey, batch: Survey, day: date, loads: tuple[Profile, ...]) -> Survey:
    """The survey with a batch in place of the partition of its day."""
    return replace(
        found,
        bundles=[*(each for each in found.bundles if each.day != day), *batch.bundles],
        loads=[*(each for each in found.loads if each.partition != day), *loads],
        unreadable=[*(each for each in found.unreadable if each.day != day), *batch.unreadable],
    )
