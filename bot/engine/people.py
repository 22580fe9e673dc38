"""What people do: acknowledge, resolve, sign off, say how loud a pipeline is.

Of two who click at once the second is told so. `by` is the route by which they did it, for the record.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.accepted import Accepted, changes, is_accepting
from bot.domain.checkup import Checkup
from bot.domain.declared import Pipeline
from bot.domain.incident import Act, Illegal, Incident, What, act
from bot.domain.patch import debt
from bot.domain.stage import Stage, Staged, Step, after
from bot.domain.stage_intent import StagePost
from bot.engine import nudge, ranking, write_down
from bot.settings.load import Settings
from bot.store import checkups, incidents, outbox, stages
from bot.store.store import Store

TRIES = 3


class NoDebtError(Exception):
    """Nothing was patched here that is not fixed."""


_TOLD = {
    Act.ACKNOWLEDGE: What.ACKNOWLEDGED,
    Act.HAND_OVER: What.HANDED,
    Act.KEEP: What.KEPT,
    Act.TAKE_BACK: What.TAKEN_BACK,
    Act.SNOOZE: What.SNOOZED,
    Act.RESOLVE: What.RESOLVED,
    Act.FIX: What.FIXED,
}


def acknowledge(
    store: Store, incident_id: int, who: str, now: datetime, *, by: str | None = None
) -> Incident | Illegal:
    """`who` takes the incident: its ladder stops. `Illegal` carries the incident as it stands instead.

    Raises NoSuchIncidentError.
    """
    return _do(store, incident_id, Act.ACKNOWLEDGE, who, now, "", by=by)


def hand_over(
    store: Store, incident_id: int, who: str, now: datetime, to: str, *, by: str | None = None
) -> Incident | Illegal:
    """`who` gives it to somebody else, or takes it on behalf of them. Raises NoSuchIncidentError."""
    return _do(store, incident_id, Act.HAND_OVER, who, now, to, by=by, to=to)


def keep(
    store: Store, incident_id: int, who: str, now: datetime, *, by: str | None = None
) -> Incident | Illegal:
    """Whoever has it still does. `Illegal` where nobody has it. Raises NoSuchIncidentError."""
    return _do(store, incident_id, Act.KEEP, who, now, "", by=by)


def give_back(
    store: Store, incident_id: int, who: str, now: datetime, *, by: str | None = None
) -> Incident | Illegal:
    """It is open again: its ladder is climbed from the first step. Raises NoSuchIncidentError."""
    return _do(store, incident_id, Act.TAKE_BACK, who, now, "", by=by)


def snooze(
    store: Store,
    incident_id: int,
    who: str,
    now: datetime,
    until: datetime,
    said: str,
    *,
    by: str | None = None,
) -> Incident | Illegal:
    """`who` wants to hear nothing of it until then, which is `said` in the thread; if it is not over by then,
    it is open again.

    `Illegal` carries the incident as it stands instead. Raises NoSuchIncidentError.
    """
    return _do(store, incident_id, Act.SNOOZE, who, now, said, by=by, until=until)


def resolve(
    store: Store,
    incident_id: int,
    who: str,
    now: datetime,
    cause: str = "",
    *,
    by: str | None = None,
) -> Incident | Illegal:
    """`who` says that it is over, and perhaps why; a change of schema may be accepted so.

    `Illegal` carries the incident as it stands instead. Raises NoSuchIncidentError.
    """
    return _do(store, incident_id, Act.RESOLVE, who, now, cause, by=by)


def fix(
    store: Store,
    incident_id: int,
    who: str,
    now: datetime,
    cause: str = "",
    *,
    by: str | None = None,
) -> Incident | Illegal:
    """`who` says that what was patched is fixed now. Raises NoSuchIncidentError, NoDebtError."""
    with store.read() as connection:
        owed = debt(incidents.get(connection, incident_id), incidents.story(connection, incident_id))
    if owed is None:
        raise NoDebtError(f"incident {incident_id} is not owed a fix")
    return _do(store, incident_id, Act.FIX, who, now, cause, by=by)


def step(
    store: Store, settings: Settings, pipeline: Pipeline, what: Step, who: str, now: datetime
) -> Staged | None:
    """`who` says how loud a pipeline is from now on; None where it is done, else how it stands instead."""
    name, routes = pipeline.pipeline, settings.deployment.routes
    with store.write() as connection:
        before = stages.of(connection, name)
        stage = after(before.stage, what)
        if stage is None:
            return before
        number = stages.add(connection, name, Staged(stage, now, who))
        said = StagePost(pipeline=name, channel=pipeline.channel, change=number, stage=stage, who=who)
        outbox.put(connection, write_down.about_pipeline(said, routes), now)
        if routes.posts and before.stage is Stage.MUTED:
            outbox.put(connection, write_down.unheard(connection, pipeline, routes), now)
    return None


def sign_off(store: Store, checkup_id: int, who: str, now: datetime, *, by: str = "") -> Checkup:
    """`who` has looked at the checkup; the answer says who was first. Raises NoSuchCheckupError."""
    with store.write() as connection:
        signed = checkups.sign(connection, checkup_id, who, now, by)
        if signed:
            told = [*write_down.signed(connection, checkup_id), *nudge.answered(connection, checkup_id)]
            outbox.put(connection, told, now)
        return checkups.get(connection, checkup_id)


def _do(
    store: Store,
    id_: int,
    what: Act,
    who: str,
    now: datetime,
    text: str,
    *,
    by: str | None,
    **more: Any,
) -> Incident | Illegal:
    for _ in range(TRIES):
        try:
            with store.write() as connection:
                return _write(connection, id_, what, who, now, text, by, more)
        except Illegal as late:
            return late
        except write_down.OutrunError:  # somebody clicked in the same moment: look again at what they left
            continue
    raise write_down.OutrunError(f"incident {id_} keeps changing: try again")


def _write(
    connection: Connection,
    id_: int,
    what: Act,
    who: str,
    now: datetime,
    text: str,
    by: str | None,
    more: Mapping[str, Any],
) -> Incident:
    before = incidents.get(connection, id_)
    after = act(before, what, who, now, **more)
    write_down.save(connection, after, before)
    intents = write_down.happened(connection, after, _TOLD[what], now, who=who, by=by, text=text)
    outbox.put(connection, intents, now)
    if what is Act.RESOLVE and is_accepting(text) and (changed := changes(before)):
        stages.accept(connection, before.pipeline, before.id, Accepted(now, who, changed))
    if what is Act.RESOLVE:  # another one may be the first to fix now
        ranking.refresh(connection, now, ranking.FIRST)
    return after
