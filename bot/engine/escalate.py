"""The ladder: a due hop is claimed, and its messages are written in the same transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.alert_intent import IncidentAlert
from bot.domain.declared import Hop, Pipeline
from bot.domain.escalation import Nobody, Tell, ladder, step
from bot.domain.incident import Incident, What
from bot.domain.intent import IncidentMail, IncidentPage, Intent
from bot.domain.roster import roster
from bot.domain.stage import Stage
from bot.domain.way import SERVICES
from bot.engine import write_down
from bot.engine.alone import each_alone
from bot.settings.load import Settings
from bot.store import incidents, outbox, stages
from bot.store.store import Store


def escalate(store: Store, settings: Settings, now: datetime) -> int:
    """Take every due hop of the open incidents, each on its own; returns how many were told."""
    with store.read() as connection:
        climbing = incidents.climbing(connection, now)
    pipelines = {pipeline.pipeline: pipeline for pipeline in settings.pipelines}

    def climb(incident: Incident) -> bool:
        pipeline = pipelines.get(incident.pipeline)  # of one that is no longer declared nobody can be told
        return pipeline is not None and _climb(store, settings, pipeline, incident.id, now)

    return each_alone(climbing, climb, "escalated")


def _climb(store: Store, settings: Settings, pipeline: Pipeline, id_: int, now: datetime) -> bool:
    with store.write() as connection:
        if stages.of(connection, pipeline.pipeline).stage is Stage.MUTED:
            return False
        incident = incidents.get(connection, id_)
        steps = ladder(pipeline, settings.deployment)
        told = outbox.told(connection, incident.id, incident.round, incident.hop - 1)
        taken = step(incident, steps, told, now)
        if taken is None:
            return False
        people = roster(settings.deployment).told(taken.hop.notify, now) if isinstance(taken, Tell) else ()
        if isinstance(taken, Tell) and not people:  # a gap in the schedule: nothing is to be waited for
            taken = Tell(taken.hop, replace(taken.incident, next_hop_at=now))
        write_down.save(connection, taken.incident, incident)
        if isinstance(taken, Nobody):
            _unanswered(connection, taken.incident, now)
        if isinstance(taken, Tell):
            _tell(connection, settings, pipeline, taken, people, now)
        return isinstance(taken, Tell)


def _unanswered(connection: Connection, incident: Incident, now: datetime) -> None:
    said = "everybody on the ladder was told, nobody has acknowledged, and nobody is left to be told"
    outbox.put(connection, write_down.happened(connection, incident, What.UNANSWERED, now, text=said), now)


def _tell(
    connection: Connection,
    settings: Settings,
    pipeline: Pipeline,
    taken: Tell,
    people: Sequence[str],
    now: datetime,
) -> None:
    """Write the hop's messages. A mention in the thread tells itself; a hop without one gets a line there."""
    incident, hop = taken.incident, taken.hop
    channel = write_down.channel_of(connection, incident.id) or pipeline.channel
    pages = [
        page
        for person in people
        for page in _pages(incident, hop, person, channel)
        if getattr(settings.deployment.routes, page.route)
    ]
    who = roster(settings.deployment).called(hop.notify, now)
    said = f"{who} is told by {' and '.join(hop.by)}" if people else f"{who} is on call: a gap"
    seen = any(isinstance(page, IncidentPage) for page in pages)
    lines = write_down.happened(connection, incident, What.ESCALATED, now, text=said, told=not seen)
    outbox.put(connection, [*pages, *lines], now)


def _pages(incident: Incident, hop: Hop, person: str, channel: str) -> Iterator[Intent]:
    number = incident.hop - 1  # the incident has moved on already
    if "slack" in hop.by:
        for to in ("thread", "dm"):
            yield IncidentPage(
                incident=incident.id,
                channel=channel,
                round=incident.round,
                hop=number,
                person=person,
                to=to,
            )
    if "email" in hop.by:
        yield IncidentMail(incident=incident.id, round=incident.round, hop=number, person=person)
    for service in SERVICES:
        if service in hop.by:
            yield IncidentAlert(
                incident=incident.id, round=incident.round, hop=number, person=person, service=service
            )
