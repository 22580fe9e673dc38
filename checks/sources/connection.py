"""A connection to PostgreSQL: it only reads, comes back when it broke, and its errors show no values."""

import weakref
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from checks.sources.mishaps import of_an_engine
from checks.sources.tables import QueryError, SourceError, TooSlowError, reason

if TYPE_CHECKING:
    from ibis.backends.postgres import Backend

PATIENCE = {"connect_timeout": 10, "keepalives_idle": 60, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds, and tries: a server that fell silent is given up, unless the address says otherwise."""

SETTINGS = (
    "SET default_transaction_read_only = on",
    "SET lock_timeout = '60s'",  # a table that is being rebuilt must not hold up the others
    "SET extra_float_digits = 1",
    "SET DateStyle = 'ISO'",
    "SET IntervalStyle = 'postgres'",
    "SET bytea_output = 'hex'",
)
"""The last four keep the text of a value the same, whatever the user's own settings become."""


def connect(url: str) -> "Backend":
    """A connection that only reads, in UTC; the error of a failed one shows no password."""
    import ibis

    backend = ibis.postgres.from_connection(_opened(url))
    weakref.finalize(backend, backend.con.close)
    return backend


def _opened(url: str) -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise SourceError("PostgreSQL needs a driver: install Oakum with its extra `postgres`") from error
    try:
        patience: dict[str, Any] = {**PATIENCE, "fallback_application_name": "oakum"}
        typed = psycopg.conninfo.conninfo_to_dict(url)
        left = {name: value for name, value in patience.items() if name not in typed}
        connection = psycopg.connect(url, autocommit=True, **left)
        for setting in SETTINGS:
            connection.execute(setting)
    except psycopg.Error as error:
        raise SourceError(f"{shown(url)} cannot be reached ({reason(error)})") from error
    for kind, loader in _loaders().items():
        connection.adapters.register_loader(kind, loader)
    return connection


def reopen(backend: "Backend", url: str) -> None:
    """A new connection in place of a broken one, for all who hold the backend."""
    backend.con.close()
    backend.con = _opened(url)
    backend.con.execute("SET TimeZone = 'UTC'")
    weakref.finalize(backend, backend.con.close)


def answer(backend: "Backend", url: str, query: str, **named: str) -> list[tuple[Any, ...]]:
    """The rows of an answer. Where the connection breaks it is made anew, and the query asked once more.

    Raises `TooSlowError` for one that ran into a time limit, `QueryError` for one that the engine refused,
    and `SourceError` where the database cannot be reached any more.
    """
    import psycopg

    for again in (True, False):
        if backend.con.closed:
            reopen(backend, url)
        try:
            rows: list[tuple[Any, ...]] = backend.con.execute(query, named or None).fetchall()
        except (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable) as error:
            raise TooSlowError(_too_slow(reason(error))) from error
        except psycopg.Error as error:
            if not backend.con.closed:
                raise QueryError(_without_values(error)) from error
            if not again:
                raise SourceError(f"{shown(url)}: the connection broke twice ({reason(error)})") from error
        else:
            return rows
    raise AssertionError("the loop returns or raises")


def _too_slow(said: str) -> str:
    help = "give the user a longer `statement_timeout`, or the table an index on its partition column"
    return f"{said}: {help}" if "statement timeout" in said else said


def _without_values(error: Any) -> str:
    """Only errors about values quote them; others name tables and columns."""
    import psycopg

    if isinstance(error, psycopg.DataError):
        return of_an_engine(error) or type(error).__name__
    return reason(error)


def shown(url: str) -> str:
    """The address without user and password."""
    parts = urlsplit(url)
    host = parts.hostname or dict(parse_qsl(parts.query)).get("host", "")  # a folder, of a socket
    return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{parts.path}"


@cache
def _loaders() -> dict[str, Any]:
    """Days and times that Python cannot write (infinity, the year 12000, 44 BC) are its first or last one."""
    from psycopg import DataError
    from psycopg.types import datetime as known

    def clamped(loader: Any, least: Any, most: Any) -> Any:
        class Clamped(loader):  # type: ignore[misc] # chosen at run time
            def load(self, data: Any) -> Any:
                try:
                    return super().load(data)
                except DataError:
                    said = bytes(data)
                    return least if said.startswith(b"-") or said.endswith(b"BC") else most

        return Clamped

    from datetime import UTC, date, datetime

    return {
        "date": clamped(known.DateLoader, date.min, date.max),
        "timestamp": clamped(known.TimestampLoader, datetime.min, datetime.max),  # noqa: DTZ901 (as it is)
        "timestamptz": clamped(
            known.TimestamptzLoader, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
        ),
    }
