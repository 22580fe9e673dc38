"""The end of the countdown: all is looked at once more and claimed in one transaction, then done, once.

Whoever holds the claim may die at any moment after it: nothing leads back to before it.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.incident import Incident
from bot.domain.rollback import PATIENCE, Deployed, Postponed, Rollback, Stand, changed, moved, ripe
from bot.domain.rollback_intent import rollback_key
from bot.engine.rollback_verify import end, seen_after, verify
from bot.engine.rollback_written import Ending
from bot.engine.rung import Rung, failed, refused, serving, speaks_against, stopped
from bot.rollback.way import RefusedError
from bot.store import incidents, outbox

log = logging.getLogger(__name__)


def count(rung: Rung) -> bool:
    """Stop it where nobody wants it any more; at its end claim it, and do it."""
    rollback, now = rung.rollback, rung.clock()
    with rung.store.read() as connection:
        incident = incidents.get(connection, rollback.incident)
        stop = stopped(connection, rung, incident, now)
        seen = outbox.sent_at(connection, rollback_key(rollback.id))
    countdown = rung.target.countdown if rung.target else timedelta(0)
    due = ripe(rollback, countdown, seen, now)
    if stop is None and (due is False or now < rollback.look_at):
        return False
    deployed = serving(rung) if due is True and stop is None else ""
    after = _claim(rung, due, deployed)
    if after is not None and after.stand is Stand.CLAIMED:
        _call(replace(rung, rollback=after))
    return after is not None


def _claim(rung: Rung, due: bool | Postponed | None, deployed: Deployed | str) -> Rollback | None:
    """In one transaction: everything is still as it must be, and it is ours."""

    def decide(connection: Connection, incident: Incident, now: datetime) -> Ending | None:
        stop = stopped(connection, rung, incident, now)
        if stop is not None or due is False:
            return stop
        if due is None:
            return failed(rung, "the message in which it can be cancelled cannot be delivered", now)
        if isinstance(due, Postponed):
            return Ending(moved(rung.rollback, Stand.COUNTING, now, ends_at=due.until))
        if isinstance(deployed, str):
            return _unread(rung, deployed, now)
        why = _not_claimed(connection, rung, incident, deployed)
        if why:
            return refused(rung, why, now)
        return Ending(moved(rung.rollback, Stand.CLAIMED, now, claimed_at=now))

    return rung.step(decide)


def _unread(rung: Rung, why: str, now: datetime) -> Ending | None:
    ends_at = rung.rollback.ends_at
    if ends_at is not None and now < ends_at + PATIENCE:
        return None
    return failed(rung, f"which version serves cannot be read: {why}", now)


def _not_claimed(connection: Connection, rung: Rung, incident: Incident, deployed: Deployed) -> str:
    """Why it is not done in the end; empty where it is."""
    if rung.target is None or not rung.target.enabled:
        return "its rollback was switched off meanwhile"
    return changed(rung.rollback, deployed) or speaks_against(connection, rung, incident, deployed)


def _call(rung: Rung) -> None:
    """Do it, once. Whatever is raised here is no reason to do it again."""
    said = ""
    try:
        rung.ways[rung.rollback.name].roll_back(rung.rollback)
    except RefusedError as error:
        end(rung, seen_after(rung, str(error)))
        return
    except Exception as error:
        log.exception("the rollback of %s met a fault", rung.rollback.name)
        said = str(error) or type(error).__name__

    def decide(connection: Connection, incident: Incident, now: datetime) -> Ending:
        return Ending(moved(rung.rollback, Stand.CALLED, now, called_at=now, said=said))

    called = rung.step(decide)
    if called is not None:
        verify(replace(rung, rollback=called))
