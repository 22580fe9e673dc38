"""Runs that pings tell of."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.store.runs import of_table, pings, record
from checks.runs import Run, State, Teller

SUNDAY = date(2026, 1, 4)
FIVE = datetime(2026, 1, 5, 5, tzinfo=UTC)


@pytest.fixture
def ran():
    """A run of Monday morning for Sunday, which begins an hour after five, or later."""

    def build(state=State.UNDER_WAY, hours=0, minutes=None, said=""):
        began = FIVE + timedelta(hours=hours)
        ended = None if minutes is None else began + timedelta(minutes=minutes)
        return Run(
            partition=SUNDAY, started=began, finished=ended, state=state, teller=Teller.PING, said=said
        )

    return build


def test_a_run_ends_where_it_began(store, ran):
    """The start is told first, the end in its place."""
    ended = ran(State.FAILED, minutes=12, said="exit status 3")
    with store.write() as connection:
        record(connection, "churn", "usage", ran())
        record(connection, "churn", "usage", ended)
    assert pings(store)("churn", "usage") == [ended]


def test_a_second_run_takes_nothing_from_the_first(store, ran):
    """What was known at six stays known, so that a replay knows it too."""
    failed, again = ran(State.FAILED, minutes=12), ran(State.SUCCEEDED, hours=3, minutes=12)
    with store.write() as connection:
        record(connection, "churn", "usage", failed)
        record(connection, "churn", "usage", again)
        assert of_table(connection, "churn", "usage") == [failed, again]


def test_runs_of_other_tables_are_not_mixed_in(store, ran):
    """Nor those of a table with the same name in another pipeline."""
    with store.write() as connection:
        record(connection, "billing", "usage", ran())
        record(connection, "churn", "scores", ran())
        assert of_table(connection, "churn", "usage") == []
