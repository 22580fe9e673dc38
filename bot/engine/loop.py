"""One round of the engine: a visible list of steps, each on its own. What fails is repeated by the next."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.audit import AuditFunction
from bot.engine.check import check_due
from bot.engine.digest import digest_due
from bot.engine.drill import drill_due
from bot.engine.escalate import escalate
from bot.engine.focus import settle_due
from bot.engine.heartbeat import ROUND
from bot.engine.nudge import nudge_due
from bot.engine.overdue import Watch
from bot.engine.remind import remind
from bot.engine.silence import hush
from bot.engine.survival import over_with_its_incident
from bot.engine.wake import wake
from bot.settings.load import Settings
from bot.store import pulses
from bot.store.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of a round. It looks up in the store what is due, so running it twice does nothing twice."""

    name: str
    run: Callable[[datetime], object]


def steps(
    store: Store, settings: Settings, audit: AuditFunction, roll_back: Callable[[], object] = lambda: 0
) -> tuple[Step, ...]:
    """What a round does, in this order. Deliveries have their own queues, one a route."""
    return (
        Step("wake", lambda now: wake(store, settings, now)),
        Step("survival", lambda now: over_with_its_incident(store, settings, now)),
        Step("silence", lambda now: hush(store, settings, now)),
        Step("remind", lambda now: remind(store, settings, now)),
        Step("escalate", lambda now: escalate(store, settings, now)),  # first: checks may take a while
        Step("rollback", lambda _: roll_back()),
        Step("check", lambda now: check_due(store, settings, audit, now)),
        Step("focus", lambda now: settle_due(store, settings, now)),
        Step("escalate new", lambda now: escalate(store, settings, now)),
        Step("digest", lambda now: digest_due(store, settings, now)),
        Step("nudge", lambda now: nudge_due(store, settings, now)),
        Step("drill", lambda now: drill_due(store, settings, now)),
        Step("overdue", Watch(store, settings)),  # last: what the others should have done
    )


def tick(store: Store, round_: Sequence[Step], now: datetime) -> bool:
    """Run every step; one that fails is logged and recorded, and the others go on. True if all went well."""
    well = [_guarded(store, step, now) for step in round_]
    if all(well):
        _record(store, ROUND, now, None)
    return all(well)


def _guarded(store: Store, step: Step, now: datetime) -> bool:
    try:
        step.run(now)
    except Exception as error:  # the other steps must go on
        log.exception("step %s failed; the next round repeats it", step.name)
        _record(store, step.name, now, f"{type(error).__name__}: {error}")
        return False
    return _record(store, step.name, now, None)


def _record(store: Store, name: str, now: datetime, error: str | None) -> bool:
    try:
        with store.write() as connection:
            if error is None:
                pulses.went_well(connection, name, now)
            else:
                pulses.failed(connection, name, now, error)
    except Exception:  # the store itself is in trouble: there is only the log to say so
        log.exception("the engine could not write down how %s went", name)
        return False
    return True
