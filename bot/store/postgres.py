"""What is PostgreSQL's own: its driver, its patience, and locks that die with whoever holds them."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

WAIT_SECONDS = 15
"""How long a writer waits for another one before it gives up."""
DEAD_AFTER = 10
"""Seconds after which a silent machine, or one that stands still in a transaction, holds no lock any more."""

_WRITERS, _CLAIMS = 0x0A, 0x0AC
"""The families of our locks; the database is ours alone, so any numbers do."""

_SESSION = (
    f"SET lock_timeout = '{WAIT_SECONDS}s'",
    f"SET idle_in_transaction_session_timeout = '{DEAD_AFTER}s'",
    f"SET tcp_keepalives_idle = {DEAD_AFTER // 2}",
    f"SET tcp_keepalives_interval = {DEAD_AFTER // 2}",
    "SET tcp_keepalives_count = 1",
)
_NETWORK = {
    "connect_timeout": DEAD_AFTER,
    "keepalives_idle": DEAD_AFTER // 2,
    "keepalives_interval": DEAD_AFTER // 2,
    "keepalives_count": 1,
    "tcp_user_timeout": DEAD_AFTER * 1000,
}


def with_driver(address: URL) -> URL:
    """`postgresql://` and `postgres://` are what most people write: they mean our driver."""
    plain = address.drivername in ("postgresql", "postgres")
    return address.set(drivername="postgresql+psycopg") if plain else address


def engine_at(address: URL) -> Engine:
    """An engine that notices when the other side is gone. Raises ModuleNotFoundError without the driver."""
    engine = create_engine(
        address, pool_size=5, max_overflow=15, pool_pre_ping=True, connect_args=dict(_NETWORK)
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    from psycopg.types.string import StrDumper

    class WithoutNul(StrDumper):
        """What people and data hold may have a NUL in it, which PostgreSQL refuses in a text."""

        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\x00", "\ufffd"))

    connection.adapters.register_dumper(str, WithoutNul)
    for setting in _SESSION:
        connection.execute(setting)
    connection.commit()


def _begin(connection: Connection) -> None:
    """One writer at a time, as on SQLite: who reads, thinks and writes back is never overtaken meanwhile."""
    if connection.get_execution_options().get("oakum_writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS}, 0)")


@contextmanager
def claimed(engine: Engine, names: Sequence[str]) -> Iterator[list[str]]:
    """Those of the names that nobody else holds; they are ours until the end, or until we die."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            yield [name for name in names if _taken(connection, name)]
        finally:
            try:
                connection.exec_driver_sql("SELECT pg_advisory_unlock_all()")
            except DBAPIError:  # the connection is gone, and with it the locks
                connection.invalidate()


def _taken(connection: Connection, name: str) -> bool:
    key = zlib.crc32(name.encode()) - 2**31  # its numbers have a sign
    lock = text("SELECT pg_try_advisory_lock(:family, :key)")
    return bool(connection.execute(lock, {"family": _CLAIMS, "key": key}).scalar_one())
