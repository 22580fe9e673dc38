"""What is said already: an edit that would change nothing is not sent, nor what another message tells."""

from sqlalchemy import Connection, select, update

from bot.domain.intent import Intent
from bot.domain.intent_record import from_json
from bot.store.outbox import DROPPED, WAITING
from bot.store.pacing import EDITS
from bot.store.tables import outbox

SAID = "said"
"""Under this name the receipt keeps the fingerprint of what was sent."""


def shown(connection: Connection, root: str, but: int) -> str | None:
    """The fingerprint of what a message shows; None where that is not known for certain.

    The edit `but` is the one that asks. Another that was tried may have arrived although nobody knows.
    """
    family = (outbox.c.key == root) | ((outbox.c.root == root) & outbox.c.kind.in_(EDITS))
    tried = family & (outbox.c.attempts > 0) & (outbox.c.id != but) & (outbox.c.state != "dropped")
    query = select(outbox.c.state, outbox.c.receipt).where(tried)
    rows = connection.execute(query.order_by(outbox.c.sent_at.desc(), outbox.c.id.desc())).all()
    if not rows or any(row.state != "sent" for row in rows):
        return None
    said = (rows[0].receipt or {}).get(SAID)
    return str(said) if said else None


def overtake(connection: Connection, root: str, kind: str, why: str) -> None:
    """Drop what was to be told of a message and was not tried yet: another message tells it."""
    waits = (outbox.c.root == root) & (outbox.c.kind == kind) & (outbox.c.state == WAITING)
    connection.execute(update(outbox).where(waits, outbox.c.attempts == 0).values(state=DROPPED, error=why))


def last(connection: Connection, kind: str, begins: str) -> Intent | None:
    """The newest intent of a kind whose key begins so, told or still to be told."""
    mine = (outbox.c.kind == kind) & outbox.c.key.startswith(begins, autoescape=True)
    query = select(outbox.c.kind, outbox.c.payload).where(mine, outbox.c.state != DROPPED)
    row = connection.execute(query.order_by(outbox.c.id.desc()).limit(1)).first()
    return from_json(row.kind, row.payload) if row else None
