"""Whoever has a page for long is asked whether that is still so; without an answer it is taken back."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.declared import Deployment, Pipeline
from bot.domain.forgotten import reminded
from bot.domain.incident import Incident, State, What
from bot.domain.intent import IncidentAsk, Intent
from bot.domain.stage import Stage
from bot.engine import write_down
from bot.engine.alone import each_alone
from bot.settings.load import Settings
from bot.store import incidents, outbox, stages, wishes
from bot.store.store import Store


def remind(store: Store, settings: Settings, now: datetime) -> int:
    """Ask about every page that is held for too long, or take it back; returns how many there were."""
    if settings.deployment.routes.slack is None:  # nobody could be asked, or answer
        return 0
    pipelines = {each.pipeline: each for each in settings.pipelines}
    with store.read() as connection:
        held = [each for each in incidents.held(connection) if _is_due(pipelines, each, now)]

    def ask(incident: Incident) -> bool:
        return _remind(store, settings, pipelines[incident.pipeline], incident.id, now)

    return each_alone(held, ask, "asked about")


def _is_due(pipelines: Mapping[str, Pipeline], incident: Incident, now: datetime) -> bool:
    pipeline = pipelines.get(incident.pipeline)
    return pipeline is not None and reminded(incident, pipeline.ack_timeout, now) is not None


def _remind(store: Store, settings: Settings, pipeline: Pipeline, id_: int, now: datetime) -> bool:
    with store.write() as connection:
        incident = incidents.get(connection, id_)
        after = reminded(incident, pipeline.ack_timeout, now)
        if after is None or _is_muted(connection, pipeline):
            return False
        write_down.save(connection, after, incident)
        outbox.put(connection, [*_said(connection, settings.deployment, incident, after, now)], now)
        return True


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
    for to in wishes.of(connection, who).places if person and person.slack else ("thread",):
        yield IncidentAsk(incident=after.id, channel=channel, person=who, to=to, fence=after.fence)
