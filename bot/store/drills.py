"""Drills: whom they called, by which routes, and who said that it came."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.domain.drill import Call, Drill, Way
from bot.domain.drill_intent import call_key
from bot.store import outbox
from bot.store.tables import drill_calls, drills


class NoSuchDrillError(LookupError):
    """There is no drill with this number."""


def add(connection: Connection, drill: Drill) -> Drill:
    """Keep a new drill with its calls; returns it with its number."""
    row = insert(drills).values(
        who=drill.who,
        started_at=drill.started_at,
        closes_at=drill.closes_at,
        is_closed=False,
        about=drill.about,
    )
    number: int = connection.execute(row.returning(drills.c.id)).scalar_one()
    for call in drill.calls:
        person, route = call.way.person, call.way.route
        connection.execute(
            insert(drill_calls).values(
                drill_id=number, person=person, route=route, policies=list(call.policies)
            )
        )
    return get(connection, number)


def get(connection: Connection, id_: int) -> Drill:
    """The drill with this number, and what became of its calls; raises `NoSuchDrillError`."""
    row = connection.execute(select(drills).where(drills.c.id == id_)).one_or_none()
    if row is None:
        raise NoSuchDrillError(f"there is no drill {id_}")
    query = select(drill_calls).where(drill_calls.c.drill_id == id_)
    found = connection.execute(query.order_by(drill_calls.c.person, drill_calls.c.route)).all()
    return Drill(
        id=row.id,
        who=row.who,
        started_at=row.started_at,
        closes_at=row.closes_at,
        calls=tuple(_call(connection, each) for each in found),
        is_closed=row.is_closed,
        about=row.about,
    )


def last_began(connection: Connection, who: str) -> datetime | None:
    """When the newest drill began that somebody began."""
    newest = func.max(drills.c.started_at, type_=drills.c.started_at.type)
    return connection.execute(select(newest).where(drills.c.who == who)).scalar()


def last(connection: Connection) -> Drill | None:
    """The newest drill."""
    number = connection.execute(select(func.max(drills.c.id))).scalar()
    return None if number is None else get(connection, number)


def open_(connection: Connection) -> tuple[Drill, ...]:
    """The drills whose answers are still waited for."""
    rows = connection.execute(select(drills.c.id).where(~drills.c.is_closed).order_by(drills.c.id))
    return tuple(get(connection, row.id) for row in rows)


def confirm(connection: Connection, id_: int, way: Way, who: str, now: datetime) -> bool:
    """Keep that somebody says that a test page came; False says that somebody did before."""
    mine = (drill_calls.c.drill_id == id_) & (drill_calls.c.person == way.person)
    new = mine & (drill_calls.c.route == way.route) & drill_calls.c.confirmed_at.is_(None)
    done = connection.execute(update(drill_calls).where(new).values(confirmed_at=now, confirmed_by=who))
    return done.rowcount == 1


def close(connection: Connection, id_: int) -> bool:
    """Keep that no more answers are waited for; False says that it was so already."""
    still = (drills.c.id == id_) & ~drills.c.is_closed
    return connection.execute(update(drills).where(still).values(is_closed=True)).rowcount == 1


def _call(connection: Connection, row: Row[Any]) -> Call:
    sent_at, error = outbox.fate(connection, call_key(row.drill_id, row.route, row.person))
    return Call(
        way=Way(row.person, row.route),
        policies=tuple(row.policies),
        sent_at=sent_at,
        error=error,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
    )
