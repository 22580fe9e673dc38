"""What tells how people's weeks are: the pages that rang them, and what they said when they signed off."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select

from bot.domain.incident import Event, State
from bot.domain.tiredness import Answer, Page, Pulse
from bot.store.outbox import SENT
from bot.store.survival_tables import workload_answers
from bot.store.tables import checkups, incidents, outbox, timeline

RING = ("incident_page", "incident_mail", "incident_alert", "hook_page")
"""The kinds of intents that ring somebody."""


def pages_since(connection: Connection, since: datetime, pipelines: Collection[str]) -> tuple[Page, ...]:
    """The pages of these pipelines' incidents that were delivered since a moment, the oldest first."""
    query = select(outbox.c.payload, outbox.c.sent_at, incidents.c.pipeline)
    query = query.join(incidents, incidents.c.id == outbox.c.incident)
    query = query.where(outbox.c.kind.in_(RING), outbox.c.state == SENT, outbox.c.sent_at > since)
    rows = connection.execute(query.order_by(outbox.c.sent_at, outbox.c.id))
    return tuple(
        Page(
            person=person,
            incident=row.payload["incident"],
            pipeline=row.pipeline,
            at=row.sent_at,
        )
        for row in rows
        if row.pipeline in pipelines
        for person in row.payload.get("people") or [row.payload["person"]]
    )


def stories(connection: Connection, pipeline: str, since: datetime) -> dict[int, tuple[Event, ...]]:
    """The timelines of a pipeline's incidents that are not over or were touched since a moment, by number.

    One query: thousands may be open.
    """
    moments = (incidents.c.opened_at, incidents.c.acknowledged_at, incidents.c.resolved_at)
    late = or_(incidents.c.state != State.RESOLVED.value, *(moment > since for moment in moments))
    query = select(timeline).join(incidents, incidents.c.id == timeline.c.incident_id)
    rows = connection.execute(query.where(incidents.c.pipeline == pipeline, late).order_by(timeline.c.id))
    found: dict[int, list[Event]] = {}
    for row in rows:
        event = Event(at=row.at, kind=row.kind, who=row.who, text=row.text, by=row.by)
        found.setdefault(row.incident_id, []).append(event)
    return {number: tuple(events) for number, events in found.items()}


def answer(connection: Connection, checkup: int, who: str, said: Answer, now: datetime) -> None:
    """Keep what somebody said of their week; whoever says it anew means the new answer."""
    mine = (workload_answers.c.checkup_id == checkup) & (workload_answers.c.who == who)
    connection.execute(delete(workload_answers).where(mine))
    row = insert(workload_answers).values(checkup_id=checkup, who=who, answer=said.value, at=now)
    connection.execute(row)


def pulses(connection: Connection, pipelines: Collection[str], most: int = 8) -> tuple[Pulse, ...]:
    """What was said at the newest checkups of these pipelines, the oldest first; unanswered ones left out."""
    query = select(checkups.c.id, checkups.c.due_at, checkups.c.pipeline, workload_answers.c.answer)
    query = query.join(workload_answers, workload_answers.c.checkup_id == checkups.c.id)
    rows = connection.execute(query.order_by(checkups.c.due_at, checkups.c.id, workload_answers.c.who))
    found: dict[int, Pulse] = {}
    for row in rows:
        if row.pipeline in pipelines:
            before = found.get(row.id)
            said = (*(before.answers if before else ()), Answer(row.answer))
            found[row.id] = Pulse(checkup=row.id, due_at=row.due_at, answers=said)
    return tuple(found.values())[-most:]
