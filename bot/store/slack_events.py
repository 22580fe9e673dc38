"""Events of Slack that were taken up: what it believes lost it sends again, perhaps to another process."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete, text

from bot.store.tables import slack_events

KEPT = timedelta(hours=1)
"""Slack tries three times, the last after about five minutes."""
_FIRST = text(
    "INSERT INTO slack_events (fingerprint, at) VALUES (:fingerprint, :at) ON CONFLICT DO NOTHING"
).bindparams(bindparam("at", type_=slack_events.c.at.type))


def first(connection: Connection, event: str, now: datetime) -> bool:
    """Whether an event is new; of two processes that ask at once, one hears yes."""
    fingerprint = sha256(event.encode(errors="replace")).hexdigest()
    is_new = connection.execute(_FIRST, {"fingerprint": fingerprint, "at": now}).rowcount == 1
    connection.execute(delete(slack_events).where(slack_events.c.at < now - KEPT))
    return is_new
