"""Opening the store: one place that knows engines, transactions and what can be wrong with an address."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from bot.clock import Clock, system_clock
from bot.store.migrations import HEAD, REVISIONS, upgrade
from bot.store.profiles import Profiles

BUSY_SECONDS = 15
"""How long a writer waits for another one before it gives up."""


class StoreError(Exception):
    """The store cannot be opened; the message names its address and what to change."""


class Store:
    """Transactions on the bot's own database, and the kept profiles, which need none of the others."""

    def __init__(self, engine: Engine, clock: Clock = system_clock) -> None:
        self.engine = engine
        self._writing = engine.execution_options(oakum_writes=True)
        self.profiles = Profiles(self.read, self.write, clock)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state throughout and changes nothing."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept, or none. On SQLite there is one at a time."""
        with self._writing.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_store(url: str, clock: Clock = system_clock) -> Store:
    """The store at an SQLAlchemy address, its schema brought up to date. Raises `StoreError`."""
    address = _address(url)
    shown = address.render_as_string(hide_password=True)
    store = Store(_engine(address, shown), clock)
    try:
        _bring_up_to_date(store, shown)
    except DBAPIError as error:
        store.close()
        raise StoreError(_explained(shown, address, error)) from error
    except StoreError:
        store.close()
        raise
    return store


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            f"store {url!r} is no database address: write one like sqlite:///oakum.db"
        ) from error
    if address.get_backend_name() == "sqlite":
        _check_path(address)
    return address


def _check_path(address: URL) -> None:
    shown, database = address.render_as_string(), address.database
    if not database or database == ":memory:" or address.query.get("mode") == "memory":
        raise StoreError(
            f"store {shown} is in memory and would forget everything: name a file, sqlite:///oakum.db"
        )
    path = Path(database.removeprefix("file:"))
    if path.is_dir():
        raise StoreError(
            f"store {shown}: {path} is a folder; name a file in it, like sqlite:///{path}/oakum.db"
        )
    if not path.parent.is_dir():
        raise StoreError(f"store {shown}: there is no folder {path.parent}; create it, or change `store`")


def _engine(address: URL, shown: str) -> Engine:
    try:
        engine = create_engine(address, pool_size=10, max_overflow=50)
    except (NoSuchModuleError, ModuleNotFoundError, ArgumentError) as error:
        raise StoreError(f"store {shown}: {error}; write an address like sqlite:///oakum.db") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """SQLAlchemy's recipe: the driver begins nothing by itself, so a transaction is what we say it is."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """A writer takes the lock when it begins: one that only finds out later that it must wait is refused."""
    writes = connection.get_execution_options().get("oakum_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(store: Store, shown: str) -> None:
    with store.read() as connection:
        if _revision(connection, shown) == HEAD:
            return
    with store.write() as connection:  # of two that start at once, the second finds it done
        if _revision(connection, shown) != HEAD:
            upgrade(connection)


def _revision(connection: Connection, shown: str) -> str | None:
    """The schema's revision; None for an empty database. A schema that is not ours is refused."""
    names = inspect(connection).get_table_names()
    if "alembic_version" not in names:
        if names:
            raise StoreError(f"store {shown} is the database of something else: name a file of its own")
        return None
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision is not None and revision not in REVISIONS:
        raise StoreError(
            f"store {shown} has schema {revision}, newer than this version of Oakum knows ({HEAD}): "
            "upgrade Oakum, or name another store"
        )
    return revision


def _explained(shown: str, address: URL, error: DBAPIError) -> str:
    said = str(error.orig)
    if "not a database" in said:
        return f"store {shown}: {address.database} is no SQLite database; move it away, or name another file"
    if "readonly" in said or "unable to open" in said:
        return f"store {shown}: {address.database} cannot be written ({said}); change its rights, or `store`"
    return f"store {shown} cannot be used: {said}"
