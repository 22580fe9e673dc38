"""Incidents and their timelines. Every change is conditional on the fence that was read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from bot.domain.course import BEGINS, TURNS
from bot.domain.incident import Event, Incident, State, What
from bot.domain.patch import PATCHED
from bot.domain.record import from_record, to_record
from bot.store import focuses
from bot.store.outbox import FAILED
from bot.store.silences import TOO_LARGE
from bot.store.tables import focus, incidents, outbox, timeline

_FOCUS = "focus_"
_ALL = select(incidents, *(focus.c[name].label(f"{_FOCUS}{name}") for name in focuses.FIELDS)).join_from(
    incidents, focus, (focus.c.incident_id == incidents.c.id) & focuses.PINNED, isouter=True
)
"""Incidents with their pin, where they are the focus of their pipeline."""


class NoSuchIncidentError(LookupError):
    """There is no incident with this number."""


def add(connection: Connection, incident: Incident) -> Incident:
    """Keep a new incident; returns it with its number."""
    row = insert(incidents).values(**_fields(incident)).returning(incidents.c.id)
    return replace(incident, id=connection.execute(row).scalar_one())


def get(connection: Connection, id_: int) -> Incident:
    """The incident with this number; raises `NoSuchIncidentError`."""
    query = _ALL.where(incidents.c.id == id_)
    row = connection.execute(query).one_or_none() if abs(id_) < TOO_LARGE else None
    if row is None:
        raise NoSuchIncidentError(f"there is no incident {id_}")
    return _incident(row)


def save(connection: Connection, incident: Incident, fence: int) -> bool:
    """Keep a changed incident, if its fence is still `fence`; False says that somebody else was faster."""
    of_fence = (incidents.c.id == incident.id) & (incidents.c.fence == fence)
    done = connection.execute(update(incidents).where(of_fence).values(**_fields(incident)))
    return done.rowcount == 1


def unresolved(connection: Connection, pipeline: str | None = None) -> tuple[Incident, ...]:
    """The incidents that are not over, of one pipeline or of all, the oldest first."""
    query = _ALL.where(incidents.c.state != State.RESOLVED.value).order_by(incidents.c.id)
    if pipeline is not None:
        query = query.where(incidents.c.pipeline == pipeline)
    return tuple(_incident(row) for row in connection.execute(query))


def undeclared(connection: Connection, declared: Sequence[str]) -> tuple[Incident, ...]:
    """The incidents that are not over, of pipelines that are not declared any more, the oldest first."""
    lost = (incidents.c.state != State.RESOLVED.value) & incidents.c.pipeline.not_in(declared)
    return tuple(_incident(row) for row in connection.execute(_ALL.where(lost).order_by(incidents.c.id)))


def patched(connection: Connection) -> tuple[Incident, ...]:
    """The incidents that are over, and that somebody once called patched, the oldest first."""
    said = (timeline.c.kind == What.RESOLVED.value) & timeline.c.text.ilike(f"{PATCHED}%")
    called = incidents.c.id.in_(select(timeline.c.incident_id).where(said))
    over = (incidents.c.state == State.RESOLVED.value) & called
    return tuple(_incident(row) for row in connection.execute(_ALL.where(over).order_by(incidents.c.id)))


def of_pipeline(connection: Connection, pipeline: str) -> tuple[Incident, ...]:
    """All incidents that a pipeline ever had, the oldest first."""
    query = _ALL.where(incidents.c.pipeline == pipeline).order_by(incidents.c.id)
    return tuple(_incident(row) for row in connection.execute(query))


def pipelines(connection: Connection) -> tuple[str, ...]:
    """The names of all pipelines that ever had an incident, declared or not."""
    query = select(incidents.c.pipeline).distinct().order_by(incidents.c.pipeline)
    return tuple(connection.execute(query).scalars())


def climbing(connection: Connection, now: datetime) -> tuple[Incident, ...]:
    """The open incidents whose ladder is to be looked at, the one that waits longest first.

    The next step is due, or it waits for somebody who perhaps cannot be told at all, or the first one waits
    for working hours and may have become worth waking somebody.
    """
    pending = (incidents.c.state == State.OPEN.value) & incidents.c.next_hop_at.is_not(None)
    in_vain = select(outbox.c.incident).where(outbox.c.state == FAILED, outbox.c.incident.is_not(None))
    to_look_at = or_(incidents.c.next_hop_at <= now, incidents.c.hop == 0, incidents.c.id.in_(in_vain))
    query = _ALL.where(pending, to_look_at).order_by(incidents.c.next_hop_at, incidents.c.id)
    return tuple(_incident(row) for row in connection.execute(query))


def due(connection: Connection, now: datetime) -> list[tuple[int, str, datetime]]:
    """The open incidents whose next step is due: number, pipeline, and since when; the most urgent first."""
    late = (incidents.c.state == State.OPEN.value) & (incidents.c.next_hop_at <= now)
    query = select(incidents.c.id, incidents.c.pipeline, incidents.c.next_hop_at).where(late)
    rows = connection.execute(query.order_by(incidents.c.next_hop_at, incidents.c.id))
    return [(row.id, row.pipeline, row.next_hop_at) for row in rows]


def held(connection: Connection) -> tuple[Incident, ...]:
    """The incidents that somebody has, the one that was taken first first."""
    mine = incidents.c.state == State.ACKNOWLEDGED.value
    query = _ALL.where(mine).order_by(incidents.c.held_since, incidents.c.id)
    return tuple(_incident(row) for row in connection.execute(query))


def sleeping_until(connection: Connection, now: datetime) -> tuple[Incident, ...]:
    """The incidents that have slept long enough."""
    over = (incidents.c.state == State.SNOOZED.value) & (incidents.c.snoozed_until <= now)
    query = _ALL.where(over).order_by(incidents.c.id)
    return tuple(_incident(row) for row in connection.execute(query))


def touched_since(
    connection: Connection, pipeline: str, since: datetime, *, or_open: bool = False
) -> tuple[Incident, ...]:
    """The incidents of a pipeline that were opened, acknowledged or resolved after a moment, or are not over.

    The last only with `or_open`. The oldest comes first.
    """
    moments = (incidents.c.opened_at, incidents.c.acknowledged_at, incidents.c.resolved_at)
    touched = or_(*(moment > since for moment in moments))
    if or_open:
        touched = touched | (incidents.c.state != State.RESOLVED.value)
    query = _ALL.where(incidents.c.pipeline == pipeline, touched).order_by(incidents.c.id)
    return tuple(_incident(row) for row in connection.execute(query))


def lasting(connection: Connection, pipeline: str, since: datetime) -> tuple[Incident, ...]:
    """The incidents of a pipeline that were not over at a moment, or began later; the oldest first."""
    over = (incidents.c.state == State.RESOLVED.value) & (incidents.c.resolved_at < since)
    query = _ALL.where(incidents.c.pipeline == pipeline, ~over).order_by(incidents.c.id)
    return tuple(_incident(row) for row in connection.execute(query))


def begun_since(connection: Connection, pipeline: str, since: datetime) -> tuple[Incident, ...]:
    """The incidents of a pipeline that were opened, or opened again, from a moment on; the oldest first."""
    opened = timeline.c.kind.in_(BEGINS) & (timeline.c.at >= since)
    again = incidents.c.id.in_(select(timeline.c.incident_id).where(opened))
    query = _ALL.where(incidents.c.pipeline == pipeline, or_(incidents.c.opened_at >= since, again))
    return tuple(_incident(row) for row in connection.execute(query.order_by(incidents.c.id)))


def turns(connection: Connection, pipeline: str, since: datetime) -> dict[int, list[Event]]:
    """When the incidents of a pipeline were opened and over, by number, of those not over at a moment."""
    over = (incidents.c.state == State.RESOLVED.value) & (incidents.c.resolved_at < since)
    query = select(timeline).join(incidents, incidents.c.id == timeline.c.incident_id)
    query = query.where(incidents.c.pipeline == pipeline, ~over, timeline.c.kind.in_(TURNS))
    found: dict[int, list[Event]] = {}
    for row in connection.execute(query.order_by(timeline.c.id)):
        event = Event(at=row.at, kind=row.kind, who=row.who, text=row.text, by=row.by)
        found.setdefault(row.incident_id, []).append(event)
    return found


def record(connection: Connection, incident: int, event: Event) -> None:
    """Add a line to an incident's timeline."""
    connection.execute(
        insert(timeline).values(
            incident_id=incident,
            at=event.at,
            kind=event.kind,
            who=event.who,
            text=event.text,
            by=event.by,
        )
    )


