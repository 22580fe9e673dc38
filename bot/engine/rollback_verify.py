"""What became of a rollback that was claimed: told by what serves, whoever claimed it."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.incident import Incident, What
from bot.domain.rollback import LEASE, Deployed, Stand, moved, verified
from bot.engine.rollback_written import Ending
from bot.engine.rung import Rung, failed, serving

Verdict = tuple[Stand, str]
"""How it ended, and why."""


def take_over(rung: Rung) -> bool:
    """Claimed, and then nothing: whoever claimed it died. It is not done again; what serves is looked at."""
    claimed = rung.rollback.claimed_at
    if claimed is not None and rung.clock() < claimed + LEASE:
        return False
    return verify(rung)


def verify(rung: Rung) -> bool:
    """Look what serves, until that is the former version, or for too long is not."""
    if rung.clock() < rung.rollback.look_at:
        return False
    deployed = serving(rung)
    known = None if isinstance(deployed, str) else deployed
    return end(rung, verified(rung.rollback, known, rung.verified_within, rung.clock()))


def seen_after(rung: Rung, why: str) -> Verdict:
    """Of a call that was refused: failed for that reason, unless the former version serves all the same."""
    deployed = serving(rung)
    there = isinstance(deployed, Deployed) and deployed.version == rung.rollback.previous
    return (Stand.DONE, "") if there else (Stand.FAILED, why)


def end(rung: Rung, verdict: Verdict | None) -> bool:
    """Write down how it ended; without a verdict it is looked at again later."""

    def decide(connection: Connection, incident: Incident, now: datetime) -> Ending | None:
        return None if verdict is None else _ending(rung, verdict, now)

    return rung.step(decide) is not None


def _ending(rung: Rung, verdict: Verdict, now: datetime) -> Ending:
    (stand, why), before = verdict, rung.rollback
    if stand is Stand.FAILED:
        return failed(rung, why, now)
    over = moved(before, stand, now, said=why)
    way = f"{before.name} was rolled back from {before.version} to {before.previous}"
    if stand is Stand.DONE:
        return Ending(over, What.ROLLED_BACK, f"{way}, and {before.previous} is seen to serve")
    said = f"nobody knows whether {way}: {why}. It is not tried again: please look"
    return Ending(over, What.ROLLBACK_FAILED, said)
