"""The last rung of a ladder, and all that it takes to go one step further on it."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain.declared import Pipeline
from bot.domain.declared_rollback import RollbackTarget
from bot.domain.incident import Incident, What
from bot.domain.precedes import instead, objection
from bot.domain.rollback import LOOK_EVERY, Deployed, Rollback, Stand, moved, unwanted
from bot.domain.stage import Stage
from bot.engine.rollback_written import Ending, keep, later
from bot.rollback.way import NotToldError, Way
from bot.settings.load import Settings
from bot.store import incidents, rollbacks, stages
from bot.store.store import Store

Ways = Mapping[str, Way]
Decide = Callable[[Connection, Incident, datetime], Ending | None]
"""What becomes of it by what the store says in this transaction; None: look again a little later."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rung:
    """A rollback at which something may be due."""

    store: Store
    settings: Settings
    ways: Ways
    clock: Clock
    rollback: Rollback

    @property
    def target(self) -> RollbackTarget | None:
        """What is declared of it today."""
        return self.settings.deployment.rollbacks.get(self.rollback.name)

    @property
    def verified_within(self) -> timedelta:
        """How long the former version may stay away."""
        return self.target.verified_within if self.target else timedelta(0)

    def pipeline(self, incident: Incident) -> Pipeline | None:
        """The pipeline, if it is still declared."""
        found = (each for each in self.settings.pipelines if each.pipeline == incident.pipeline)
        return next(found, None)

    def step(self, decide: Decide) -> Rollback | None:
        """Decide and write in one transaction; the rollback after it, None where nothing changed.

        Raises OutrunError where somebody else changed the incident meanwhile: nothing is written then.
        """
        with self.store.write() as connection:
            if rollbacks.get(connection, self.rollback.id) != self.rollback:  # somebody was faster
                return None
            now, incident = self.clock(), incidents.get(connection, self.rollback.incident)
            ending = decide(connection, incident, now)
            if ending is None:
                later(connection, self.rollback, now + LOOK_EVERY)
                return None
            keep(connection, self.settings, self.rollback, incident, ending, now)
            return ending.rollback


def serving(rung: Rung) -> Deployed | str:
    """What serves now, or why that cannot be read."""
    way = rung.ways.get(rung.rollback.name)
    if way is None:
        return f"rollbacks.{rung.rollback.name} is no longer declared"
    try:
        return way.look()
    except NotToldError as error:
        return str(error)
    except Exception as error:  # a fault of the way must not keep people from being told
        log.exception("the version of %s cannot be read", rung.rollback.name)
        return f"{type(error).__name__}: {error}"


def speaks_against(connection: Connection, rung: Rung, incident: Incident, deployed: Deployed) -> str:
    """Why this version is not rolled back for this incident; empty where nothing speaks against it."""
    target, pipeline = rung.target, rung.pipeline(incident)
    if target is None or pipeline is None:
        return "it is no longer declared"
    once = rollbacks.before(connection, rung.rollback, deployed.version)
    if once is not None:
        tried = f"from {once.version} to {once.previous}, and once is all"
        return f"it was tried for incident {once.incident} already, {tried}"
    why = objection(incident, deployed, target.within, rung.settings.zone(pipeline))
    return f"{why}. {instead(incident.lead)}" if why else ""


def stopped(connection: Connection, rung: Rung, incident: Incident, now: datetime) -> Ending | None:
    """Where nobody wants it any more. The thread tells already who has the incident."""
    why = unwanted(rung.rollback, incident)
    asked = rung.rollback.asked_by is not None
    if not why and not asked and stages.of(connection, incident.pipeline).stage is Stage.MUTED:
        why = "the pipeline is muted"
    if not why:
        return None
    over = moved(rung.rollback, Stand.STOPPED, now, said=why)
    return Ending(over, What.NOT_ROLLED_BACK, f"{over.name} is not rolled back: {why}", told=False)


def refused(rung: Rung, why: str, now: datetime) -> Ending:
    """What must hold before does not."""
    over = moved(rung.rollback, Stand.REFUSED, now, said=why)
    return Ending(over, What.NOT_ROLLED_BACK, f"{over.name} is not rolled back: {why}")


def failed(rung: Rung, why: str, now: datetime) -> Ending:
    """It did not work, for certain: people are paged."""
    over = moved(rung.rollback, Stand.FAILED, now, said=why)
    return Ending(over, What.ROLLBACK_FAILED, f"the rollback of {over.name} failed: {why}")
