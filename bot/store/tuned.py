"""Thresholds and the noise dial as people set them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.domain.tuned import Layer, Tuned, in_force
from bot.store.silences import TOO_LARGE
from bot.store.tables import tuned


class NoSuchTunedError(LookupError):
    """There is no accepted threshold with this number."""


def add(connection: Connection, said: Tuned) -> Tuned:
    """Keep what somebody said; returns it with its number."""
    row = insert(tuned).values(
        pipeline=said.pipeline,
        table_name=said.table,
        check_name=said.check,
        before=said.before,
        after=said.after,
        at=said.at,
        who=said.who,
        by=said.by,
        would=said.would,
    )
    return replace(said, id=connection.execute(row.returning(tuned.c.id)).scalar_one())


def get(connection: Connection, id_: int) -> Tuned:
    """What has this number; raises `NoSuchTunedError`."""
    query = select(tuned).where(tuned.c.id == id_)
    row = connection.execute(query).one_or_none() if id_ < TOO_LARGE else None
    if row is None:
        raise NoSuchTunedError(f"there is no threshold {id_}: `oakum tuned` tells which there are")
    return _tuned(row)


def revert(connection: Connection, id_: int, who: str, now: datetime) -> None:
    """Keep that something was taken back, and by whom; what was so first stays."""
    mine = (tuned.c.id == id_) & tuned.c.reverted_at.is_(None)
    connection.execute(update(tuned).where(mine).values(reverted_at=now, reverted_by=who))


def all_of(connection: Connection, pipeline: str | None = None) -> tuple[Tuned, ...]:
    """All that was ever said, of one pipeline or of all, in the order in which it was."""
    query = select(tuned).order_by(tuned.c.id)
    if pipeline is not None:
        query = query.where(tuned.c.pipeline == pipeline)
    return tuple(_tuned(row) for row in connection.execute(query))


def layer(connection: Connection, pipeline: str, moment: datetime) -> Layer:
    """What holds for a pipeline at a moment."""
    return in_force(all_of(connection, pipeline), moment)


def _tuned(row: Row[Any]) -> Tuned:
    fields = dict(row._mapping)
    fields["table"], fields["check"] = fields.pop("table_name"), fields.pop("check_name")
    return Tuned(**fields)
