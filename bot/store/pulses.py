"""Signs of life: when each step of the engine last ended well, and when and how it last failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.store.tables import pulses


@dataclass(frozen=True, slots=True)
class Pulse:
    """The last success and the last failure of a step."""

    name: str
    ok_at: datetime | None
    failed_at: datetime | None
    error: str | None


def went_well(connection: Connection, name: str, now: datetime) -> None:
    """Record a success."""
    _beat(connection, name, "ok_at", now, {})


def failed(connection: Connection, name: str, now: datetime, error: str) -> None:
    """Record a failure."""
    _beat(connection, name, "failed_at", now, {"error": error})


def all_of(connection: Connection) -> Mapping[str, Pulse]:
    """Every step's pulse, by name."""
    rows = connection.execute(select(pulses))
    return {row.name: Pulse(row.name, row.ok_at, row.failed_at, row.error) for row in rows}


def _beat(connection: Connection, name: str, of: str, now: datetime, more: Mapping[str, Any]) -> None:
    """A pulse never goes back: a slow process's long round began before a quick one's that is over."""
    known = connection.execute(select(pulses.c[of]).where(pulses.c.name == name)).first()
    if known is None:
        connection.execute(insert(pulses).values(name=name, **{of: now}, **more))
    elif known[0] is None or known[0] <= now:
        connection.execute(update(pulses).where(pulses.c.name == name).values(**{of: now}, **more))
