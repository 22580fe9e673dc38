"""Runs of the jobs that make partitions: when they started and finished, as told by a log or a ping."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from bot.store.tables import runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run; `finished` is None while it is under way, `source` says who told of it."""

    pipeline: str
    table: str
    partition: date
    started: datetime | None
    finished: datetime | None
    status: str
    source: str


def record(connection: Connection, run: Run) -> None:
    """Keep what a source says of a run, in place of what it said before."""
    one = (
        (runs.c.pipeline == run.pipeline)
        & (runs.c.table_name == run.table)
        & (runs.c.partition == run.partition)
        & (runs.c.source == run.source)
    )
    connection.execute(delete(runs).where(one))
    connection.execute(
        insert(runs).values(
            pipeline=run.pipeline,
            table_name=run.table,
            partition=run.partition,
            started=run.started,
            finished=run.finished,
            status=run.status,
            source=run.source,
        )
    )


def of_table(connection: Connection, pipeline: str, table: str) -> Sequence[Run]:
    """The runs of a table, by partition."""
    query = select(runs).where(runs.c.pipeline == pipeline, runs.c.table_name == table)
    return [
        Run(
            pipeline=row.pipeline,
            table=row.table_name,
            partition=row.partition,
            started=row.started,
            finished=row.finished,
            status=row.status,
            source=row.source,
        )
        for row in connection.execute(query.order_by(runs.c.partition, runs.c.id))
    ]
