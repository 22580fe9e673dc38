"""Rollbacks: one row for each that was asked for, by the ladder of a round or by a person. Every step is
conditional."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from bot.domain.rollback import UNFINISHED, Rollback, Stand
from bot.store.tables import rollbacks


class NoSuchRollbackError(LookupError):
    """There is no rollback with this number."""


def ask(connection: Connection, rollback: Rollback) -> None:
    """Keep that a rollback is asked for. A ladder asks once in a round: a second one is refused."""
    connection.execute(insert(rollbacks).values(**_fields(rollback)))


def get(connection: Connection, id_: int) -> Rollback:
    """The rollback with this number; raises `NoSuchRollbackError`."""
    row = connection.execute(select(rollbacks).where(rollbacks.c.id == id_)).one_or_none()
    if row is None:
        raise NoSuchRollbackError(f"there is no rollback {id_}")
    return from_row(row)


def save(connection: Connection, after: Rollback, before: Rollback) -> bool:
    """Keep a rollback as it stands now, if it is as it was read; False says that somebody was faster."""
    as_read = (
        (rollbacks.c.id == before.id)
        & (rollbacks.c.stand == before.stand.value)
        & (rollbacks.c.look_at == before.look_at)
    )
    return connection.execute(update(rollbacks).where(as_read).values(**_fields(after))).rowcount == 1


def unfinished(connection: Connection) -> tuple[Rollback, ...]:
    """Those of which more may become, the oldest first."""
    query = (
        select(rollbacks)
        .where(rollbacks.c.stand.in_([each.value for each in UNFINISHED]))
        .order_by(rollbacks.c.id)
    )
    return tuple(from_row(row) for row in connection.execute(query))


def of_incident(connection: Connection, incident: int) -> tuple[Rollback, ...]:
    """All that an incident ever asked for, the oldest first."""
    query = select(rollbacks).where(rollbacks.c.incident_id == incident).order_by(rollbacks.c.id)
    return tuple(from_row(row) for row in connection.execute(query))


def before(connection: Connection, rollback: Rollback, version: str) -> Rollback | None:
    """The rollback that was claimed for this incident, or from or to this version; a second one is none."""
    same = rollbacks.c.name == rollback.name
    version_again = same & or_(rollbacks.c.version == version, rollbacks.c.previous == version)
    query = (
        select(rollbacks)
        .where(rollbacks.c.claimed_at.is_not(None), rollbacks.c.id != rollback.id)
        .where(or_(rollbacks.c.incident_id == rollback.incident, version_again))
        .order_by(rollbacks.c.id)
        .limit(1)
    )
    row = connection.execute(query).first()
    return from_row(row) if row else None


def _fields(rollback: Rollback) -> dict[str, Any]:
    fields = asdict(rollback)
    del fields["id"]
    fields["incident_id"], fields["stand"] = fields.pop("incident"), rollback.stand.value
    return fields


def from_row(row: Row[Any]) -> Rollback:
    """The rollback that a row keeps."""
    fields = dict(row._mapping)
    fields["incident"], fields["stand"] = fields.pop("incident_id"), Stand(fields["stand"])
    return Rollback(**fields)
