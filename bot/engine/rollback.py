"""The last rung: a countdown that people can stop, at most one rollback, and a look whether it worked."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain.incident import Incident, What
from bot.domain.precedes import told
from bot.domain.rollback import PATIENCE, Deployed, Rollback, Stand, counting, stoppers
from bot.engine.alone import each_alone
from bot.engine.rollback_claim import count
from bot.engine.rollback_verify import take_over, verify
from bot.engine.rollback_written import Ending
from bot.engine.rung import Rung, Ways, failed, refused, serving, speaks_against, stopped
from bot.settings.load import Settings
from bot.store import rollbacks
from bot.store.store import Store

MINUTE = timedelta(minutes=1)


def roll_back(store: Store, settings: Settings, ways: Ways, clock: Clock) -> int:
    """Take every unfinished rollback one step further, each on its own; returns with how many that was so."""
    with store.read() as connection:
        unfinished = rollbacks.unfinished(connection)
    steps = {Stand.ASKED: begin, Stand.COUNTING: count, Stand.CLAIMED: take_over, Stand.CALLED: verify}

    def step(rollback: Rollback) -> bool:
        return steps[rollback.stand](Rung(store, settings, ways, clock, rollback))

    return each_alone(unfinished, step, "taken further")


def begin(rung: Rung) -> bool:
    """The ladder has come to it: begin to count down, or say why not."""
    if rung.clock() < rung.rollback.look_at:
        return False
    deployed = serving(rung)

    def decide(connection: Connection, incident: Incident, now: datetime) -> Ending | None:
        stop = stopped(connection, rung, incident, now)
        if stop is not None or isinstance(deployed, str):
            return stop or _unread(rung, str(deployed), now)
        return _judged(connection, rung, incident, deployed, now)

    return rung.step(decide) is not None


def _unread(rung: Rung, why: str, now: datetime) -> Ending | None:
    said = f"which version serves cannot be read: {why}"
    if rung.target is None or not rung.target.enabled:
        return refused(rung, f"its rollback is off; {said}", now)
    return None if now < rung.rollback.asked_at + PATIENCE else failed(rung, said, now)


def _judged(
    connection: Connection, rung: Rung, incident: Incident, deployed: Deployed, now: datetime
) -> Ending:
    why = speaks_against(connection, rung, incident, deployed)
    if rung.target is None or why:
        return refused(rung, why, now)
    if not rung.target.enabled:
        return refused(rung, _off(rung, deployed), now)
    return _begun(rung, deployed, rung.target.countdown, now)


def _off(rung: Rung, deployed: Deployed) -> str:
    zone, at = rung.settings.deployment.timezone, deployed.deployed_at
    since = f", deployed {told(at, zone)}," if at else ""
    would = f"it would go back from {deployed.version}{since} to {deployed.previous}"
    return f"its rollback is off (rollbacks.{rung.rollback.name}.enabled); {would}"


def _begun(rung: Rung, deployed: Deployed, countdown: timedelta, now: datetime) -> Ending:
    begun = counting(rung.rollback, deployed, now + countdown, now)
    way = f"{begun.name} is rolled back from {deployed.version} to {deployed.previous}"
    asked = f" ({begun.asked_by} asked for it)" if begun.asked_by else ""
    said = f"{way} in {countdown // MINUTE} min, unless somebody {stoppers(begun)}{asked}"
    # the message with its Cancel tells the thread
    by = "slack" if begun.asked_by else None  # it can be asked for nowhere else
    return Ending(begun, What.COUNTING, said, told=False, who=begun.asked_by, by=by)
