"""The messages that met trouble."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.domain.intent import Intent
from bot.domain.intent_record import from_json
from bot.store.outbox import DROPPED, FAILED, SENT
from bot.store.tables import outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A message that has met trouble: it waits for its next try, or can never be delivered as things are."""

    id: int
    intent: Intent
    attempts: int
    error: str
    final: bool
    written_at: datetime


def undelivered(connection: Connection) -> tuple[Undelivered, ...]:
    """The messages that met trouble and are not delivered, the oldest first."""
    query = (
        select(outbox)
        .where(outbox.c.state.not_in([SENT, DROPPED]), outbox.c.error.is_not(None))
        .order_by(outbox.c.id)
    )
    return tuple(
        Undelivered(
            id=row.id,
            intent=from_json(row.kind, row.payload),
            attempts=row.attempts,
            error=row.error,
            final=row.state == FAILED,
            written_at=row.written_at,
        )
        for row in connection.execute(query)
    )
