"""How a pipeline was in a time that is over: by what was judged and open then, not by what is known now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property

from bot.domain.audit import Audit
from bot.domain.declared import Pipeline
from bot.domain.health import MAX_AGE, Health, health
from bot.domain.incident import Event, Incident, What, loudest
from checks.verdict import Outcome, Urgency

LONGEST = timedelta(days=8)
"""So long a time is told, change by change: a week, with the hour that daylight saving adds."""
BEGINS, OVER = (What.OPENED, What.REOPENED), (What.RESOLVED, What.GONE)
CALM, BACK = (What.HELD,), (What.BACK, *BEGINS, *OVER)
TURNS = (*BEGINS, *OVER, *CALM, What.BACK)
"""What a timeline tells of when an incident was open, and when it was held open though it was in order."""

Spell = tuple[datetime, datetime | None]
"""From when until when; None where it goes on."""


@dataclass(frozen=True, slots=True)
class Life:
    """When an incident was open; and when it was calm, in order but held open."""

    incident: Incident
    open: Sequence[Spell]
    calm: Sequence[Spell] = ()

    @property
    def changes(self) -> Iterator[datetime]:
        """When that changed."""
        return (at for spell in (*self.open, *self.calm) for at in spell if at is not None)

    def was_open(self, at: datetime) -> bool:
        """Whether it was open at a moment."""
        return any(_within(spell, at) for spell in self.open)

    def urgency(self, at: datetime, kept: "Kept") -> Urgency:
        """How loud it was: as its loudest finding that was not in order by then, mended since or not.

        Where no audit judged any, by the last one that found something of it; or else as it is now.
        """
        said = list(self._found(at, kept)) or self._loud(at, kept.loud)
        is_calm = any(_within(spell, at) for spell in self.calm)
        return Urgency.TICKET if is_calm and loudest(said) is Urgency.PAGE else loudest(said)

    def _found(self, at: datetime, kept: "Kept") -> Iterator[Urgency]:
        lead, mine = self.incident.lead, {each.fingerprint for each in self.incident.findings}
        known: dict[str, Urgency | None] = {}
        for place in {(each.table, each.check) for each in self.incident.findings}:
            for as_of, mark, how in kept.heard.get(place, ()):
                if as_of <= at and (mark in mine or place == (lead.table, lead.check)):
                    known[mark] = how
        yield from (how for how in known.values() if how is not None)

    def _loud(self, at: datetime, loud: "Loud") -> Sequence[Urgency]:
        mine = {each.fingerprint for each in self.incident.findings}
        kept = (
            [urgency for mark, urgency in found.items() if mark in mine]
            for as_of, found in reversed(loud)
            if as_of <= at
        )
        return next((some for some in kept if some), [each.urgency for each in self.incident.findings])


Loud = Sequence[tuple[datetime, Mapping[str, Urgency]]]
"""How loud each finding of each audit was, by fingerprint, the oldest audit first."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A while in which the status did not change: the health at its end, and what was open in it."""

    begins: datetime
    ends: datetime
    health: Health
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How a pipeline was, stretch by stretch; and what was found `later` that had begun by then."""

    pipeline: str
    stretches: Sequence[Stretch]
    later: Sequence[tuple[Incident, datetime]] = ()
    """Each with its first bad row."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the store keeps of a pipeline: its audits, the newest first, how loud their findings were, its
    incidents."""

    audits: Sequence[Audit]
    loud: Loud
    lives: Sequence[Life]

    @cached_property
    def heard(self) -> Mapping[tuple[str, str], Sequence[tuple[datetime, str, Urgency | None]]]:
        """By table and check what the audits said, the oldest first: when, of which fingerprint, and how loud
        it was; None where that was in order."""
        loud = dict(self.loud)
        found: dict[tuple[str, str], list[tuple[datetime, str, Urgency | None]]] = {}
        for audit in reversed(self.audits):
            for said in audit.judgements:
                mark = audit.fingerprint(said)
                how = loud.get(audit.as_of, {}).get(mark, said.urgency)
                if said.outcome is Outcome.OK or (said.outcome is Outcome.BREACH and how is not None):
                    told = None if said.outcome is Outcome.OK else how
                    found.setdefault((said.table, said.check), []).append((audit.as_of, mark, told))
        return found


def life(incident: Incident, timeline: Iterable[Event]) -> Life:
    """When an incident was open, by its timeline; by itself where that tells nothing."""
    events = list(timeline)
    spells = _spells(events, BEGINS, OVER) or ((incident.opened_at, incident.resolved_at),)
    return Life(incident, spells, _spells(events, CALM, BACK))


def course(
    pipeline: Pipeline,
    kept: Kept,
    zone: tzinfo,
    begins: datetime,
    ends: datetime,
    holidays: frozenset[date] | None = None,
) -> tuple[Stretch, ...]:
    """How a pipeline was between two moments, which may be one; the tables are those that it declares now."""
    found: list[Stretch] = []
    for at in _changes(kept, begins, ends):
        open_ = [each for each in kept.lives if each.was_open(at)]
        loud = [(each.urgency(at, kept), each.incident) for each in open_]
        said = health(pipeline, kept.audits, [how for how, _ in loud], zone, at, holidays=holidays)
        mine = tuple(incident for how, incident in loud if how is not Urgency.NOTE)
        if found and found[-1].health.status is said.status:
            known = dict.fromkeys(each.id for each in found[-1].incidents)
            more = tuple(each for each in mine if each.id not in known)
            found[-1] = replace(found[-1], health=said, incidents=(*found[-1].incidents, *more))
        else:
            found = [*found[:-1], *(replace(each, ends=at) for each in found[-1:])]
            found.append(Stretch(at, ends, said, mine))
    return tuple(found)


def _changes(kept: Kept, begins: datetime, ends: datetime) -> list[datetime]:
    """The moments at which the health may have become another one."""
    audits = [each.as_of for each in kept.audits]
    old = [each + MAX_AGE + timedelta(microseconds=1) for each in audits]
    turns = [at for each in kept.lives for at in each.changes]
    return sorted({begins, *(at for at in (*audits, *old, *turns) if begins < at < ends)})


def _spells(events: Iterable[Event], begins: Sequence[str], ends: Sequence[str]) -> tuple[Spell, ...]:
    found: list[Spell] = []
    for event in events:
        goes_on = bool(found) and found[-1][1] is None
        if goes_on and event.kind in ends and event.kind not in begins:
            found[-1] = (found[-1][0], event.at)
        elif not goes_on and event.kind in begins:
            found.append((event.at, None))
    return tuple(found)


def _within(spell: Spell, at: datetime) -> bool:
    begins, ends = spell
    return begins <= at and (ends is None or at < ends)
