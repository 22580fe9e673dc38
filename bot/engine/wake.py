"""What was put to sleep and is still not over is open again: its ladder is climbed from the first step."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.incident import Act, Incident, What, act
from bot.engine import write_down
from bot.store import incidents, outbox
from bot.store.store import Store


def wake(store: Store, now: datetime) -> int:
    """Open every incident whose time to sleep is over; returns how many there were."""
    with store.write() as connection:
        sleepers = incidents.sleeping_until(connection, now)
        for incident in sleepers:
            _wake(connection, incident, now)
        return len(sleepers)


def _wake(connection: Connection, incident: Incident, now: datetime) -> None:
    woken = act(incident, Act.WAKE, None, now)
    write_down.save(connection, woken, incident)
    said = f"it is still not over; {incident.snoozed_by} had put it to sleep"
    outbox.put(connection, write_down.happened(connection, woken, What.WOKE, now, text=said), now)
