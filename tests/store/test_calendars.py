"""Kept copies of calendars, on either database."""

from datetime import UTC, datetime, timedelta

from bot.store import calendars
from bot.store.store import Store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVERY = timedelta(minutes=10)
THIS = "a" * 64


def test_one_of_those_who_want_to_ask_may(store: Store) -> None:
    """And again when the time has come."""
    with store.write() as connection:
        assert calendars.take(connection, THIS, NOON, EVERY)
        assert not calendars.take(connection, THIS, NOON + EVERY / 2, EVERY)
        assert calendars.take(connection, THIS, NOON + EVERY, EVERY)


def test_what_was_read_stays_until_something_else_is_read(store: Store) -> None:
    """A failure changes nothing of it, and what is the same is only newer."""
    with store.write() as connection:
        calendars.take(connection, THIS, NOON, EVERY)
        calendars.keep(connection, THIS, NOON, b"one", etag="1")
        calendars.failed(connection, THIS, "it is away")
        assert calendars.body(connection, THIS) == b"one"
        assert calendars.get(connection, THIS) == calendars.Kept(NOON, NOON, NOON, "it is away", "1", None)
        calendars.keep(connection, THIS, NOON + EVERY, b"one")
        calendars.unchanged(connection, THIS, NOON + 2 * EVERY)
        known = calendars.get(connection, THIS)
        assert known is not None
        assert (known.read_at, known.changed_at, known.trouble) == (NOON + 2 * EVERY, NOON, "")
        calendars.keep(connection, THIS, NOON + 3 * EVERY, b"two")
        assert calendars.body(connection, THIS) == b"two"
        calendars.forget_others(connection, ["b" * 64])
        assert calendars.get(connection, THIS) is None
