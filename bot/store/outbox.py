"""What is still to be said: one row an intent, claimed by one sender at a time, kept with its receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, insert, or_, select, update

from bot.domain.alert_intent import IncidentAlert
from bot.domain.escalation import Told
from bot.domain.intent import IncidentNote, IncidentPage, Intent, Newest
from bot.domain.intent_record import from_json, to_json
from bot.domain.pace import NONE, Rests
from bot.domain.page_key import hop_key, pages_key, round_key
from bot.domain.way import Priority
from bot.store import pacing
from bot.store.tables import UNSENT, held_lanes, outbox
from bot.store.turns import waits_its_turn

WAITING, CLAIMED, SENT, FAILED, DROPPED = "waiting", "claimed", "sent", "failed", "dropped"

_ROOT = outbox.alias("root_message")
_LANE = (held_lanes.c.route == outbox.c.route) & (held_lanes.c.lane == outbox.c.lane)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """An intent that one sender has claimed. `attempt` is its token: an older claim can change nothing.

    `unsure` says that an earlier try may have delivered it: look for it by `key` before sending it again.
    `root` is the receipt of the message that it answers or edits.
    """

    id: int
    intent: Intent
    attempt: int
    unsure: bool
    written_at: datetime
    root: Mapping[str, str] | None = None

    @property
    def key(self) -> str:
        """What the message is found by on the other side; another one in a store that was begun anew."""
        return f"{self.intent.key}@{int(self.written_at.timestamp())}"


def put(
    connection: Connection, intents: Sequence[Intent], now: datetime, *, due: datetime | None = None
) -> None:
    """Write intents down, to be sent now or when they are `due`. What is written already is not again.

    News of a message that find it, or other news of it, still waiting add nothing: those show the newest
    state when they are sent. A message that could not be delivered, and the notes of its thread, get a new
    chance when there is more to say.
    """
    for intent in intents:
        if intent.root is not None:
            _revive(connection, intent.root, now)
        if _known(connection, intent):
            continue
        connection.execute(
            insert(outbox).values(
                key=intent.key,
                route=intent.route,
                kind=intent.kind,
                payload=to_json(intent),
                priority=int(intent.priority),
                lane=intent.lane,
                root=intent.root,
                incident=getattr(intent, "incident", None),
                state=WAITING,
                written_at=now,
                due_at=due or now,
                attempts=0,
                unsure=False,
            )
        )


def hurry(connection: Connection, key: str, now: datetime) -> None:
    """Send at once what was to wait for people's working hours, before all that is no page."""
    waits = (outbox.c.key == key) & (outbox.c.state == WAITING) & (outbox.c.attempts == 0)
    urgent = {"due_at": now, "priority": int(Priority.PAGE)}
    connection.execute(update(outbox).where(waits, outbox.c.due_at > now).values(**urgent))


def _known(connection: Connection, intent: Intent) -> bool:
    same = outbox.c.key == intent.key
    if isinstance(intent, Newest):
        another = (outbox.c.root == intent.root) & (outbox.c.kind == intent.kind)
        shows_it = another | (outbox.c.key == intent.root)
        same = same | (shows_it & (outbox.c.state == WAITING))
    query = select(outbox.c.id).where(same).limit(1).with_for_update()  # no sender may claim it meanwhile
    return connection.execute(query).first() is not None


def _revive(connection: Connection, key: str, now: datetime) -> None:
    notes = (outbox.c.root == key) & (outbox.c.kind == IncidentNote.kind)
    failed = ((outbox.c.key == key) | notes) & (outbox.c.state == FAILED)
    connection.execute(update(outbox).where(failed).values(state=WAITING, due_at=now))


def retry_failed(connection: Connection, now: datetime) -> int:
    """Give everything that could not be delivered a new chance, say after a restart with other settings."""
    return connection.execute(
        update(outbox).where(outbox.c.state == FAILED).values(state=WAITING, due_at=now)
    ).rowcount


def claim(
    connection: Connection, route: str, now: datetime, lease: timedelta, pace: Rests = NONE
) -> Parcel | None:
    """Take the next message of a route, pages first, those of a thread in order, at the pace of the route.

    A claim that outlives its lease may be taken over.
    """
    root = _ROOT
    ready = or_(outbox.c.root.is_(None), root.c.state == SENT)
    query = (
        select(outbox, root.c.receipt.label("root_receipt"))
        .select_from(outbox.outerjoin(root, root.c.key == outbox.c.root))
        .where(outbox.c.route == route, UNSENT, ready, _free(now), ~_waits(now))
        .order_by(outbox.c.priority, outbox.c.id)
        .limit(1)
        .with_for_update(of=outbox, skip_locked=True)  # of two that look at once, each finds another one
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    if not pacing.take(connection, from_json(row.kind, row.payload), now, pace):
        return None
    unsure = row.unsure or row.state == CLAIMED  # whoever held it may have sent it before they died
    claimed = connection.execute(
        update(outbox)
        .where(outbox.c.id == row.id, outbox.c.attempts == row.attempts, _free(now))
        .values(state=CLAIMED, claimed_until=now + lease, attempts=row.attempts + 1, unsure=unsure)
    )
    return _parcel(row, unsure) if claimed.rowcount == 1 else None


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(outbox.c.state == WAITING, outbox.c.due_at <= now),
        and_(outbox.c.state == CLAIMED, outbox.c.claimed_until <= now),
    )


