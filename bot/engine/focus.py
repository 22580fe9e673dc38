"""The focus of each pipeline: chosen after the checks, at a checkup, by a person, and when it is over."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.domain.declared import Pipeline
from bot.domain.focus import Candidate, Focus, promoted, step
from bot.domain.incident import Act, Illegal, Incident, State, What
from bot.domain.intent import post_key
from bot.domain.stage import Stage
from bot.engine import write_down
from bot.messages.incident import title
from bot.messages.text import cut
from bot.settings.load import Settings
from bot.store import audits, checkups, focuses, incidents, outbox, stages
from bot.store.store import Store

NAME = 100
"""Characters of what an incident is called where two are compared."""


def settle_due(store: Store, settings: Settings, now: datetime) -> int:
    """Choose anew where the focus is over, or something is open and nothing is the focus; returns where."""
    with store.read() as connection:
        names = focuses.unsettled(connection)
    waiting = [each for each in settings.pipelines if each.pipeline in names]
    for pipeline in waiting:
        with store.write() as connection:
            settle(connection, settings, pipeline, now)
    return len(waiting)


def settle(
    connection: Connection,
    settings: Settings,
    pipeline: Pipeline,
    now: datetime,
    cycle: date | None = None,
) -> None:
    """The focus of a pipeline after the newest checks; what changes is told in the threads, nobody is paged.

    `cycle` is the day of a checkup that begins now; otherwise it is the one of the last.
    """
    name = pipeline.pipeline
    open_ = incidents.unresolved(connection, name)
    before = focuses.current(connection, name)
    if before is not None and not open_:
        focuses.end(connection, name, now)
    checked = audits.last_at(connection, name) or now
    day = checked.astimezone(settings.zone(pipeline)).date()
    cycle = cycle or _cycle(connection, settings, pipeline)
    after = step(before, map(candidate, open_), day, cycle)
    if after is not None and after != before:
        _write(connection, name, before, after, now)


def promote(
    store: Store,
    settings: Settings,
    incident_id: int,
    who: str,
    reason: str,
    now: datetime,
    *,
    by: str | None = None,
) -> Incident | Illegal:
    """`who` makes it the focus of its pipeline, for the rest of the week; `Illegal` where it is over.

    Raises NoSuchIncidentError.
    """
    with store.write() as connection:
        chosen = incidents.get(connection, incident_id)
        if chosen.is_resolved:
            return Illegal(chosen.state, Act.PROMOTE, chosen)
        before = focuses.current(connection, chosen.pipeline)
        declared = [each for each in settings.pipelines if each.pipeline == chosen.pipeline]
        zone = settings.zone(declared[0]) if declared else settings.deployment.timezone
        after = promoted(before, candidate(chosen), now.astimezone(zone).date(), who, reason)
        if declared and before is None:
            after = replace(after, cycle=_cycle(connection, settings, declared[0]))
        _write(connection, chosen.pipeline, before, after, now, who=who, by=by)
        return incidents.get(connection, incident_id)


def candidate(incident: Incident) -> Candidate:
    """What the choice knows of an open incident."""
    lead = incident.lead
    return Candidate(
        incident=incident.id,
        name=cut(title(incident), NAME),
        score=lead.score,
        rank=lead.rank,
        priced=lead.cost is not None,
        asleep=incident.state is State.SNOOZED,
        calm=incident.calm_since is not None,
    )


def _cycle(connection: Connection, settings: Settings, pipeline: Pipeline) -> date | None:
    due = checkups.last_due(connection, pipeline.pipeline)
    return due.astimezone(settings.checkup_zone(pipeline)).date() if due else None


def _write(
    connection: Connection,
    pipeline: str,
    before: Focus | None,
    after: Focus,
    now: datetime,
    *,
    who: str | None = None,
    by: str | None = None,
) -> None:
    if before is not None and after.is_same_pin(before):
        focuses.keep(connection, pipeline, after)
        if after.stays != before.stays:
            _edit(connection, after.incident, now)
        return
    focuses.pin(connection, pipeline, after, now, by)
    touched = {after.incident, *((before.incident,) if before else ())}
    if who is None and len(touched) == 1:  # the first one, or the same one in a new week: no swap
        _edit(connection, after.incident, now)
        return
    muted = stages.of(connection, pipeline).stage is Stage.MUTED
    for number in sorted(touched):
        _tell(connection, number, after, now, who=who, by=by, muted=muted)


def _tell(
    connection: Connection,
    number: int,
    after: Focus,
    now: datetime,
    *,
    who: str | None,
    by: str | None,
    muted: bool,
) -> None:
    """Both threads get the explanation; of what is silent it is only written down."""
    incident = _touched(connection, number)
    told = not muted and incident.state is not State.SNOOZED
    said = write_down.happened(
        connection, incident, What.FOCUS, now, who=who, by=by, text=after.why, told=told
    )
    outbox.put(connection, said, now)


def _edit(connection: Connection, number: int, now: datetime) -> None:
    """Bring a message that was posted up to date; one that still waits tells the newest state anyway."""
    channel = write_down.channel_of(connection, number)
    if channel and outbox.receipt(connection, post_key(number)) is not None:
        outbox.put(connection, [write_down.edit_of(_touched(connection, number), channel)], now)


def _touched(connection: Connection, number: int) -> Incident:
    """The incident with a new fence, so that what is said now is not taken for what was said before."""
    before = incidents.get(connection, number)
    changed = replace(before, fence=before.fence + 1)
    write_down.save(connection, changed, before)
    return changed
