"""What is said in a thread comes in the order in which it was written, whatever could not be sent."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from bot.domain.way import Priority
from bot.store.tables import outbox

KEPT_FOR = timedelta(hours=1)
"""So long at most a message waits for its turn: one that never gets through must not silence a thread."""

_EARLIER = outbox.alias("earlier")


def waits_its_turn(now: datetime) -> ColumnElement[bool]:
    """Whether an earlier message of the same thread, at least as urgent, is still on its way.

    Edits wait for nothing: they show the newest state.
    """
    before = (
        (_EARLIER.c.root == outbox.c.root)
        & (_EARLIER.c.route == outbox.c.route)
        & (_EARLIER.c.id < outbox.c.id)
        & (_EARLIER.c.priority <= outbox.c.priority)
        & _EARLIER.c.state.in_(["waiting", "claimed"])
    )
    kept = (outbox.c.priority < int(Priority.EDIT)) & (outbox.c.written_at > now - KEPT_FOR)
    return kept & select(_EARLIER.c.id).where(before).exists()
