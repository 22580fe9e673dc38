"""What `oakum doctor` says of rollbacks: what serves, what it would go back to, whether it is on."""

from collections.abc import Iterator

from bot.clock import Clock
from bot.domain.examined import Thing, mend, ok, unknown
from bot.domain.precedes import told
from bot.domain.rollback import Deployed
from bot.rollback.opening import MissingRollbackExtraError, opened
from bot.rollback.way import NotToldError, Way
from bot.settings.load import Settings


def rollbacks(settings: Settings, clock: Clock) -> Iterator[Thing]:
    """Each that is declared; nothing is changed."""
    declared = settings.deployment.rollbacks
    named = {hop.rollback for hops in settings.deployment.policies.values() for hop in hops}
    try:
        ways = opened(declared, settings.folder, clock)
    except MissingRollbackExtraError as error:
        yield mend("rollbacks", str(error))
        return
    for name, way in ways.items():
        off = "" if declared[name].enabled else f"; it is off: rollbacks.{name}.enabled"
        off += "" if name in named else "; it is on no ladder: add {rollback: " + name + "} to a policy"
        yield _thing(settings, f"rollback {name}", way, off)


def _thing(settings: Settings, what: str, way: Way, off: str) -> Thing:
    """What is off may be mended in its own time."""
    wrong, right = (unknown, unknown) if off else (mend, ok)
    try:
        deployed = way.look()
    except NotToldError as error:
        return wrong(what, f"which version serves cannot be read: {error}{off}")
    said = _said(settings, deployed)
    if deployed.previous is None:
        return wrong(what, f"{said}, and there is no version before it: nothing could be rolled back{off}")
    if deployed.deployed_at is None:
        return wrong(what, f"{said}, but not since when: nothing would be rolled back{off}")
    return right(what, f"{said}; it would go back to {deployed.previous}{off}")


def _said(settings: Settings, deployed: Deployed) -> str:
    at = deployed.deployed_at
    since = f", deployed {told(at, settings.deployment.timezone)}" if at else ""
    return f"{deployed.version} serves{since}"
