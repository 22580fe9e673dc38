"""An event of Slack's comes again, to any process: one of them takes it up."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from bot.store import slack_events, tables
from bot.store.slack_events import KEPT
from bot.store.store import Store, open_store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def processes(store_url: str) -> Iterator[list[Store]]:
    """Four, on one database."""
    with ExitStack() as running:
        yield [running.enter_context(closing(open_store(store_url))) for _ in range(4)]


def first(store: Store, event: str, now: datetime = NOON) -> bool:
    """Whether it is new to them all."""
    with store.send() as connection:
        return slack_events.first(connection, event, now)


def test_of_several_processes_that_are_told_at_once_one_takes_it_up(processes: list[Store]) -> None:
    """However often they are told."""
    begin = Barrier(len(processes))

    def told(store: Store) -> list[bool]:
        begin.wait()
        return [first(store, f"Ev{number}") for number in range(25)]

    with ThreadPoolExecutor(len(processes)) as pool:
        heard = list(pool.map(told, processes))
    assert [sum(each) for each in zip(*heard, strict=True)] == [1] * 25


def test_what_is_old_is_forgotten(processes: list[Store]) -> None:
    """Slack's last try comes after minutes; the table does not grow."""
    here, there = processes[:2]
    for number in range(10):
        assert first(here, f"Ev{number}")
    assert not first(there, "Ev1", NOON + timedelta(minutes=5))
    assert first(there, "Ev10", NOON + KEPT + timedelta(seconds=1))
    with here.read() as connection:
        assert connection.execute(select(func.count()).select_from(tables.slack_events)).scalar_one() == 1


@pytest.mark.parametrize("event", ["", "Ev\0", "\ud800", "x" * 10_000])
def test_an_id_of_any_kind_is_kept(processes: list[Store], event: str) -> None:
    """It is told by somebody else."""
    assert [first(store, event) for store in processes] == [True, False, False, False]
