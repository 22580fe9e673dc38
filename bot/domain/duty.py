"""What a calendar says of who is on call: its events, whom they name, and the shifts that follow."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from heapq import heappop, heappush
from itertools import pairwise

from bot.domain.declared import Person

AHEAD = timedelta(days=35)
"""So far is looked for the end of a shift, and for gaps: rotations of a few people come round in it."""
OLD = timedelta(days=1)
"""A copy that is older says so."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody is on call from a moment until another; nobody is where `person` is None: a gap."""

    person: str | None
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a calendar: its summary, the e-mail addresses of whom it is for, from when until when."""

    summary: str
    addresses: tuple[str, ...]
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Copy:
    """What a calendar said at `as_of`, when it was last read; None where it never was.

    `shifts` follow each other, with gaps between them. `faults` are the events that name nobody, in words.
    `trouble` says why it could not be read since, empty where it could.
    """

    shifts: tuple[Shift, ...] = ()
    faults: tuple[str, ...] = ()
    as_of: datetime | None = None
    trouble: str = ""

    def at(self, moment: datetime) -> str | None:
        """Who is on call at a moment; None where nobody is."""
        place = bisect_right(self.shifts, moment, key=lambda shift: shift.starts) - 1
        return self.shifts[place].person if place >= 0 and moment < self.shifts[place].ends else None

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody whom it names, each once."""
        return tuple(dict.fromkeys(shift.person for shift in self.shifts if shift.person is not None))

    def is_old(self, now: datetime) -> bool:
        """Whether it was last read more than a day ago, or never."""
        return self.as_of is None or now - self.as_of > OLD

    def said(self, zone: tzinfo) -> str:
        """What it is worth where the calendar cannot be read, in words that follow its name."""
        as_of = f"what counts is as of {self.as_of.astimezone(zone):%Y-%m-%d %H:%M %Z}" if self.as_of else ""
        return f"cannot be read ({self.trouble}): {as_of or 'nobody is on call by it'}"


class NamesNobodyError(Exception):
    """An event names nobody whom we know, or several; the text says which."""


@dataclass(frozen=True)
class Names:
    """Whom an event names: by the names and addresses of people, and by what else they are called there."""

    people: Mapping[str, Person]
    called: Mapping[str, str]

    def person(self, event: Event) -> str:
        """Whom it names: in its summary, otherwise by an address. Raises `NamesNobodyError`."""
        for found in (self._in_words(event.summary), self._by_address(event.addresses)):
            if len(found) > 1:
                raise NamesNobodyError(f"names {' and '.join(found)}: leave one of them")
            if found:
                return found[0]
        raise NamesNobodyError("names nobody of people: mend it, or add to names who is meant")

    def _in_words(self, summary: str) -> list[str]:
        """Everybody who is named as whole words; of "Maria" and "Maria Schmidt" the longer counts."""
        text, found = _plain(summary), []
        for phrase, person in self._known.items():
            text, times = re.subn(rf"(?<![\w@])(?<!\w[.-]){re.escape(phrase)}(?![\w@]|[.-]\w)", "\n", text)
            found += [person] * bool(times)
        return list(dict.fromkeys(found))

    def _by_address(self, addresses: Sequence[str]) -> list[str]:
        found = [self._known.get(_plain(address)) for address in addresses]
        return list(dict.fromkeys(person for person in found if person is not None))

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """All that people are called, the longest first."""
        names = {name: name for name in self.people}
        names |= {person.email: name for name, person in self.people.items() if person.email}
        known = {_plain(said): person for said, person in (names | dict(self.called)).items()}
        known.pop("", None)  # nothing stands in every summary
        return dict(sorted(known.items(), key=lambda each: -len(each[0])))


def copied(events: Iterable[Event], broken: Iterable[str], names: Names, zone: tzinfo, now: datetime) -> Copy:
    """What events say of who is on call; those that name nobody count for nothing, and are told.

    So are the broken ones, which come in words.
    """
    named: list[tuple[Event, str]] = []
    faults = list(broken)
    for event in sorted(events, key=lambda each: each.starts):
        try:
            named.append((event, names.person(event)))
        except NamesNobodyError as error:
            if event.ends > now:
                at = f"{event.starts.astimezone(zone):%a %-d %b %H:%M}"
                faults.append(f"the event {shown(event.summary)} at {at} {error}")
    return Copy(shifts=tuple(_merged(_laid_out(named))), faults=tuple(faults), as_of=now)


def shown(summary: str) -> str:
    """A summary as people are shown it: in a line, and not too long."""
    text = " ".join(_without_controls(summary).split())
    return f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”"


def _laid_out(named: Iterable[tuple[Event, str]]) -> Iterator[Shift]:
    """Events that overlap, side by side: the one that began last counts; of two that did, the shorter."""
    waiting = sorted(((e.starts, e.ends, person) for e, person in named), reverse=True)
    going: list[tuple[float, datetime, str]] = []
    moments = sorted({moment for starts, ends, _ in waiting for moment in (starts, ends)})
    for moment, after in pairwise(moments):
        while waiting and waiting[-1][0] <= moment:
            starts, ends, person = waiting.pop()
            heappush(going, (-starts.timestamp(), ends, person))
        while going and going[0][1] <= moment:
            heappop(going)
        if going:
            yield Shift(going[0][2], moment, after)


def _merged(shifts: Iterable[Shift]) -> Iterator[Shift]:
    """Shifts of one person that follow each other are one."""
    last: Shift | None = None
    for shift in shifts:
        if last is not None and (last.person, last.ends) == (shift.person, shift.starts):
            last = Shift(last.person, last.starts, shift.ends)
            continue
        if last is not None:
            yield last
        last = shift
    if last is not None:
        yield last


def _plain(text: str) -> str:
    """A text as it is compared: without case, controls and doubled spaces."""
    return " ".join(unicodedata.normalize("NFKC", _without_controls(text)).casefold().split())


def _without_controls(text: str) -> str:
    return "".join(" " if unicodedata.category(each)[0] == "C" else each for each in text)
