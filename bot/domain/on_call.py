"""Who is on call, by the turns that people take or by what a calendar says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from bot.domain.cadence import last_daily, last_weekly
from bot.domain.duty import AHEAD, Copy, Shift
from bot.domain.hours import DAY, moment_of, span_at, spans
from bot.domain.rota import Rota

FIRST_MONDAY = date(1970, 1, 5).toordinal()
NEVER_READ = Copy(trouble="it was not read yet")


@dataclass(frozen=True)
class Rotas:
    """All schedules by name, the time zone of those that have none of their own, and what calendars said."""

    by_name: Mapping[str, Rota]
    zone: tzinfo
    copies: Mapping[str, Copy] = field(default_factory=dict)

    def on_call(self, name: str, moment: datetime) -> str | None:
        """The person whom a name stands for at a moment: itself, unless it is a schedule; None in a gap."""
        seen: set[str] = set()
        while (rota := self.by_name.get(name)) is not None:
            if name in seen:  # the configuration refuses such circles
                return None
            seen.add(name)
            found = self._person(name, rota, moment)
            if found is None:
                return None
            name = found
        return name

    def shift(self, name: str, moment: datetime) -> Shift:
        """The shift that goes on at a moment, as far as it is looked ahead."""
        return next(self.shifts(name, moment, moment + AHEAD))

    def shifts(self, name: str, start: datetime, end: datetime) -> Iterator[Shift]:
        """Who is on call between two moments, in order; each shift follows the one before."""
        shift: Shift | None = None
        for moment in sorted({start, *self._changes(name, start, end, frozenset())}):
            person = self.on_call(name, moment)
            if shift is not None and shift.person != person:
                yield replace(shift, ends=moment)
            if shift is None or shift.person != person:
                shift = Shift(person, moment, end)
        if shift is not None:
            yield shift

    def gaps(self, name: str, start: datetime) -> list[Shift]:
        """When nobody is on call in the five weeks from a moment on."""
        return [each for each in self.shifts(name, start, start + AHEAD) if each.person is None]

    def members(self, name: str) -> tuple[str, ...]:
        """Everybody, and every other schedule, that a schedule may name; nobody where it is none."""
        rota = self.by_name.get(name)
        if rota is None:
            return ()
        in_turn = self.copies.get(name, NEVER_READ).people if rota.calendar else rota.people
        named = [*in_turn, *(each.person for each in rota.overrides), rota.otherwise]
        return tuple(dict.fromkeys(each for each in named if each is not None))

    def copy(self, name: str) -> Copy | None:
        """What the calendar of a schedule said when it was last read; None where it has no calendar."""
        rota = self.by_name.get(name)
        return None if rota is None or rota.calendar is None else self.copies.get(name, NEVER_READ)

    def _person(self, name: str, rota: Rota, moment: datetime) -> str | None:
        """The person or the other schedule that a schedule names at a moment."""
        zone = rota.timezone or self.zone
        for override in reversed(rota.overrides):
            if moment_of(override.from_, zone) <= moment < moment_of(override.to, zone):
                return override.person
        if not _is_manned(rota, zone, moment):
            return rota.otherwise
        if rota.calendar is not None:
            return self.copies.get(name, NEVER_READ).at(moment) or rota.otherwise
        return rota.people[_turn(rota, zone, moment) % len(rota.people)]

    def _changes(self, name: str, start: datetime, end: datetime, seen: frozenset[str]) -> Iterator[datetime]:
        """The moments between two at which somebody else may take over."""
        rota = self.by_name.get(name)
        if rota is None or name in seen:
            return
        yield from _moments(rota, rota.timezone or self.zone, start, end)
        if rota.calendar is not None:
            for shift in self.copies.get(name, NEVER_READ).shifts:
                yield from _within(start, end, shift.starts, shift.ends)
        for other in self.members(name):
            yield from self._changes(other, start, end, seen | {name})


def _turn(rota: Rota, zone: tzinfo, moment: datetime) -> int:
    """The number of the turn: days between the first change of all and the last one, by the calendar."""
    weekday, at = rota.changes_on, rota.handover[1]
    last = last_daily(at, zone, moment) if weekday is None else last_weekly(weekday, at, zone, moment)
    days = last.astimezone(zone).date().toordinal() - _first_change(rota)
    return days // ((1 if weekday is None else 7) * rota.every)


def _first_change(rota: Rota) -> int:
    """The day of it, which is `since` or the last change before that."""
    weekday = rota.changes_on
    if rota.since is None:
        return FIRST_MONDAY + (weekday or 0)
    return rota.since.toordinal() - (0 if weekday is None else (rota.since.weekday() - weekday) % 7)


def _is_manned(rota: Rota, zone: tzinfo, moment: datetime) -> bool:
    return rota.hours is None or span_at(rota.hours, zone, moment) is not None


def _moments(rota: Rota, zone: tzinfo, start: datetime, end: datetime) -> Iterator[datetime]:
    _, at = rota.handover
    for override in rota.overrides:
        yield from _within(start, end, moment_of(override.from_, zone), moment_of(override.to, zone))
    day, last = start.astimezone(zone).date() - DAY, end.astimezone(zone).date()
    for span in spans(rota.hours, zone, day, last) if rota.hours else ():
        yield from _within(start, end, *span)
    while rota.calendar is None and day <= last:
        yield from _within(start, end, moment_of(datetime.combine(day, at), zone))
        day += DAY


def _within(start: datetime, end: datetime, *moments: datetime) -> Iterator[datetime]:
    yield from (moment for moment in moments if start < moment < end)
