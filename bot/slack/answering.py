"""The answer to a question in somebody's own words: what it is about, and the message for its topic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.incident import Incident
from bot.domain.question import Question, Topic, understand
from bot.domain.question_span import LATELY
from bot.messages.answers import (
    findings_message,
    first_message,
    looked_at,
    nothing_open,
    opened_message,
)
from bot.messages.beforehand import beforehand_message, nothing_before
from bot.messages.health import Bulletin, health_message
from bot.messages.help import help_message, not_understood
from bot.messages.hints import none_declared, unknown_incident
from bot.messages.message import SlackMessage
from bot.messages.on_call import on_call_message
from bot.messages.on_call_then import Then, duty_then_message, on_call_then_message
from bot.messages.paged import duty_message, never_paged, pages_message, since_message, why_paged
from bot.messages.trust import trust_message
from bot.slack.actions import explained
from bot.slack.desk import Desk

_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where and by whom something is asked: the pipeline of the channel, the incident of the thread."""

    who: str
    pipeline: str | None = None
    incident: int | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """A question, where it is asked, and all that is known of what it is about."""

    desk: Desk
    asked: Question
    place: Place

    @property
    def incident(self) -> Incident | None:
        """The incident that is meant: by its number, or that of the thread where nothing else is named."""
        number = self.asked.incident
        if number is None and not self.asked.subject.is_named:
            number = self.place.incident
        return self.desk.questions.incident(number) if number is not None else None

    @property
    def pipelines(self) -> Sequence[str]:
        """The pipelines that are meant; none is all."""
        subject = self.asked.subject
        named = dict.fromkeys([*subject.pipelines, *(pipeline for pipeline, _ in subject.tables)])
        if subject.fed:
            named |= dict.fromkeys(place[0] for place in self.desk.questions.way_to((), subject.fed))
        if not subject.is_named and (self.asked.that or self.asked.incident is not None):
            known = self.incident.pipeline if self.incident else self.place.pipeline
            return [known] if known else []
        return list(named)

    @property
    def bulletins(self) -> list[Bulletin]:
        """Of these pipelines, with the incidents that are meant: of a table, those on the way to it."""
        said = self.desk.bulletins(self.pipelines)
        subject = self.asked.subject
        if not subject.tables and not subject.fed:
            return said
        way = set(self.desk.questions.way_to(subject.tables, subject.fed))
        whole = set(subject.pipelines)
        return [each if each.health.pipeline in whole else _only(each, way) for each in said]

    @property
    def near(self) -> list[Bulletin]:
        """Of the incident that is meant, or of the pipeline of the channel where nothing else is named."""
        if self.incident is not None:
            return self.desk.bulletins([self.incident.pipeline])
        place = self.place.pipeline
        return self.desk.bulletins([place]) if place and not self.asked.subject.is_named else self.bulletins

    def open(self, near: Sequence[Bulletin]) -> list[Incident]:
        """The incident that is meant, or those that are open there, the most costly first."""
        if self.incident is not None:
            return [self.incident]
        found = [each for bulletin in near for each in bulletin.incidents]
        return sorted(found, key=lambda each: (each.focus is None, each.lead.rank, each.id))

    @property
    def zone(self) -> ZoneInfo:
        """The clock of who asks."""
        return self.desk.wishes.zone(self.place.who)

    @property
    def watched(self) -> Sequence[str]:
        """The names of the pipelines that are meant, all where none is."""
        return self.pipelines or self.desk.pipelines

    @property
    def person(self) -> str:
        """Whom it is about: who is named, otherwise who asks."""
        return next(iter(self.asked.subject.people), self.place.who)

    @property
    def you(self) -> bool:
        """Whether that is who asks."""
        return self.person == self.place.who


def _only(bulletin: Bulletin, way: set[tuple[str, str]]) -> Bulletin:
    mine = [
        each
        for each in bulletin.incidents
        if any((each.pipeline, finding.table) in way for finding in each.findings)
    ]
    return Bulletin(
        health=bulletin.health,
        incidents=mine,
        around=bulletin.around,
        links=bulletin.links,
        notes=bulletin.notes,
    )


def answer(desk: Desk, text: str, place: Place) -> SlackMessage:
    """The answer to a question, true as of now; what is not understood gets no guess."""
    asked = understand(text, desk.questions.names)
    case = _Case(desk, asked, place)
    if asked.incident is not None and case.incident is None:
        return unknown_incident(asked.incident)
    return _ANSWERS[asked.topic](case)


