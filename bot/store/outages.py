"""Outages that people reported."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from bot.domain.outage import Outage
from bot.store.silences import TOO_LARGE
from bot.store.tables import outages


class NoSuchOutageError(LookupError):
    """There is no outage with this number."""


def add(connection: Connection, outage: Outage) -> Outage:
    """Keep an outage; returns it with its number."""
    row = insert(outages).values(
        pipeline=outage.pipeline,
        table_name=outage.table,
        starts_at=outage.starts_at,
        ends_at=outage.ends_at,
        who=outage.who,
        at=outage.at,
        why=outage.why,
        by=outage.by,
    )
    return replace(outage, id=connection.execute(row.returning(outages.c.id)).scalar_one())


def get(connection: Connection, id_: int) -> Outage:
    """The outage with this number; raises `NoSuchOutageError`."""
    query = select(outages).where(outages.c.id == id_)
    row = connection.execute(query).one_or_none() if id_ < TOO_LARGE else None
    if row is None:
        raise NoSuchOutageError(f"there is no outage {id_}: `oakum outage list` tells which there are")
    return _outage(row)


def remove(connection: Connection, id_: int) -> None:
    """Forget an outage that was none."""
    connection.execute(delete(outages).where(outages.c.id == id_))


def all_of(connection: Connection, pipeline: str | None = None) -> tuple[Outage, ...]:
    """The outages of a pipeline, or of all, the first first."""
    query = select(outages).order_by(outages.c.starts_at, outages.c.id)
    if pipeline is not None:
        query = query.where(outages.c.pipeline == pipeline)
    return tuple(_outage(row) for row in connection.execute(query))


def _outage(row: Row[Any]) -> Outage:
    fields = dict(row._mapping)
    fields["table"] = fields.pop("table_name")
    return Outage(**fields)
