"""What is said in a thread comes in the order in which it was written, whatever could not be sent."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from bot.domain.way import Priority
from bot.store.pacing import EDITS
from bot.store.tables import outbox

KEPT_FOR = timedelta(hours=1)
"""So long at most a message waits for its turn: one that never gets through must not silence a thread."""

_EARLIER = outbox.alias("earlier")


def waits_its_turn(now: datetime) -> ColumnElement[bool]:
    """Whether an earlier message of the same thread, at least as urgent, is still on its way.

    Edits show the newest state, so they wait only for another one of the same message that is under way this
    moment: of two at once, the older text could come last.
    """
    before = (
        (_EARLIER.c.root == outbox.c.root)
        & (_EARLIER.c.route == outbox.c.route)
        & (_EARLIER.c.id < outbox.c.id)
        & (_EARLIER.c.priority <= outbox.c.priority)
        & _EARLIER.c.state.in_(["waiting", "claimed"])
    )
    kept = (outbox.c.priority < int(Priority.EDIT)) & (outbox.c.written_at > now - KEPT_FOR)
    under_way = (
        (_EARLIER.c.root == outbox.c.root)
        & (_EARLIER.c.kind == outbox.c.kind)
        & (_EARLIER.c.id != outbox.c.id)
        & (_EARLIER.c.state == "claimed")
        & (_EARLIER.c.claimed_until > now)
    )
    is_edit = outbox.c.kind.in_(EDITS)
    return or_(
        kept & select(_EARLIER.c.id).where(before).exists(),
        is_edit & select(_EARLIER.c.id).where(under_way).exists(),
    )
