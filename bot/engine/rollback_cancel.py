"""Cancel: by the people that the configuration names, while the countdown runs."""

from enum import StrEnum

from bot.clock import Clock
from bot.domain.incident import Incident, What
from bot.domain.rollback import Rollback, Stand, moved
from bot.engine.people import TRIES
from bot.engine.rollback_written import Ending, keep
from bot.engine.write_down import OutrunError
from bot.settings.load import Settings
from bot.store import incidents, rollbacks
from bot.store.store import Store


class Answer(StrEnum):
    """What becomes of a click on Cancel."""

    CANCELLED = "cancelled"
    MAY_NOT = "may not"
    TOO_LATE = "too late"


def cancel(
    store: Store, settings: Settings, id_: int, who: str | None, clock: Clock, *, by: str | None = None
) -> tuple[Answer, Rollback]:
    """`who` (a name of the configuration; None: somebody else) cancels, by a route; the rollback as it
    stands then.

    Raises NoSuchRollbackError.
    """
    for _ in range(TRIES):
        try:
            return _cancel(store, settings, id_, who, clock, by)
        except OutrunError:  # somebody clicked in the same moment: look again at what they left
            continue
    raise OutrunError(f"rollback {id_} keeps changing: try again")


def _cancel(
    store: Store, settings: Settings, id_: int, who: str | None, clock: Clock, by: str | None
) -> tuple[Answer, Rollback]:
    with store.write() as connection:
        rollback, now = rollbacks.get(connection, id_), clock()
        target = settings.deployment.rollbacks.get(rollback.name)
        if target is None or who not in target.allowed:
            return Answer.MAY_NOT, rollback
        if rollback.stand is not Stand.COUNTING:
            return Answer.TOO_LATE, rollback
        incident: Incident = incidents.get(connection, rollback.incident)
        cancelled = moved(rollback, Stand.CANCELLED, now, who=who)
        ending = Ending(cancelled, What.CANCELLED, rollback.name, who=who, by=by)
        keep(connection, settings, rollback, incident, ending, now)
        return Answer.CANCELLED, cancelled
