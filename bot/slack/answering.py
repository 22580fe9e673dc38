"""The answer to a question in somebody's own words: what it is about, and the message for its topic."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.course import LONGEST
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
from bot.messages.health_then import Time, health_then_message
from bot.messages.help import help_message, not_understood
from bot.messages.hints import a_week_at_most, none_declared, not_yet, that_is_over, unknown_incident
from bot.messages.message import SlackMessage
from bot.messages.on_call import on_call_message
from bot.messages.on_call_then import Then, duty_then_message, on_call_then_message
from bot.messages.paged import (
    duty_message,
    never_paged,
    not_paged_then,
    pages_message,
    since_message,
    why_paged,
)
from bot.messages.taken import as_name, either_half, with_taken
from bot.messages.trust import trust_message
from bot.slack.actions import explained
from bot.slack.desk import Desk

_AT_ONCE = 3
_NEAR, NOON = 30, 12
"""So many minutes around a moment count as it."""


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

    def of_subject(self, found: Sequence[Incident]) -> list[Incident]:
        """Of some incidents those that are meant: of a table, those on the way to it."""
        subject = self.asked.subject
        if not subject.tables and not subject.fed:
            return list(found)
        way, whole = set(self.desk.questions.way_to(subject.tables, subject.fed)), set(subject.pipelines)
        return [each for each in found if each.pipeline in whole or _touches(each, way)]

    def open(self, near: Sequence[Bulletin]) -> list[Incident]:
        """The incident that is meant, or those that are open there, the most costly first."""
        if self.incident is not None:
            return [self.incident]
        found = [each for bulletin in near for each in bulletin.incidents]
        return sorted(found, key=lambda each: (each.focus is None, each.lead.rank, each.id))

    @property
    def time(self) -> tuple[datetime, datetime] | None:
        """From when until when is asked about, for who asks; None where no time is named."""
        time = self.asked.span or self.asked.ahead
        return time.bounds(self.desk.now(), self.zone) if time else None

    @property
    def window(self) -> tuple[datetime, datetime] | None:
        """The same; a moment with what is near it."""
        span = self.asked.span
        if span is None or self.time is None or not span.is_moment:
            return self.time
        near = timedelta(minutes=span.hours.near if span.hours else _NEAR)
        return self.time[0] - near, min(self.desk.now(), self.time[1] + near)

    @property
    def taken(self) -> Iterator[str]:
        """What was taken for granted: names that were misspelt, an hour that may be another."""
        if self.asked.topic is Topic.UNKNOWN:
            return
        yield from (as_name(word, name) for word, name in self.asked.near)
        time = self.asked.span or self.asked.ahead
        if time and time.hours and time.hours.either and self.time:
            begins = self.time[0].astimezone(self.zone)
            yield either_half(f"{begins:%H:%M}", "am" if begins.hour >= NOON else "pm")

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


def _touches(incident: Incident, way: set[tuple[str, str]]) -> bool:
    return any((incident.pipeline, finding.table) in way for finding in incident.findings)


def _only(bulletin: Bulletin, way: set[tuple[str, str]]) -> Bulletin:
    mine = [each for each in bulletin.incidents if _touches(each, way)]
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
    return with_taken(_answer(case), list(case.taken))


def _answer(case: _Case) -> SlackMessage:
    asked, time = case.asked, case.time
    if asked.incident is not None and case.incident is None:
        return unknown_incident(asked.incident)
    if time is not None and time[0] > time[1]:
        return that_is_over() if asked.ahead is not None else not_yet()
    return _ANSWERS[asked.topic](case)


def _help(case: _Case) -> SlackMessage:
    return help_message(case.desk.pipelines)


def _unknown(case: _Case) -> SlackMessage:
    return not_understood(case.desk.pipelines, case.asked.strange, case.asked.meant)


def _health(case: _Case) -> SlackMessage:
    subject, span = case.asked.subject, case.asked.span
    if span is not None and case.time is not None:
        begins, ends = case.time
        if ends - begins > LONGEST:
            return a_week_at_most()
        courses = case.desk.questions.courses(case.pipelines, begins, ends)
        return health_then_message(courses, Time(begins, ends, case.zone, span.said))
    return _trust(case) if subject.tables or subject.fed else health_message(case.bulletins)


def _trust(case: _Case) -> SlackMessage:
    subject, tables = case.asked.subject, list(case.asked.subject.tables)
    if case.asked.that and case.incident is not None:
        tables = [(case.incident.pipeline, case.incident.lead.table)]
    if not tables and not subject.fed:
        return health_message(case.bulletins)
    trusts = case.desk.questions.trusts(tables, subject.fed)
    wrong = [stone for trust in trusts for stone in trust.wrong]
    around = {name: case.desk.around(name) for name in dict.fromkeys(stone.place[0] for stone in wrong)}
    links = case.desk.links([each for stone in wrong for each in stone.incidents])
    return trust_message(trusts, around, links, case.zone)


def _broke(case: _Case) -> SlackMessage:
    if case.incident is not None and (case.asked.that or case.asked.incident is not None):
        return explained(case.desk, case.incident.id)
    span, window = case.asked.span, case.window
    if span is None or window is None or not (span.is_past or span.hours or span.since):
        return findings_message(case.bulletins)
    known = {each.health.pipeline: each for each in case.desk.bulletins(case.pipelines)}
    found = case.desk.questions.began(case.watched, *window)
    first_bad = case.desk.questions.first_bad
    pairs = [
        (each, known[each.pipeline], first_bad(each))
        for each in case.of_subject(found)
        if each.pipeline in known
    ]
    return opened_message(pairs, list(known.values()), span.said, window, case.zone)


def _first(case: _Case) -> SlackMessage:
    return first_message(case.bulletins)


def _on_call(case: _Case) -> SlackMessage:
    now, time = case.desk.now(), case.time
    around = [(name, case.desk.around(name)) for name in case.watched]
    if not around:
        return none_declared()
    of_somebody = case.asked.me or case.asked.subject.people
    if time is not None:
        then = Then(*time, case.zone)
        if of_somebody:
            return duty_then_message(case.person, around, then, now, you=case.you)
        return on_call_then_message(around, then, now)
    if of_somebody:
        return duty_message(case.person, around, now, you=case.you)
    return on_call_message(around, now)


def _paged(case: _Case) -> SlackMessage:
    who = "you" if case.you else case.person
    found = case.desk.questions.newest_page(case.person, case.watched, case.window)
    if found is None and case.window is not None:
        return not_paged_then(who, *case.window, case.zone)
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
    begins, ends = case.window or LATELY.bounds(desk.now(), case.zone)
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
