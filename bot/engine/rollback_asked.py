"""A person asks for the rollback before the ladder comes to it: the same countdown, the same claim, once."""

from bot.clock import Clock
from bot.domain.escalation import last_rung
from bot.domain.rollback import Asked, Rollback
from bot.settings.load import Settings
from bot.store import incidents, rollbacks
from bot.store.store import Store


def ask(
    store: Store,
    settings: Settings,
    incident_id: int,
    who: str | None,
    clock: Clock,
    *,
    dry_run: bool = False,
) -> tuple[Asked, str]:
    """`who` (a name of the configuration; None: somebody else) asks; the answer, and what is rolled back.

    With `dry_run` nothing is asked: MAY says that it can be. Raises NoSuchIncidentError.
    """
    with store.write() as connection:
        incident, now = incidents.get(connection, incident_id), clock()
        pipeline = next((each for each in settings.pipelines if each.pipeline == incident.pipeline), None)
        name = last_rung(pipeline, settings.deployment) if pipeline else None
        if name is None:
            return Asked.NOTHING, ""
        if who is None or who not in settings.deployment.rollbacks[name].allowed:
            return Asked.MAY_NOT, name
        if incident.is_resolved:
            return Asked.OVER, name
        if any(not each.is_over for each in rollbacks.of_incident(connection, incident.id)):
            return Asked.UNDER_WAY, name
        if dry_run:
            return Asked.MAY, name
        wanted = Rollback(
            incident=incident.id, round=incident.round, name=name, asked_at=now, look_at=now, asked_by=who
        )
        rollbacks.ask(connection, wanted)
        return Asked.ASKED, name
