"""An incident: findings with one root, over time. Its legal transitions are one table, the single source."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.finding import Finding
from bot.domain.focus import Focus
from checks.verdict import Urgency


class State(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Act(StrEnum):
    """What can happen to an incident."""

    ACKNOWLEDGE = "acknowledge"
    HAND_OVER = "hand over"
    KEEP = "keep"  # whoever has it still does
    TAKE_BACK = "take back"
    SNOOZE = "snooze"
    WAKE = "wake"
    RESOLVE = "resolve"
    FIX = "fix"  # what was patched
    REOPEN = "reopen"
    CLIMB = "climb"  # its ladder once more, from the first step
    PROMOTE = "promote"  # make it the focus of its pipeline


TRANSITIONS: dict[tuple[State, Act], State] = {
    (State.OPEN, Act.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.OPEN, Act.HAND_OVER): State.ACKNOWLEDGED,
    (State.OPEN, Act.SNOOZE): State.SNOOZED,
    (State.OPEN, Act.RESOLVE): State.RESOLVED,
    (State.OPEN, Act.CLIMB): State.OPEN,
    (State.ACKNOWLEDGED, Act.HAND_OVER): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Act.KEEP): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Act.TAKE_BACK): State.OPEN,
    (State.ACKNOWLEDGED, Act.SNOOZE): State.SNOOZED,
    (State.ACKNOWLEDGED, Act.RESOLVE): State.RESOLVED,
    (State.SNOOZED, Act.SNOOZE): State.SNOOZED,  # for longer, or for less long
    (State.SNOOZED, Act.WAKE): State.OPEN,
    (State.SNOOZED, Act.HAND_OVER): State.ACKNOWLEDGED,
    (State.SNOOZED, Act.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.SNOOZED, Act.RESOLVE): State.RESOLVED,
    (State.RESOLVED, Act.FIX): State.RESOLVED,
    (State.RESOLVED, Act.REOPEN): State.OPEN,
}


class What(StrEnum):
    """What a line of the timeline tells."""

    OPENED = "opened"
    CHANGED = "changed"  # another finding joined, or it became more urgent
    REOPENED = "reopened"
    ACKNOWLEDGED = "acknowledged"
    HANDED = "handed"  # to the person whom the text names
    ASKED = "asked"  # whoever has it, whether they still do
    KEPT = "kept"  # they do
    TAKEN_BACK = "taken back"  # they did not answer, or gave it back
    SNOOZED = "snoozed"
    WOKE = "woke"  # it had slept, and is still not over
    WAITS = "waits"  # for working hours: until then it costs less than waking somebody
    ESCALATED = "escalated"  # a hop of the ladder was told
    UNANSWERED = "unanswered"  # the ladder has no further step
    COUNTING = "counting down"  # to a rollback
    CANCELLED = "cancelled"  # the rollback, by a person
    NOT_ROLLED_BACK = "not rolled back"
    ROLLED_BACK = "rolled back"  # and verified
    ROLLBACK_FAILED = "rollback failed"  # or nobody knows; who has it, is named
    RESOLVED = "resolved"  # by a person
    FIXED = "fixed"  # what had been patched
    HELD = "held open"  # it is in order, and has come and gone before
    BACK = "back"  # what was held open
    GONE = "gone"  # the checks saw that it is over
    FOCUS = "focus"  # it became the focus of its pipeline, or another one did instead
    BROUGHT_BACK = "brought back"  # a table that was muted while everything was broken
    SURVIVED = "survived"  # everything is watched again
    EXPERT = "asked upstream"  # the people whom the text names were sent what is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of an incident's timeline: `kind` is one of `What`; `who` is None when Oakum itself did it.

    `by` is the route by which a person did it: slack, pagerduty, terminal (the command line).
    """

    at: datetime
    kind: str
    who: str | None
    text: str
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Findings with one group key; the first finding is the one that ranks highest.

    `hop` is the index of the next step of the ladder, due at `next_hop_at` (None: nothing is). `round`
    counts how often the incident was opened; `fence` rises with every change, so that an old timer or click
    cannot act twice. `came_back` are the moments at which it was there again; `calm_since` is when it was in
    order, of one that is held open because it comes and goes. `focus` is its pin, where it is what is to be
    fixed first in its pipeline.
    """

    id: int
    pipeline: str
    group: str
    state: State
    opened_at: datetime
    findings: Sequence[Finding]
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    held_since: datetime | None = None
    """When whoever has it last said so; `asked_at` is when they were asked again."""
    asked_at: datetime | None = None
    snoozed_until: datetime | None = None
    snoozed_by: str | None = None
    hop: int = 0
    next_hop_at: datetime | None = None
    round: int = 1
    fence: int = 0
    came_back: tuple[datetime, ...] = ()
    calm_since: datetime | None = None
    focus: Focus | None = None

    @property
    def lead(self) -> Finding:
        """The finding that gives the incident its place in the ranking."""
        return self.findings[0]

    @property
    def touched_at(self) -> datetime:
        """When it was last opened, acknowledged or resolved."""
        return max(filter(None, (self.opened_at, self.acknowledged_at, self.resolved_at)))

    @property
    def urgency(self) -> Urgency:
        """As loud as its loudest finding; nobody is paged for what is in order and held open."""
        said = loudest(finding.urgency for finding in self.findings)
        return min(said, Urgency.TICKET, key=_LOUDNESS.index) if self.calm_since else said

    @property
    def pages(self) -> bool:
        """Whether its ladder is climbed: only a page wakes people."""
        return self.urgency is Urgency.PAGE

    @property
    def is_resolved(self) -> bool:
        """Whether it is over."""
        return self.state is State.RESOLVED


class Illegal(Exception):  # noqa: N818 - the answer to a late click, not an error of ours
    """The act does not fit the state: somebody else was faster. `incident` is as it stands."""

    def __init__(self, state: State, act: Act, incident: Incident | None = None) -> None:
        super().__init__(f"cannot {act} an incident that is {state}")
        self.state, self.act, self.incident = state, act, incident


_LOUDNESS = (Urgency.NOTE, Urgency.TICKET, Urgency.PAGE)


def loudest(urgencies: Iterable[Urgency]) -> Urgency:
    """The loudest of some urgencies; of none, a note."""
    return max(urgencies, key=_LOUDNESS.index, default=Urgency.NOTE)


def with_roots(found: Sequence[Finding]) -> Iterator[tuple[Finding, Finding]]:
    """Each finding with the one that it follows from, where that is found in the same pipeline; or itself."""
    known = {each.fingerprint: each for each in found if any(other.follows for other in found)}
    for each in found:
        root = known.get(each.follows, each)
        yield each, root if root.pipeline == each.pipeline else each


def group_key(finding: Finding) -> str:
    """Findings of one check on one table that began together have one root: ten columns are one incident.

    What follows from a finding is of that one's incident.
    """
    began = finding.bad[0].isoformat() if finding.bad else ""
    return f"{finding.pipeline}/{finding.table}/{finding.check}/{began}"


def opened(id_: int, findings: Sequence[Finding], now: datetime) -> Incident:
    """A new incident; where it pages, the first hop of its ladder is due at once."""
    first = findings[0]
    incident = Incident(
        id=id_,
        pipeline=first.pipeline,
        group=group_key(first),
        state=State.OPEN,
        opened_at=now,
        findings=tuple(findings),
    )
    return replace(incident, next_hop_at=now if incident.pages else None)


_NOBODY_HAS_IT: dict[str, Any] = {
    "acknowledged_at": None,
    "acknowledged_by": None,
    "resolved_at": None,
    "resolved_by": None,
    "snoozed_until": None,
    "snoozed_by": None,
    "held_since": None,
    "asked_at": None,
    "next_hop_at": None,
}


def act(
    incident: Incident,
    what: Act,
    who: str | None,
    now: datetime,
    *,
    until: datetime | None = None,
    to: str | None = None,
) -> Incident:
    """The incident after the act; raises `Illegal` where the table of transitions has no such step.

    `until` is when an incident that is put to sleep wakes; `to` is who is handed it.
    """
    state = TRANSITIONS.get((incident.state, what))
    if state is None:
        raise Illegal(incident.state, what, incident)
    if what is Act.FIX:
        return replace(incident, fence=incident.fence + 1)
    changed = replace(incident, state=state, fence=incident.fence + 1, **_NOBODY_HAS_IT)
    if state is State.ACKNOWLEDGED:  # whoever says that they have it, or is handed it
        taken = incident.acknowledged_at or now
        return replace(changed, acknowledged_at=taken, acknowledged_by=to or who, held_since=now)
    if what is Act.SNOOZE:
        return replace(changed, snoozed_until=until, snoozed_by=who)
    if what is Act.RESOLVE:
        had = {key: getattr(incident, key) for key in ("acknowledged_at", "acknowledged_by")}
        return replace(changed, resolved_at=now, resolved_by=who, calm_since=None, **had)
    first = now if incident.pages else None
    again = replace(changed, hop=0, next_hop_at=first, round=incident.round + 1)
    return replace(again, opened_at=now) if what is Act.REOPEN else again


def refreshed(incident: Incident, findings: Sequence[Finding], now: datetime) -> Incident:
    """The incident with its findings as they are today.

    An open one that begins to page starts its ladder (where it stood, if it was climbed before); one that
    no longer pages wakes nobody further. One that sleeps wakes where anything of it pages that did not when
    it was put to sleep: nobody snoozed that.
    """
    changed = replace(incident, findings=tuple(findings), fence=incident.fence + 1)
    if changed.state is State.SNOOZED and changed.pages and _paging(changed) - _paging(incident):
        return act(changed, Act.WAKE, None, now)
    if changed.state is not State.OPEN or changed.pages == incident.pages:
        return changed
    return replace(changed, next_hop_at=now if changed.pages else None)


def _paging(incident: Incident) -> set[str]:
    return {each.fingerprint for each in incident.findings if each.urgency is Urgency.PAGE}


def reopened(incident: Incident, findings: Sequence[Finding], now: datetime) -> Incident:
    """A resolved incident that is back, with what was found this time."""
    return act(replace(incident, findings=tuple(findings)), Act.REOPEN, None, now)