def story(connection: Connection, incident: int) -> tuple[Event, ...]:
    """The timeline of an incident, as it happened."""
    query = select(timeline).where(timeline.c.incident_id == incident).order_by(timeline.c.id)
    return tuple(
        Event(at=row.at, kind=row.kind, who=row.who, text=row.text, by=row.by)
        for row in connection.execute(query)
    )


def _fields(incident: Incident) -> dict[str, Any]:
    return {
        "pipeline": incident.pipeline,
        "group_key": incident.group,
        "state": incident.state.value,
        "opened_at": incident.opened_at,
        "acknowledged_at": incident.acknowledged_at,
        "acknowledged_by": incident.acknowledged_by,
        "resolved_at": incident.resolved_at,
        "resolved_by": incident.resolved_by,
        "held_since": incident.held_since,
        "asked_at": incident.asked_at,
        "snoozed_until": incident.snoozed_until,
        "snoozed_by": incident.snoozed_by,
        "hop": incident.hop,
        "next_hop_at": incident.next_hop_at,
        "round": incident.round,
        "fence": incident.fence,
        "findings": [to_record(finding) for finding in incident.findings],
        "came_back": [at.isoformat() for at in incident.came_back],
        "calm_since": incident.calm_since,
    }


def _incident(row: Row[Any]) -> Incident:
    fields = row._asdict()
    pinned = {name: fields.pop(f"{_FOCUS}{name}") for name in focuses.FIELDS}
    fields["focus"] = focuses.from_row(pinned) if pinned["incident_id"] else None
    fields["group"] = fields.pop("group_key")
    fields["state"] = State(fields["state"])
    fields["findings"] = tuple(from_record(finding) for finding in fields["findings"])
    fields["came_back"] = tuple(datetime.fromisoformat(at) for at in fields["came_back"])
    return Incident(**fields)
