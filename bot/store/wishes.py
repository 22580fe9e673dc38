"""What people chose for themselves."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.domain.wishes import Reach, Wishes, zone_named
from bot.store.wishes_table import wishes


def of(connection: Connection, person: str) -> Wishes:
    """The wishes of a person; of one who never chose, what holds for all."""
    row = connection.execute(select(wishes).where(wishes.c.person == person)).first()
    if row is None:
        return Wishes()
    return Wishes(timezone=zone_named(row.timezone or ""), reach=Reach(row.reach))


def keep(connection: Connection, person: str, chosen: Wishes, now: datetime, by: str) -> None:
    """What they choose last counts."""
    said = {
        "timezone": chosen.timezone.key if chosen.timezone else None,
        "reach": chosen.reach.value,
        "at": now,
        "by": by,
    }
    mine = wishes.c.person == person
    if connection.execute(update(wishes).where(mine).values(**said)).rowcount == 0:
        connection.execute(insert(wishes).values(person=person, **said))
