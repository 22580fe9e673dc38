"""Whoever has a page for long is asked whether that is still so; without an answer it is taken back."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.declared import Deployment, Pipeline
from bot.domain.forgotten import reminded
from bot.domain.incident import Incident, State, What
from bot.domain.intent import IncidentAsk, Intent
from bot.domain.stage import Stage
from bot.engine import write_down
from bot.settings.load import Settings
from bot.store import incidents, outbox, stages
from bot.store.store import Store


def remind(store: Store, settings: Settings, now: datetime) -> int:
    """Ask about every page that is held for too long, or take it back; returns how many there were."""
    pipelines = {each.pipeline: each for each in settings.pipelines}
    done = 0
    with store.write() as connection:
        for incident in incidents.held(connection):
            pipeline = pipelines.get(incident.pipeline)
            after = reminded(incident, pipeline.ack_timeout, now) if pipeline else None
            if pipeline is None or after is None or _is_muted(connection, pipeline):
                continue
            write_down.save(connection, after, incident)
            outbox.put(connection, [*_said(connection, settings.deployment, incident, after, now)], now)
            done += 1
    return done


def _is_muted(connection: Connection, pipeline: Pipeline) -> bool:
    return stages.of(connection, pipeline.pipeline).stage is Stage.MUTED


def _said(
    connection: Connection, deployment: Deployment, before: Incident, after: Incident, now: datetime
) -> Iterator[Intent]:
    who = before.acknowledged_by or "somebody"
    if after.state is State.OPEN:
        said = f"{who} was asked whether they still have it, and did not answer: it is open again"
        yield from write_down.happened(connection, after, What.TAKEN_BACK, now, text=said)
        return
    said = f"{who} is asked whether they still have it"
    yield from write_down.happened(connection, after, What.ASKED, now, text=said, told=False)
    channel = write_down.channel_of(connection, after.id)
    if channel is None:
        return
    person = deployment.people.get(who)
    for to in ("thread", "dm") if person and person.slack else ("thread",):
        yield IncidentAsk(incident=after.id, channel=channel, person=who, to=to, fence=after.fence)
