"""What the store tells of the week of a checkup: pages, what is new, the other pipelines of its channel."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.checkup import Checkup
from bot.domain.declared import Pipeline
from bot.domain.incident import Incident
from bot.domain.week import Neighbour, Week, new, paged
from bot.engine.answers import standing
from bot.settings.load import Settings
from bot.store import loads


def week(
    connection: Connection,
    settings: Settings,
    pipeline: Pipeline,
    last: Checkup | None,
    open_: Sequence[Incident],
    since: datetime,
    now: datetime,
) -> Week:
    """The week since the `last` checkup; of the first one nothing is new, since everything would be."""
    rung = loads.pages_since(connection, since, [pipeline.pipeline])
    return Week(
        before=last.health if last else None,
        paged=paged(rung, settings.zone(pipeline)),
        new=new(open_, since) if last else frozenset(),
        beside=tuple(_beside(connection, settings, pipeline, now)),
    )


def _beside(
    connection: Connection, settings: Settings, pipeline: Pipeline, now: datetime
) -> Iterator[Neighbour]:
    """How the other pipelines are that are told in the same channel."""
    for each in settings.pipelines:
        if each.channel == pipeline.channel and each.pipeline != pipeline.pipeline:
            said = standing(connection, settings, each, now)
            yield Neighbour(pipeline=each.pipeline, health=said.health.status, findings=len(said.findings))