def _held(now: datetime) -> ColumnElement[bool]:
    return select(held_lanes).where(_LANE, held_lanes.c.until > now).exists()


def _waits(now: datetime) -> ColumnElement[bool]:
    """For the other side's patience, for its turn in the thread, or because its channel rests."""
    return or_(_held(now), waits_its_turn(now), pacing.rests(now))


def renew(connection: Connection, parcel: Parcel, until: datetime) -> bool:
    """Keep a claim for longer; False says that another sender has taken the message over, or it is done."""
    return connection.execute(update(outbox).where(_mine(parcel)).values(claimed_until=until)).rowcount == 1


def delivered(connection: Connection, parcel: Parcel, where: Mapping[str, str], now: datetime) -> bool:
    """Record the receipt; False says that another sender has taken the message over."""
    return _finish(
        connection,
        parcel,
        {"state": SENT, "sent_at": now, "receipt": dict(where), "unsure": False, "error": None},
    )


def postpone(connection: Connection, parcel: Parcel, until: datetime, why: str, *, unsure: bool) -> bool:
    """Put the message back for another try."""
    return _finish(connection, parcel, {"state": WAITING, "due_at": until, "unsure": unsure, "error": why})


def give_up(connection: Connection, parcel: Parcel, why: str) -> bool:
    """Record that trying again will not help, and why."""
    return _finish(connection, parcel, {"state": FAILED, "error": why, "unsure": False})


def drop(connection: Connection, parcel: Parcel, why: str) -> bool:
    """Record that there is no longer anything to say, and why: nor is there anything to edit then."""
    edits = (outbox.c.root == parcel.intent.key) & (outbox.c.state == WAITING)
    connection.execute(update(outbox).where(edits).values(state=DROPPED, error=why))
    return _finish(connection, parcel, {"state": DROPPED, "error": why, "unsure": False})


def hold_lane(connection: Connection, route: str, lane: str, until: datetime) -> None:
    """The other side asked us to wait: nothing else goes to this channel or person before that."""
    here = (held_lanes.c.route == route) & (held_lanes.c.lane == lane)
    connection.execute(delete(held_lanes).where(here))
    connection.execute(insert(held_lanes).values(route=route, lane=lane, until=until))


def _finish(connection: Connection, parcel: Parcel, values: Mapping[str, Any]) -> bool:
    done = connection.execute(update(outbox).where(_mine(parcel)).values(claimed_until=None, **values))
    return done.rowcount == 1


def _mine(parcel: Parcel) -> ColumnElement[bool]:
    return and_(outbox.c.id == parcel.id, outbox.c.attempts == parcel.attempt, outbox.c.state == CLAIMED)


def intent(connection: Connection, key: str) -> Intent | None:
    """The intent with this key, whatever became of it."""
    row = connection.execute(select(outbox.c.kind, outbox.c.payload).where(outbox.c.key == key)).first()
    return from_json(row.kind, row.payload) if row else None


def sent_as(connection: Connection, key: str) -> Intent | None:
    """The intent that the other side knows by this key (see `Parcel.key`)."""
    own, _, written = key.rpartition("@")
    row = connection.execute(select(outbox).where(outbox.c.key == own)).first()
    is_it = row is not None and str(int(row.written_at.timestamp())) == written
    return from_json(row.kind, row.payload) if row is not None and is_it else None


def fate(connection: Connection, key: str) -> tuple[datetime | None, str]:
    """When the message with this key went out, and what kept it from that; None and "" while it waits."""
    row = connection.execute(select(outbox.c.sent_at, outbox.c.error).where(outbox.c.key == key)).first()
    return (row.sent_at, row.error or "") if row else (None, "")


def receipt(connection: Connection, key: str) -> Mapping[str, str] | None:
    """Where the message with this key is; None while it has not gone out."""
    found: Mapping[str, str] | None = connection.execute(
        select(outbox.c.receipt).where(outbox.c.key == key)
    ).scalar()
    return found


def sent_at(connection: Connection, key: str) -> datetime | None:
    """When the other side took the message with this key; None while it has not."""
    query = select(outbox.c.sent_at).where(outbox.c.key == key)
    return connection.execute(query).scalar()


