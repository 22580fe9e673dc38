"""Kept profiles: what one scan keeps of one partition, as opaque bytes."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.clock import Clock
from bot.store.tables import profiles

_OF_KEY = (
    (profiles.c.identity == bindparam("of"))
    & (profiles.c.partition == bindparam("on"))
    & (profiles.c.load_day == bindparam("loaded", type_=profiles.c.load_day.type))
)

Transaction = Callable[[], AbstractContextManager[Connection]]
Key = tuple[date, date | None]
"""A partition, and the load day where one is known."""


class Profiles:
    """The profiles of tables, by the table's identity: several pipelines may share one."""

    def __init__(self, read: Transaction, write: Transaction, clock: Clock) -> None:
        self._read, self._write, self._clock = read, write, clock

    def kept(self, identity: str) -> dict[Key, tuple[str, bytes]]:
        """All that is kept of a table: fingerprint and body by partition and load day, in their order."""
        query = (
            select(profiles.c.partition, profiles.c.load_day, profiles.c.fingerprint, profiles.c.body)
            .where(profiles.c.identity == identity)
            .order_by(profiles.c.partition, profiles.c.load_day)
        )
        with self._read() as connection:
            return {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(query)}

    def keep(self, identity: str, rows: Mapping[Key, tuple[str, bytes]]) -> None:
        """Keep profiles; one that is there already is replaced."""
        if not rows:
            return
        now = self._clock()
        with self._write() as connection:
            connection.execute(delete(profiles).where(_OF_KEY), _bound(identity, rows))
            connection.execute(
                insert(profiles),
                [
                    {
                        "identity": identity,
                        "partition": partition,
                        "load_day": load_day,
                        "fingerprint": fingerprint,
                        "made_at": now,
                        "body": body,
                    }
                    for (partition, load_day), (fingerprint, body) in rows.items()
                ],
            )

    def forget(self, identity: str, keys: Iterable[Key]) -> None:
        """Forget profiles whose rows are gone or have changed."""
        gone = _bound(identity, keys)
        if gone:
            with self._write() as connection:
                connection.execute(delete(profiles).where(_OF_KEY), gone)


def _bound(identity: str, keys: Iterable[Key]) -> list[dict[str, object]]:
    return [{"of": identity, "on": partition, "loaded": load_day} for partition, load_day in keys]