def _help(case: _Case) -> SlackMessage:
    return help_message(case.desk.pipelines)


def _unknown(case: _Case) -> SlackMessage:
    return not_understood(case.desk.pipelines, case.asked.strange)


def _health(case: _Case) -> SlackMessage:
    subject = case.asked.subject
    return _trust(case) if subject.tables or subject.fed else health_message(case.bulletins)


def _trust(case: _Case) -> SlackMessage:
    subject, tables = case.asked.subject, list(case.asked.subject.tables)
    if case.asked.that and case.incident is not None:
        tables = [(case.incident.pipeline, case.incident.lead.table)]
    if not tables and not subject.fed:
        return health_message(case.bulletins)
    trusts = case.desk.questions.trusts(tables, subject.fed)
    return trust_message(trusts, case.desk.bulletins(), case.zone)


def _broke(case: _Case) -> SlackMessage:
    if case.incident is not None and (case.asked.that or case.asked.incident is not None):
        return explained(case.desk, case.incident.id)
    span, zone = case.asked.span, case.zone
    if span is None or not span.is_past:
        return findings_message(case.bulletins)
    begins, ends = span.bounds(case.desk.now(), zone)
    known = {each.health.pipeline: each for each in case.desk.bulletins()}
    found = case.desk.questions.opened(case.watched, begins, ends)
    pairs = [(each, known[each.pipeline]) for each in found if each.pipeline in known]
    return opened_message(pairs, case.bulletins, span.words, (begins, ends), zone)


def _first(case: _Case) -> SlackMessage:
    return first_message(case.bulletins)


def _on_call(case: _Case) -> SlackMessage:
    now, ahead = case.desk.now(), case.asked.ahead
    around = [(name, case.desk.around(name)) for name in case.watched]
    if not around:
        return none_declared()
    of_somebody = case.asked.me or case.asked.subject.people
    if ahead is not None:
        then = Then(*ahead.bounds(now, case.zone), case.zone)
        if of_somebody:
            return duty_then_message(case.person, around, then, now, you=case.you)
        return on_call_then_message(around, then, now)
    if of_somebody:
        return duty_message(case.person, around, now, you=case.you)
    return on_call_message(around, now)


def _paged(case: _Case) -> SlackMessage:
    who = "you" if case.you else case.person
    found = case.desk.questions.newest_page(case.person, case.watched)
    if found is None:
        return never_paged(who, case.pipelines)
    ring, incident = found
    around = case.desk.around(incident.pipeline)
    return why_paged(incident, around, ring.at, ring.hop, ring.route, who=who)


def _since(case: _Case) -> SlackMessage:
    near = case.near
    found = case.open(near)
    if not found:
        return nothing_open(near, case.zone)
    shown = found[:_AT_ONCE]
    known = [(each, case.desk.around(each.pipeline), case.desk.questions.first_bad(each)) for each in shown]
    return since_message(known, len(found) - len(shown), looked_at(near, case.zone))


def _changed(case: _Case) -> SlackMessage:
    near = case.near
    found = case.open(near)
    if not found:
        return nothing_before(near, case.zone)
    shown = found[:_AT_ONCE]
    known = case.desk.questions.changed_before(shown)
    zones = [case.desk.questions.zone(each.incident.pipeline) for each in known]
    return beforehand_message(list(zip(known, zones, strict=True)), len(found) - len(shown))


def _pages(case: _Case) -> SlackMessage:
    desk, people = case.desk, case.asked.subject.people
    begins, ends = (case.asked.span or LATELY).bounds(desk.now(), case.zone)
    counted = desk.questions.pages(case.watched, begins, ends)
    mine = [case.place.who] if case.asked.me else people
    return pages_message(counted.pages, begins, ends, case.zone, counted.unwatched, mine)


_ANSWERS: Mapping[Topic, Callable[[_Case], SlackMessage]] = {
    Topic.HEALTH: _health,
    Topic.BROKE: _broke,
    Topic.FIRST: _first,
    Topic.PAGED: _paged,
    Topic.ON_CALL: _on_call,
    Topic.SINCE: _since,
    Topic.TRUST: _trust,
    Topic.CHANGED: _changed,
    Topic.PAGES: _pages,
    Topic.HELP: _help,
    Topic.UNKNOWN: _unknown,
}
