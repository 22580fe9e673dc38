"""A job says by a ping that it has begun, or how it ended: kept as a run of the tables it makes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.domain.declared import Pipeline
from bot.settings.errors import did_you_mean
from bot.settings.load import Settings
from bot.store import runs
from bot.store.store import Store
from checks.runs import Run, State, Teller


class UnknownPingError(Exception):
    """A ping names nothing that is declared; says what is."""


def partitions(
    settings: Settings, pipeline: Pipeline, table: str | None, day: date | None, at: datetime
) -> Mapping[str, date]:
    """Which partition of which tables a job makes: without a day, `day_offset` days before it began."""
    if table is not None and table not in pipeline.tables:
        said = did_you_mean(table, pipeline.tables)
        raise UnknownPingError(f"{pipeline.pipeline} has no table {table!r}: {said}")
    today = at.astimezone(settings.zone(pipeline)).date()
    made = pipeline.tables if table is None else {table: pipeline.tables[table]}
    return {name: day or today - timedelta(days=each.day_offset) for name, each in made.items()}


def began(
    store: Store, settings: Settings, pipeline: str, table: str | None, day: date | None, at: datetime
) -> None:
    """Keep that a job has begun. Raises UnknownPingError."""
    declared = _declared(settings, pipeline)
    with store.write() as connection:
        for name, partition in partitions(settings, declared, table, day, at).items():
            run = Run(
                partition=partition, started=at, finished=None, state=State.UNDER_WAY, teller=Teller.PING
            )
            runs.record(connection, pipeline, name, run)


def ended(
    store: Store,
    settings: Settings,
    pipeline: str,
    table: str | None,
    day: date | None,
    at: datetime,
    status: int,
) -> None:
    """Keep how a job ended: 0 is well. It is the one that began last, if any said so.

    Raises: UnknownPingError.
    """
    declared = _declared(settings, pipeline)
    state, said = (State.FAILED, f"exit status {status}") if status else (State.SUCCEEDED, "")
    with store.write() as connection:
        under_way = {
            name: runs.under_way(connection, pipeline, name)
            for name in declared.tables
            if table in (None, name)
        }
        for name, partition in partitions(settings, declared, table, day, at).items():
            run = under_way[name]
            if run is not None and day in (None, run.partition):
                partition, started = run.partition, run.started
            else:
                started = None
            told = Run(
                partition=partition, started=started, finished=at, state=state, teller=Teller.PING, said=said
            )
            runs.record(connection, pipeline, name, told)


def _declared(settings: Settings, name: str) -> Pipeline:
    known = {each.pipeline: each for each in settings.pipelines}
    if name not in known:
        raise UnknownPingError(f"there is no pipeline {name!r}: {did_you_mean(name, known)}")
    return known[name]
