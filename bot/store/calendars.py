"""Calendars of who is on call: the last copy of each that was read, by the fingerprint of its address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.tables import calendars


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a calendar.

    `tried_at` is when it was last asked for, `read_at` when that went well, `changed_at` when it last held
    something else, `trouble` what went wrong since. `etag` and `modified` are its server's.
    """

    tried_at: datetime
    read_at: datetime | None = None
    changed_at: datetime | None = None
    trouble: str = ""
    etag: str | None = None
    modified: str | None = None


def get(connection: Connection, fingerprint: str) -> Kept | None:
    """What is known of a calendar; None where it was never asked for."""
    known = [each for each in calendars.c if each.name not in ("fingerprint", "body")]
    row = connection.execute(select(*known).where(calendars.c.fingerprint == fingerprint)).one_or_none()
    return None if row is None else Kept(**row._asdict())


def body(connection: Connection, fingerprint: str) -> bytes | None:
    """The last copy; None where there is none."""
    query = select(calendars.c.body).where(calendars.c.fingerprint == fingerprint)
    return connection.execute(query).scalar()


def take(connection: Connection, fingerprint: str, now: datetime, every: timedelta) -> bool:
    """Say that a calendar is asked for now; False where somebody did less than `every` ago."""
    this = calendars.c.fingerprint == fingerprint
    if connection.execute(select(calendars.c.tried_at).where(this)).one_or_none() is None:
        connection.execute(insert(calendars).values(fingerprint=fingerprint, tried_at=now, trouble=""))
        return True
    due = update(calendars).where(this, calendars.c.tried_at <= now - every).values(tried_at=now)
    return connection.execute(due).rowcount == 1


def keep(
    connection: Connection,
    fingerprint: str,
    now: datetime,
    text: bytes,
    etag: str | None = None,
    modified: str | None = None,
) -> None:
    """Keep what a calendar holds now."""
    new = {} if body(connection, fingerprint) == text else {"changed_at": now, "body": text}
    _write(connection, fingerprint, read_at=now, trouble="", etag=etag, modified=modified, **new)


def unchanged(connection: Connection, fingerprint: str, now: datetime) -> None:
    """Keep that a calendar holds what it held."""
    _write(connection, fingerprint, read_at=now, trouble="")


def failed(connection: Connection, fingerprint: str, trouble: str) -> None:
    """Keep why a calendar could not be read; its copy stays."""
    _write(connection, fingerprint, trouble=trouble)


def forget_others(connection: Connection, fingerprints: list[str]) -> None:
    """Forget the calendars that nobody names any more."""
    connection.execute(delete(calendars).where(calendars.c.fingerprint.not_in(fingerprints)))


def _write(connection: Connection, fingerprint: str, **values: object) -> None:
    connection.execute(update(calendars).where(calendars.c.fingerprint == fingerprint).values(**values))
