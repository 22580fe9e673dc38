"""Who is on call, by the turns that people take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from bot.domain.cadence import last_daily, last_weekly
from bot.domain.hours import DAY, moment_of, span_at, spans
from bot.domain.rota import Rota

FIRST_MONDAY = date(1970, 1, 5).toordinal()
AHEAD = timedelta(days=35)
"""So far is looked for the end of a shift, and for gaps: rotations of a few people come round in it."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody is on call from a moment until another; nobody is where `person` is None: a gap."""

    person: str | None
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Rotas:
    """All schedules by name, and the time zone of those that have none of their own."""

    by_name: Mapping[str, Rota]
    zone: tzinfo

    def on_call(self, name: str, moment: datetime) -> str | None:
        """The person whom a name stands for at a moment: itself, unless it is a schedule; None in a gap."""
        seen: set[str] = set()
        while (rota := self.by_name.get(name)) is not None:
            if name in seen:  # the configuration refuses such circles
                return None
            seen.add(name)
            found = _person(rota, rota.timezone or self.zone, moment)
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
        named = [*rota.people, *(each.person for each in rota.overrides), rota.otherwise]
        return tuple(dict.fromkeys(each for each in named if each is not None))

    def _changes(self, name: str, start: datetime, end: datetime, seen: frozenset[str]) -> Iterator[datetime]:
        """The moments between two at which somebody else may take over."""
        rota = self.by_name.get(name)
        if rota is None or name in seen:
            return
        yield from _moments(rota, rota.timezone or self.zone, start, end)
        for other in self.members(name):
            yield from self._changes(other, start, end, seen | {name})


def _person(rota: Rota, zone: tzinfo, moment: datetime) -> str | None:
    for override in reversed(rota.overrides):
        if moment_of(override.from_, zone) <= moment < moment_of(override.to, zone):
            return override.person
    if not _is_manned(rota, zone, moment):
        return rota.otherwise
    return rota.people[_turn(rota, zone, moment) % len(rota.people)]


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
    while day <= last:
        yield from _within(start, end, moment_of(datetime.combine(day, at), zone))
        day += DAY


def _within(start: datetime, end: datetime, *moments: datetime) -> Iterator[datetime]:
    yield from (moment for moment in moments if start < moment < end)
