"""A store on PostgreSQL: what several processes may do at once, and what is let go when one of them dies."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from threading import Event

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from bot.domain.intent import IncidentPost
from bot.store import outbox, postgres
from bot.store.store import Store, StoreError, open_store
from bot.store.tables import pulses

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def url(fresh_postgres: Callable[[], str]) -> str:
    """The address of an empty database."""
    return fresh_postgres()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store on it."""
    with closing(open_store(url)) as opened:
        yield opened


@pytest.fixture
def other(url: str, store: Store) -> Iterator[Store]:
    """Another process's, on the same database."""
    with closing(open_store(url)) as opened:
        yield opened


def test_an_address_without_a_driver_means_ours(store: Store) -> None:
    """As people write it, and as other tools do."""
    assert store.engine.dialect.driver == "psycopg"
    said = postgres.with_driver(store.engine.url.set(drivername="postgres"))
    assert said.drivername == "postgresql+psycopg"


def test_without_the_driver_it_says_what_to_install(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra: most people need none."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'oakum\[postgres\]'"):
        open_store(url)


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    """In one line, with the address."""
    with pytest.raises(StoreError) as refused:
        open_store("postgresql://oakum:s3cret@127.0.0.1:1/oakum")
    assert "oakum:***@127.0.0.1:1/oakum cannot be used" in str(refused.value)
    assert "s3cret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_database_of_something_else_is_left_alone(url: str, fresh_postgres: Callable[[], str]) -> None:
    """Its tables are not mixed with ours."""
    import psycopg

    theirs = fresh_postgres()
    with psycopg.connect(theirs) as connection:
        connection.execute("CREATE TABLE recipes (name text)")
    with pytest.raises(StoreError, match="is the database of something else"):
        open_store(theirs)


def test_a_sender_waits_for_no_writer(store: Store, other: Store) -> None:
    """A long write of one process keeps no message of another one back, and a claimed one is passed over."""
    posts = [IncidentPost(incident=number, channel="#churn") for number in (1, 2)]
    with store.write() as connection:
        outbox.put(connection, posts, NOON)
    with store.write() as writing, store.send() as first, other.send() as second:
        writing.execute(insert(pulses).values(name="round", ok_at=NOON))
        claims = [outbox.claim(each, "slack", NOON, NOON - NOON) for each in (first, second)]
    assert [claim and claim.intent for claim in claims] == posts


def test_one_writer_at_a_time_over_all_processes(store: Store, other: Store) -> None:
    """The second one sees what the first has written."""
    begun, told = Event(), Event()

    def late() -> list[str]:
        begun.set()
        with other.write() as connection:
            assert told.is_set()
            return list(connection.execute(select(pulses.c.name)).scalars())

    with ThreadPoolExecutor(1) as pool:
        with store.write() as connection:
            seen = pool.submit(late)
            begun.wait(5)
            connection.execute(insert(pulses).values(name="round", ok_at=NOON))
            told.set()
        assert seen.result() == ["round"]


def test_a_writer_that_stands_still_is_thrown_out(store: Store, other: Store) -> None:
    """Its machine lost power, say: the others wait for it for a while, and not for ever."""
    setting = "idle_in_transaction_session_timeout"

    def stand_still() -> None:
        with other.write() as connection:
            assert connection.exec_driver_sql(f"SHOW {setting}").scalar_one() == f"{postgres.DEAD_AFTER}s"
            connection.exec_driver_sql(f"SET {setting} = '1ms'")  # so long does no test wait
            begun.set()
            over.wait(20)
            connection.execute(select(pulses))

    begun, over = Event(), Event()
    with ThreadPoolExecutor(1) as pool:
        frozen = pool.submit(stand_still)
        begun.wait(20)
        with store.write() as connection:
            connection.execute(insert(pulses).values(name="round", ok_at=NOON))
        over.set()
        with pytest.raises(DBAPIError, match=r"(?i)terminat|clos|lost"):
            frozen.result()


def test_long_work_is_one_processes_until_it_ends_or_dies(store: Store, other: Store) -> None:
    """Others get what is left; of a process that died, all."""
    with store.claimed(["churn"]) as mine:
        with other.claimed(["churn", "ads"]) as theirs:
            assert (mine, theirs) == (["churn"], ["ads"])
        with other.send() as admin:  # the process dies
            admin.exec_driver_sql(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"
            )
        with other.claimed(["churn"]) as theirs:
            assert theirs == ["churn"]
    with store.claimed(["churn"]) as mine:
        assert mine == ["churn"]


def test_a_text_may_hold_what_postgresql_has_no_place_for(store: Store) -> None:
    """Column names and what people type are not ours to choose."""
    with store.write() as connection:
        connection.execute(insert(pulses).values(name="a\x00b", ok_at=NOON))
        assert connection.execute(select(pulses.c.name)).scalar_one() == "a\ufffdb"
