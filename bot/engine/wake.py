"""What was put to sleep and is still not over is open again: its ladder is climbed from the first step."""

from datetime import datetime

from bot.domain.incident import Act, State, act
from bot.engine.alone import each_alone
from bot.engine.silence import woke
from bot.settings.load import Settings
from bot.store import incidents, outbox
from bot.store.store import Store


def wake(store: Store, settings: Settings, now: datetime) -> int:
    """Open every incident whose time to sleep is over; returns how many there were."""
    with store.read() as connection:
        sleepers = incidents.sleeping_until(connection, now)
    return each_alone(sleepers, lambda each: _wake(store, settings, each.id, now), "woken")


def _wake(store: Store, settings: Settings, id_: int, now: datetime) -> bool:
    with store.write() as connection:
        incident = incidents.get(connection, id_)
        until = incident.snoozed_until
        if incident.state is not State.SNOOZED or until is None or until > now:  # somebody was faster
            return False
        stands = (
            "still not over" if incident.calm_since is None else "in order, held open as it comes and goes"
        )
        said = f"it is {stands}; {incident.snoozed_by} had put it to sleep"
        woken = act(incident, Act.WAKE, None, now)
        outbox.put(connection, woke(connection, settings, woken, incident, now, said), now)
        return True
