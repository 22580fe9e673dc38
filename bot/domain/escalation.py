"""The ladder: who is told next, and when. The engine claims a step and writes it down with its messages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.declared import Deployment, Hop, Pipeline
from bot.domain.examined import reached_by, ways
from bot.domain.incident import Incident, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How far the messages of the last hop came.

    `at` is when the first of them was delivered; `tried` says that a route took one up, `failed` that none
    of them can be delivered at all.
    """

    written: datetime
    at: datetime | None = None
    tried: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """A hop is due: tell this step, and keep this incident."""

    hop: Hop
    incident: Incident


@dataclass(frozen=True, slots=True)
class Nobody:
    """The last step had its time, and nobody is left: say so once, and keep this incident."""

    incident: Incident


@dataclass(frozen=True, slots=True)
class Later:
    """Not yet: the step before was told later than it was written. Keep this incident."""

    incident: Incident


Step = Tell | Nobody | Later


def ladder(pipeline: Pipeline, deployment: Deployment) -> tuple[Hop, ...]:
    """The steps declared for a pipeline, repeated ones as often as they are climbed; without a policy, its
    owner is the only one. A rollback is no step: it comes when nobody is left."""
    steps: tuple[Hop, ...] = ()
    for hop in deployment.policies.get(pipeline.policy or "", ()):
        steps = steps if hop.rollback else (*steps, hop)
        steps += steps * hop.repeat
    return steps or (to_owner(pipeline, deployment),)


def to_owner(pipeline: Pipeline, deployment: Deployment) -> Hop:
    """The step that tells the owner, by all routes that reach them."""
    person = deployment.people.get(pipeline.owner)
    by = reached_by(person, ways(deployment)) if person else []
    return Hop.model_validate({"notify": pipeline.owner, **({"by": by} if by else {})})


def last_rung(pipeline: Pipeline, deployment: Deployment) -> str | None:
    """What is rolled back when the whole ladder has gone unanswered; None where nothing is."""
    hops = deployment.policies.get(pipeline.policy or "", ())
    return hops[-1].rollback if hops else None


def next_up(incident: Incident, steps: Sequence[Hop]) -> tuple[Hop, datetime] | None:
    """Who is told next, and when, if nobody acknowledges; None where nobody is left or nothing is pending."""
    if incident.next_hop_at is None or incident.hop >= len(steps):
        return None
    return steps[incident.hop], incident.next_hop_at


def last_told(incident: Incident, steps: Sequence[Hop]) -> tuple[Hop, datetime] | None:
    """Who was told last, and about when; None before the first hop."""
    if not 0 < incident.hop <= len(steps):
        return None
    hop = steps[incident.hop - 1]
    if incident.next_hop_at is not None:
        return hop, incident.next_hop_at - hop.wait
    waited = sum((each.wait for each in steps[: incident.hop - 1]), start=timedelta())
    return hop, incident.opened_at + waited


def step(incident: Incident, steps: Sequence[Hop], told: Told | None, now: datetime) -> Step | None:
    """What the ladder does at `now`; None while nothing is due.

    The wait of a hop counts from when it was told. `told` is about the hop before (None at the first one).
    """
    due = _due(incident, steps, told, now)
    if due is None:
        return None
    if due > now:
        return Later(replace(incident, next_hop_at=due, fence=incident.fence + 1))
    if incident.hop >= len(steps):
        return Nobody(replace(incident, next_hop_at=None, fence=incident.fence + 1))
    hop = steps[incident.hop]
    moved = replace(incident, hop=incident.hop + 1, next_hop_at=now + hop.wait, fence=incident.fence + 1)
    return Tell(hop, moved)


def _due(incident: Incident, steps: Sequence[Hop], told: Told | None, now: datetime) -> datetime | None:
    """When the next hop is due; None where none is pending, or it is not yet worth a look."""
    planned = incident.next_hop_at
    if incident.state is not State.OPEN or planned is None:
        return None
    if told is not None and told.failed:
        return now  # waiting for somebody who cannot be told helps nobody
    if planned > now:
        return None
    if told is None or not 0 < incident.hop <= len(steps):
        return planned
    wait = steps[incident.hop - 1].wait
    if told.at is not None:
        return told.at + wait
    if not told.tried and planned <= told.written + wait:
        return now + wait  # written, then we were down: the wait begins when somebody can be told, once
    return planned
