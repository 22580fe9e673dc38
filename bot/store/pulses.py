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
    _beat(connection, name, {"ok_at": now})


def failed(connection: Connection, name: str, now: datetime, error: str) -> None:
    """Record a failure."""
    _beat(connection, name, {"failed_at": now, "error": error})


def all_of(connection: Connection) -> Mapping[str, Pulse]:
    """Every step's pulse, by name."""
    rows = connection.execute(select(pulses))
    return {row.name: Pulse(row.name, row.ok_at, row.failed_at, row.error) for row in rows}


def _beat(connection: Connection, name: str, values: Mapping[str, Any]) -> None:
    if connection.execute(update(pulses).where(pulses.c.name == name).values(**values)).rowcount == 0:
        connection.execute(insert(pulses).values(name=name, **values))
