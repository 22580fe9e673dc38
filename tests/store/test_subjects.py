"""Signs of life."""

from datetime import UTC, datetime, timedelta

from bot.store import pulses
from bot.store.store import Store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_failure_does_not_hide_the_last_success(store: Store) -> None:
    """Both are kept, with what went wrong."""
    with store.write() as connection:
        pulses.went_well(connection, "check", NOON)
        pulses.failed(connection, "check", NOON + timedelta(minutes=1), "disk full")
        beat = pulses.all_of(connection)["check"]
    assert (beat.ok_at, beat.failed_at, beat.error) == (NOON, NOON + timedelta(minutes=1), "disk full")
