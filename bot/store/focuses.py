"""The focus of each pipeline: every pinning is a row, the one without an end is it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, union, update

from bot.domain.focus import Focus
from bot.domain.incident import State
from bot.store.tables import focus, incidents

FIELDS = (
    "incident_id", "name", "score", "since", "cycle", "why", "who", "instead", "rivals", "above", "stays",
)  # fmt: skip
PINNED = focus.c.until.is_(None)


def current(connection: Connection, pipeline: str) -> Focus | None:
    """What a pipeline's focus is; None where nothing is open."""
    query = select(focus).where(focus.c.pipeline == pipeline, PINNED)
    row = connection.execute(query).one_or_none()
    return from_row(row._asdict()) if row else None


def pinned_at(connection: Connection, pipeline: str) -> datetime | None:
    """When the focus was pinned."""
    return connection.execute(
        select(focus.c.at).where(focus.c.pipeline == pipeline, PINNED)
    ).scalar_one_or_none()


def pin(connection: Connection, pipeline: str, pinned: Focus, now: datetime, by: str | None = None) -> None:
    """Pin another one; the one before is over. `by` is the route by which a person did it."""
    end(connection, pipeline, now)
    connection.execute(insert(focus).values(pipeline=pipeline, at=now, by=by, **_fields(pinned)))


def keep(connection: Connection, pipeline: str, pinned: Focus) -> None:
    """The same pin, with what is known of it now."""
    connection.execute(update(focus).where(focus.c.pipeline == pipeline, PINNED).values(**_fields(pinned)))


def end(connection: Connection, pipeline: str, now: datetime) -> None:
    """There is no focus any more."""
    connection.execute(update(focus).where(focus.c.pipeline == pipeline, PINNED).values(until=now))


def history(connection: Connection, pipeline: str) -> tuple[Focus, ...]:
    """All that were ever pinned, the oldest first."""
    query = select(focus).where(focus.c.pipeline == pipeline).order_by(focus.c.id)
    return tuple(from_row(row._asdict()) for row in connection.execute(query))


def unsettled(connection: Connection) -> set[str]:
    """The pipelines whose focus, or what ranks above it, is over; and those that have none to fix first."""
    over = select(focus.c.pipeline).where(PINNED, incidents.c.state == State.RESOLVED.value)
    about = or_(incidents.c.id == focus.c.incident_id, incidents.c.id == focus.c.above)
    over = over.join_from(focus, incidents, about)
    none = select(incidents.c.pipeline).where(
        incidents.c.state != State.RESOLVED.value,
        incidents.c.pipeline.not_in(select(focus.c.pipeline).where(PINNED)),
    )
    return set(connection.execute(union(over, none)).scalars())


def from_row(row: Mapping[str, Any]) -> Focus:
    """A pinning, from its columns by name."""
    fields = {name: row[name] for name in FIELDS}
    fields["incident"] = fields.pop("incident_id")
    fields["rivals"] = {int(each): date.fromisoformat(day) for each, day in fields["rivals"].items()}
    return Focus(**fields)


def _fields(pinned: Focus) -> dict[str, Any]:
    fields = {name: getattr(pinned, name) for name in FIELDS if name != "incident_id"}
    fields["rivals"] = {str(each): day.isoformat() for each, day in pinned.rivals.items()}
    return fields | {"incident_id": pinned.incident}
