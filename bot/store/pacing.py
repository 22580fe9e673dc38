"""The pace of a route: a channel gets a message a second at most, and no message is edited twice at once.

Slack allows about that much; whoever keeps to it is not asked for patience in the middle of a storm. A lane
rests from the moment in which a message of it is handed out, whoever sends it. Edits rest on their own, so
that a button changes while pages go out; and each edited message rests for longer, so that several edits of
it are one, that of the newest state.
"""

from datetime import datetime, timedelta
from typing import get_args

from sqlalchemy import ColumnElement, Connection, bindparam, case, delete, or_, select, text, update

from bot.domain.intent import Edit, Intent
from bot.domain.pace import Rests
from bot.store.tables import held_lanes, outbox

_FIRST = text(
    "INSERT INTO held_lanes (route, lane, until) VALUES (:route, :lane, :until) ON CONFLICT DO NOTHING"
).bindparams(bindparam("until", type_=held_lanes.c.until.type))
"""Of two senders that begin a rest for the first time, one is the first."""

EDITS = tuple(each.kind for each in get_args(Edit))
_POST, _EDIT = ":post", ":edit"
_FORGOTTEN = timedelta(hours=1)


of_this = (
    held_lanes.c.route
    == case((outbox.c.kind.in_(EDITS), outbox.c.route.concat(_EDIT)), else_=outbox.c.route.concat(_POST))
) & or_(held_lanes.c.lane == outbox.c.lane, held_lanes.c.lane == outbox.c.root)
"""Joins a message of the outbox with the rests that it waits for."""


def rests(now: datetime) -> ColumnElement[bool]:
    """Whether a message waits because its channel, or the message that it edits, rests."""
    return select(held_lanes.c.lane).where(of_this, held_lanes.c.until > now).exists()


def take(connection: Connection, intent: Intent, now: datetime, pace: Rests) -> bool:
    """Begin the rest that follows this message; False where another sender was quicker."""
    route = f"{intent.route}{_EDIT if isinstance(intent, Edit) else _POST}"
    lanes = [(intent.lane, pace.lane)]
    if isinstance(intent, Edit) and intent.root:
        lanes.append((intent.root, pace.edited))
    return all(_begin(connection, route, lane, now, now + rest) for lane, rest in lanes if rest)


def give_back(connection: Connection, intent: Intent, now: datetime) -> None:
    """Nothing was sent after all: nobody needs to rest."""
    route = f"{intent.route}{_EDIT if isinstance(intent, Edit) else _POST}"
    for lane in (intent.lane, intent.root):  # always in this order: two senders must not wait for each other
        mine = (held_lanes.c.route == route) & (held_lanes.c.lane == lane)
        connection.execute(update(held_lanes).where(mine, held_lanes.c.until > now).values(until=now))


def _begin(connection: Connection, route: str, lane: str, now: datetime, until: datetime) -> bool:
    here = (held_lanes.c.route == route) & (held_lanes.c.lane == lane)
    if connection.execute(
        update(held_lanes).where(here, held_lanes.c.until <= now).values(until=until)
    ).rowcount:
        return True
    old = held_lanes.c.route.endswith(_EDIT) & (held_lanes.c.until < now - _FORGOTTEN)
    connection.execute(delete(held_lanes).where(old))
    return connection.execute(_FIRST, {"route": route, "lane": lane, "until": until}).rowcount == 1