def pages(connection: Connection, incident: int, round_: int) -> tuple[IncidentPage | IncidentAlert, ...]:
    """What asks people for an answer, by Slack in this round, by services in any; it is out, or on its way.

    Those that wait are not sent any more, once somebody has answered.
    """
    mine = outbox.c.incident == incident
    of_round = outbox.c.key.startswith(f"{round_key(incident, round_)}/", autoescape=True)
    of_any = outbox.c.key.startswith(f"{pages_key(incident)}/", autoescape=True)
    asks = (of_round & (outbox.c.kind == IncidentPage.kind)) | (
        of_any & (outbox.c.kind == IncidentAlert.kind)
    )
    query = (
        select(outbox.c.kind, outbox.c.payload)
        .where(mine, asks, outbox.c.state.in_([SENT, CLAIMED]))
        .order_by(outbox.c.id)
    )
    found = (from_json(row.kind, row.payload) for row in connection.execute(query))
    return tuple(each for each in found if isinstance(each, (IncidentPage, IncidentAlert)))


def told(connection: Connection, incident: int, round_: int, hop: int) -> Told | None:
    """How far the messages of a hop came; None if there are none."""
    root = _ROOT
    query = (
        select(outbox, root.c.state.label("root_state"))
        .select_from(outbox.outerjoin(root, root.c.key == outbox.c.root))
        .where(outbox.c.incident == incident)
        .where(outbox.c.key.startswith(f"{hop_key(incident, round_, hop)}/", autoescape=True))
    )
    rows = connection.execute(query).all()
    if not rows:
        return None
    return Told(
        written=min(row.written_at for row in rows),
        at=min((row.sent_at for row in rows if row.sent_at), default=None),
        tried=any(row.attempts for row in rows),
        failed=all(FAILED in (row.state, row.root_state) for row in rows),
    )


def waiting(connection: Connection, route: str | None = None) -> int:
    """How many messages are not delivered yet, of one route or of all."""
    query = select(func.count()).where(outbox.c.state.in_([WAITING, CLAIMED]))
    if route is not None:
        query = query.where(outbox.c.route == route)
    return connection.execute(query).scalar_one()


def oldest(connection: Connection) -> list[tuple[str, bool, datetime]]:
    """Of each route, of pages and of all else: since when the oldest message that could go has waited.

    One that is to wait for working hours waits for nothing before.
    """
    root, urgent = _ROOT, outbox.c.priority == int(Priority.PAGE)
    since = case((outbox.c.attempts == 0, outbox.c.due_at), else_=outbox.c.written_at)
    query = (
        select(outbox.c.route, urgent, func.min(since, type_=outbox.c.written_at.type))
        .select_from(outbox.outerjoin(root, root.c.key == outbox.c.root))
        .where(outbox.c.state.in_([WAITING, CLAIMED]))
        .where(or_(outbox.c.root.is_(None), root.c.state == SENT))
        .group_by(outbox.c.route, urgent)
    )
    return [(route, bool(is_page), since) for route, is_page, since in connection.execute(query)]


def unclaimed_pages(connection: Connection, now: datetime, before: datetime) -> list[tuple[str, datetime]]:
    """Of each route, when the oldest page was due that nobody has taken up, if that was before a moment.

    One that waits for its message or its turn, or whose channel was asked to wait, is not due.
    """
    root = _ROOT
    query = (
        select(outbox.c.route, func.min(outbox.c.due_at, type_=outbox.c.due_at.type))
        .select_from(outbox.outerjoin(root, root.c.key == outbox.c.root))
        .where(outbox.c.priority == int(Priority.PAGE), _free(before), ~_waits(now), ~pacing.rests(before))
        .where(or_(outbox.c.root.is_(None), root.c.state == SENT))
        .group_by(outbox.c.route)
    )
    return [(route, since) for route, since in connection.execute(query)]


def next_due(connection: Connection, route: str, now: datetime) -> datetime | None:
    """When the next message of a route may be claimed; None where none waits for its time."""
    root, own = _ROOT, func.coalesce(outbox.c.claimed_until, outbox.c.due_at)
    until = select(func.max(held_lanes.c.until, type_=held_lanes.c.until.type)).where(
        or_(_LANE, pacing.of_this)
    )
    held = until.correlate(outbox).scalar_subquery()
    when = case((held > own, held), else_=own)
    query = (
        select(func.min(when, type_=outbox.c.due_at.type))
        .select_from(outbox.outerjoin(root, root.c.key == outbox.c.root))
        .where(outbox.c.route == route, outbox.c.state.in_([WAITING, CLAIMED]), ~waits_its_turn(now))
        .where(or_(outbox.c.root.is_(None), root.c.state == SENT))
    )
    return connection.execute(query).scalar()


def _parcel(row: Row[Any], unsure: bool) -> Parcel:
    return Parcel(
        id=row.id,
        intent=from_json(row.kind, row.payload),
        attempt=row.attempts + 1,
        unsure=unsure,
        written_at=row.written_at,
        root=row.root_receipt,
    )
