"""Checkups: what was told each week, and who signed it off."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.domain.checkup import Checkup, from_json, to_json
from bot.store.tables import checkups


class NoSuchCheckupError(LookupError):
    """There is no checkup with this number."""


def add(connection: Connection, checkup: Checkup) -> Checkup:
    """Keep a checkup; returns it with its number. A pipeline has one for each moment it is due at."""
    row = insert(checkups).values(
        pipeline=checkup.pipeline, due_at=checkup.due_at, made_at=checkup.made_at, report=to_json(checkup)
    )
    return replace(checkup, id=connection.execute(row.returning(checkups.c.id)).scalar_one())


def get(connection: Connection, id_: int, *, to_change: bool = False) -> Checkup:
    """The checkup with this number; raises `NoSuchCheckupError`. Who gets it `to_change` gets it alone."""
    query = select(checkups).where(checkups.c.id == id_)
    row = connection.execute(query.with_for_update() if to_change else query).one_or_none()
    if row is None:
        raise NoSuchCheckupError(f"there is no checkup {id_}")
    return _checkup(row)


def last(connection: Connection, pipeline: str) -> Checkup | None:
    """The newest checkup of a pipeline."""
    query = select(checkups).where(checkups.c.pipeline == pipeline).order_by(checkups.c.due_at.desc())
    row = connection.execute(query.limit(1)).one_or_none()
    return _checkup(row) if row else None


def last_due(connection: Connection, pipeline: str) -> datetime | None:
    """When the newest checkup of a pipeline was due."""
    query = select(checkups.c.due_at).where(checkups.c.pipeline == pipeline)
    return connection.execute(query.order_by(checkups.c.due_at.desc()).limit(1)).scalar()


def waiting(connection: Connection, pipeline: str) -> Checkup | None:
    """The newest checkup of a pipeline, where nobody has signed it and nobody was asked to.

    It is asked for every second, and its report is long: it is read only where it waits.
    """
    asked = checkups.c.report["nudged_at"].as_string().label("asked")
    query = select(checkups.c.id, checkups.c.signed_off_at, asked).where(checkups.c.pipeline == pipeline)
    row = connection.execute(query.order_by(checkups.c.due_at.desc()).limit(1)).one_or_none()
    return get(connection, row.id) if row and row.signed_off_at is None and row.asked is None else None


def lately(connection: Connection, pipeline: str, count: int = 2) -> tuple[Checkup, ...]:
    """The newest checkups of a pipeline, the oldest of them first."""
    query = select(checkups).where(checkups.c.pipeline == pipeline).order_by(checkups.c.due_at.desc())
    return tuple(_checkup(row) for row in reversed(connection.execute(query.limit(count)).all()))


def sign(connection: Connection, id_: int, who: str, now: datetime, by: str = "") -> bool:
    """Sign a checkup off, by a route; False says that somebody did before. Raises NoSuchCheckupError."""
    told = get(connection, id_, to_change=True)  # or two would sign
    if told.signed_off_at:
        return False
    save(connection, replace(told, signed_off_on=by))
    mine = update(checkups).where(checkups.c.id == id_)
    connection.execute(mine.values(signed_off_by=who, signed_off_at=now))
    return True


def nudge(connection: Connection, id_: int, who: str, now: datetime) -> bool:
    """Write down that `who` was asked to look; False where somebody looked or was asked before."""
    told = get(connection, id_, to_change=True)  # or two would ask
    if told.signed_off_at or told.nudged_at:
        return False
    save(connection, replace(told, nudged=who, nudged_at=now))
    return True


def save(connection: Connection, told: Checkup) -> None:
    """Keep what a checkup tells now; who signed it off is kept by `sign` alone."""
    connection.execute(update(checkups).where(checkups.c.id == told.id).values(report=to_json(told)))


def _checkup(row: Row[Any]) -> Checkup:
    told = from_json(row.report)
    return replace(told, id=row.id, signed_off_by=row.signed_off_by, signed_off_at=row.signed_off_at)
