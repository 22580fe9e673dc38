"""What is SQLite's own: its file, its settings, and the lock that a writer takes when it begins."""

from pathlib import Path
from sqlite3 import OperationalError
from threading import Event
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

BUSY_SECONDS = 15
"""How long a writer waits for another one before it gives up."""
PAUSE = 0.02


def refused(address: URL) -> str:
    """Why no store can be at this address; empty where one can."""
    database = address.database
    if not database or database == ":memory:" or address.query.get("mode") == "memory":
        return " is in memory and would forget everything: name a file, sqlite:///oakum.db"
    path = Path(database.removeprefix("file:"))
    if path.is_dir():
        return f": {path} is a folder; name a file in it, like sqlite:///{path}/oakum.db"
    if not path.parent.is_dir():
        return f": there is no folder {path.parent}; create it, or change `store`"
    return ""


def engine_at(address: URL) -> Engine:
    """An engine whose transactions are what we say they are."""
    engine = create_engine(address, pool_size=10, max_overflow=50)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """SQLAlchemy's recipe: the driver begins nothing by itself, so a transaction is what we say it is."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    _write_ahead(connection)
    connection.execute("PRAGMA foreign_keys = ON")


def _write_ahead(connection: Any) -> None:
    """Of two that open a new file at once, SQLite refuses the second one without waiting."""
    for left in reversed(range(int(BUSY_SECONDS / PAUSE))):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except OperationalError:
            if not left:
                raise
            Event().wait(PAUSE)


def _begin(connection: Connection) -> None:
    """A writer takes the lock when it begins: one that only finds out later that it must wait is refused."""
    writes = connection.get_execution_options().get("oakum_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def explained(address: URL, said: str) -> str:
    """What to change, where the database cannot be used; empty where the database's own words must do."""
    if "not a database" in said:
        return f"{address.database} is no SQLite database; move it away, or name another file"
    if "readonly" in said or "unable to open" in said:
        return f"{address.database} cannot be written ({said}); change its rights, or `store`"
    return ""
