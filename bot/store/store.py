"""Opening the store: one place that knows engines, transactions and what can be wrong with an address."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from threading import Lock, local

from sqlalchemy import URL, Connection, Engine, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from bot.clock import Clock, system_clock
from bot.store import postgres, sqlite
from bot.store.migrations import HEAD, REVISIONS, upgrade
from bot.store.profiles import Profiles

ADDRESSES = "write one like sqlite:///oakum.db or postgresql://user:${PASSWORD}@host/name"


class StoreError(Exception):
    """The store cannot be opened; the message names its address and what to change."""


class Store:
    """Transactions on the bot's own database, and the kept profiles, which need none of the others."""

    def __init__(self, engine: Engine, clock: Clock = system_clock) -> None:
        self.engine = engine
        self._shared = engine.dialect.name == "postgresql"
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = engine.execution_options(**snapshot) if self._shared else engine
        self._writing = engine.execution_options(oakum_writes=True)
        # SQLite's own waiting is a sleep that gets longer, and whoever comes next takes the lock meanwhile.
        self._turn = nullcontext() if self._shared else Lock()
        self._this_thread = local()
        self.profiles = Profiles(self.read, self.write, clock)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state throughout and changes nothing."""
        with self._reading.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept, or none. There is one at a time."""
        with self._no_other(), self._turn, self._writing.begin() as connection:
            yield connection

    @contextmanager
    def send(self) -> Iterator[Connection]:
        """A transaction that takes a message up, or says what became of it: it waits for no other writer.

        For conditional updates of single rows only. On SQLite it is one of `write`.
        """
        with self.engine.begin() if self._shared else self.write() as connection:
            yield connection

    @contextmanager
    def _no_other(self) -> Iterator[None]:
        """A thread that began to write while it writes would wait for itself, and all others for it."""
        if getattr(self._this_thread, "writes", False):
            raise RuntimeError("a transaction that writes was begun within another one of the same thread")
        self._this_thread.writes = True
        try:
            yield
        finally:
            self._this_thread.writes = False

    @contextmanager
    def claimed(self, names: Sequence[str]) -> Iterator[Sequence[str]]:
        """Those of the names that no other process holds, for work too long for a transaction.

        They are ours until the end, or until we die. An SQLite file is one process's.
        """
        if not self._shared or not names:
            yield names
            return
        with postgres.claimed(self.engine, names) as mine:
            yield mine

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
        address = postgres.with_driver(make_url(url))
    except ArgumentError as error:
        raise StoreError(f"store {url!r} is no database address: {ADDRESSES}") from error
    if address.get_backend_name() == "sqlite" and (why := sqlite.refused(address)):
        raise StoreError(f"store {address.render_as_string()}{why}")
    return address


def _engine(address: URL, shown: str) -> Engine:
    try:
        at = {"sqlite": sqlite.engine_at, "postgresql": postgres.engine_at}.get(address.get_backend_name())
        if at is None:
            raise StoreError(f"store {shown} is of a kind that cannot be used: {ADDRESSES}")
        return at(address)
    except ModuleNotFoundError as error:
        raise StoreError(
            f"store {shown} needs {error.name}, which is not installed: pip install 'oakum[postgres]'"
        ) from error
    except (NoSuchModuleError, ArgumentError) as error:
        raise StoreError(f"store {shown}: {error}; {ADDRESSES}") from error


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
            raise StoreError(f"store {shown} is the database of something else: name one of its own")
        return None
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision is not None and revision not in REVISIONS:
        raise StoreError(
            f"store {shown} has schema {revision}, newer than this version of Oakum knows ({HEAD}): "
            "upgrade Oakum, or name another store"
        )
    return revision


def _explained(shown: str, address: URL, error: DBAPIError) -> str:
    said = " ".join(str(error.orig).split())
    if address.get_backend_name() == "sqlite" and (why := sqlite.explained(address, said)):
        return f"store {shown}: {why}"
    return f"store {shown} cannot be used: {said}"
