"""Which incident a thread is about, and what rang somebody last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.domain.intent import IncidentPost
from bot.domain.rollback import Rollback
from bot.store.loads import RING
from bot.store.outbox import SENT
from bot.store.rollbacks import from_row
from bot.store.tables import incidents, outbox, rollbacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A page as it reached somebody: of which round and step (0 the first), by which route."""

    incident: int
    round: int
    hop: int
    route: str
    at: datetime


def incident_of(connection: Connection, channel: str, thread: str) -> int | None:
    """The incident whose message begins a thread of a channel (its id)."""
    place = outbox.c.receipt
    query = select(outbox.c.incident).where(
        outbox.c.kind == IncidentPost.kind,
        place["ts"].as_string() == thread,
        place["channel"].as_string() == channel,
    )
    return connection.execute(query).scalars().first()


def newest(
    connection: Connection,
    person: str,
    pipelines: Collection[str],
    between: tuple[datetime, datetime] | None = None,
) -> Ring | None:
    """What rang a person last for one of these pipelines, `between` two moments where they are given."""
    query = select(outbox.c.payload, outbox.c.route, outbox.c.sent_at)
    query = query.join(incidents, incidents.c.id == outbox.c.incident)
    query = query.where(
        outbox.c.kind.in_(RING),
        outbox.c.state == SENT,
        outbox.c.payload["person"].as_string() == person,
        incidents.c.pipeline.in_(list(pipelines)),
    )
    if between is not None:
        query = query.where(outbox.c.sent_at.between(*between))
    row = connection.execute(query.order_by(outbox.c.sent_at.desc(), outbox.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    said = row.payload
    return Ring(
        incident=said["incident"], round=said["round"], hop=said["hop"], route=row.route, at=row.sent_at
    )


def deployments(connection: Connection, begins: datetime, ends: datetime) -> tuple[Rollback, ...]:
    """The rollbacks that tell of a version which was deployed between two moments."""
    query = select(rollbacks).where(rollbacks.c.deployed_at.between(begins, ends)).order_by(rollbacks.c.id)
    return tuple(from_row(row) for row in connection.execute(query))
