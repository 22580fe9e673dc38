"""Runs and signs of life."""

from datetime import UTC, date, datetime, timedelta

from bot.store import pulses, runs
from bot.store.runs import Run
from bot.store.store import Store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_what_a_source_says_of_a_run_replaces_what_it_said_before(store: Store) -> None:
    """Started, then finished: one run; another source's word stands beside it."""
    started = Run(
        pipeline="churn",
        table="usage",
        partition=date(2026, 11, 19),
        started=NOON,
        finished=None,
        status="running",
        source="airflow",
    )
    finished = Run(
        pipeline="churn",
        table="usage",
        partition=date(2026, 11, 19),
        started=NOON,
        finished=NOON + timedelta(minutes=9),
        status="success",
        source="airflow",
    )
    with store.write() as connection:
        runs.record(connection, started)
        runs.record(connection, finished)
        assert runs.of_table(connection, "churn", "usage") == [finished]
        assert runs.of_table(connection, "churn", "events") == []


def test_a_failure_does_not_hide_the_last_success(store: Store) -> None:
    """Both are kept, with what went wrong."""
    with store.write() as connection:
        pulses.went_well(connection, "check", NOON)
        pulses.failed(connection, "check", NOON + timedelta(minutes=1), "disk full")
        beat = pulses.all_of(connection)["check"]
    assert (beat.ok_at, beat.failed_at, beat.error) == (NOON, NOON + timedelta(minutes=1), "disk full")
