"""Writing a rollback's step: its row, the incident's fence, the timeline and the messages, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.incident import Act, Incident, State, What, act
from bot.domain.intent import Intent
from bot.domain.rollback import LOUD, Rollback, Stand
from bot.domain.rollback_intent import RollbackPost, RollbackUpdate
from bot.engine import write_down
from bot.settings.load import Settings
from bot.store import outbox, rollbacks

_AGAIN = {State.OPEN: Act.CLIMB, State.SNOOZED: Act.WAKE}
"""Nobody has it: the ladder is climbed once more."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A rollback after a step, and what is said of it; `told` where the thread gets a line of its own."""

    rollback: Rollback
    what: What | None = None
    said: str = ""
    told: bool = True
    who: str | None = None
    by: str | None = None


def keep(
    connection: Connection,
    settings: Settings,
    before: Rollback,
    incident: Incident,
    ending: Ending,
    now: datetime,
) -> bool:
    """Keep a step; raises OutrunError where the rollback or the incident is not as it was read.

    Every step raises the incident's fence: an acknowledgement and a claim cannot both have the last word.
    """
    if not rollbacks.save(connection, ending.rollback, before):
        raise write_down.OutrunError(f"rollback {before.id} was changed by somebody else")
    loud = ending.rollback.stand in LOUD
    again = _AGAIN.get(incident.state) if loud else None
    after = act(incident, again, None, now) if again else replace(incident, fence=incident.fence + 1)
    write_down.save(connection, after, incident)
    intents = [*_shown(connection, ending.rollback, after)]
    if ending.what is not None:
        who = _holder(incident, settings) if loud else ending.who
        intents += write_down.happened(
            connection, after, ending.what, now, who=who, by=ending.by, text=ending.said, told=ending.told
        )
    outbox.put(connection, intents, now)
    return True


def later(connection: Connection, rollback: Rollback, look_at: datetime) -> bool:
    """Look at it again, but not before; False: nothing was done."""
    rollbacks.save(connection, replace(rollback, look_at=look_at), rollback)
    return False


def _holder(incident: Incident, settings: Settings) -> str | None:
    """Whoever has it, or had it, is rung in the thread; where nobody has, the ladder rings."""
    if incident.state is State.OPEN and incident.pages:
        return None
    owner = next((each.owner for each in settings.pipelines if each.pipeline == incident.pipeline), None)
    return incident.acknowledged_by or incident.resolved_by or owner


def _shown(connection: Connection, rollback: Rollback, incident: Incident) -> Iterator[Intent]:
    """The message of the rollback; there is none before the countdown, and none without Slack."""
    channel = write_down.channel_of(connection, incident.id)
    if channel is None or rollback.ends_at is None:
        return
    if rollback.stand is Stand.COUNTING:
        yield RollbackPost(incident=incident.id, rollback=rollback.id, channel=channel)
    yield RollbackUpdate(incident=incident.id, rollback=rollback.id, channel=channel, fence=incident.fence)
