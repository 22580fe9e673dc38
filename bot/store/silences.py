"""Silences: who wants to hear nothing of what, and until when."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.domain.silence import Silence, Target
from bot.store.tables import silences

TOO_LARGE = 2**31
"""No number of a row: databases refuse to look for it."""


class NoSuchSilenceError(LookupError):
    """There is no silence with this number."""


def add(connection: Connection, silence: Silence, now: datetime) -> Silence:
    """Keep a new silence; returns it with its number."""
    target = silence.target
    row = insert(silences).values(
        pipeline=target.pipeline,
        table_name=target.table,
        column_name=target.column,
        check_name=target.check,
        starts_at=silence.starts_at,
        ends_at=silence.ends_at,
        who=silence.who,
        why=silence.why,
        made_at=now,
    )
    return replace(silence, id=connection.execute(row.returning(silences.c.id)).scalar_one())


def get(connection: Connection, id_: int) -> Silence:
    """The silence with this number; raises `NoSuchSilenceError`."""
    query = select(silences).where(silences.c.id == id_)
    row = connection.execute(query).one_or_none() if id_ < TOO_LARGE else None
    if row is None:
        raise NoSuchSilenceError(f"there is no silence {id_}")
    return _silence(row)


def end(connection: Connection, silence: Silence) -> None:
    """Keep that a silence is over earlier, and who said so."""
    row = update(silences).where(silences.c.id == silence.id)
    connection.execute(row.values(ends_at=silence.ends_at, ended_by=silence.ended_by))


def not_over(connection: Connection, now: datetime, pipeline: str | None = None) -> tuple[Silence, ...]:
    """The silences that go on or are to come, of one pipeline or of all, the first to end first."""
    query = select(silences).where(silences.c.ends_at > now).order_by(silences.c.ends_at, silences.c.id)
    if pipeline is not None:
        query = query.where(silences.c.pipeline == pipeline)
    return tuple(_silence(row) for row in connection.execute(query))


def _silence(row: Row[Any]) -> Silence:
    return Silence(
        id=row.id,
        target=Target(row.pipeline, row.table_name, row.column_name, row.check_name),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        who=row.who,
        why=row.why,
        ended_by=row.ended_by,
    )
