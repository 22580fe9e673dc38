"""Opening the store: a new one, an old one, and everything that can be wrong with its address."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from bot.store.store import Store, StoreError, open_store
from bot.store.tables import incidents, pulses, timeline

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_new_store_is_ready_and_an_old_one_keeps_what_it_had(url: str) -> None:
    """Opening makes the schema once, and never empties it."""
    first = open_store(url)
    with first.write() as connection:
        connection.execute(insert(pulses).values(name="round", ok_at=NOON))
    first.close()
    again = open_store(url)
    with again.read() as connection:
        assert connection.execute(select(pulses.c.name)).scalars().all() == ["round"]
    again.close()


def test_two_processes_may_open_a_new_store_at_once(url: str) -> None:
    """The second one waits for the first one's schema instead of failing."""
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(open_store, [url] * 4))
    for each in stores:
        with each.read() as connection:
            assert connection.execute(select(pulses)).all() == []
        each.close()


def test_a_new_store_waits_for_whoever_holds_its_file(tmp_path: Path) -> None:
    """SQLite itself refuses to change the mode of a file that somebody writes, and does not wait."""
    with closing(
        sqlite3.connect(tmp_path / "oakum.db", isolation_level=None, check_same_thread=False)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        Timer(0.2, other.execute, ["COMMIT"]).start()
        with closing(open_store(f"sqlite:///{tmp_path / 'oakum.db'}")) as store, store.read() as connection:
            assert connection.execute(select(pulses)).all() == []


def test_a_write_within_a_write_is_a_mistake_that_hangs_nobody(store: Store) -> None:
    """It would wait for itself with the turn of all others; the next one goes on."""
    with pytest.raises(RuntimeError, match="within another one"), store.write(), store.write():
        pass
    with store.write() as connection:
        connection.execute(insert(pulses).values(name="round", ok_at=NOON))
    with store.read() as connection:
        assert connection.execute(select(pulses.c.name)).scalar() == "round"


def test_two_stores_may_be_made_at_once(tmp_path: Path) -> None:
    """By two threads of one process: the migrations of one do not run on the other."""
    urls = [f"sqlite:///{tmp_path / f'{number}.db'}" for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for each in pool.map(open_store, urls):
            with closing(each), each.read() as connection:
                assert connection.execute(select(pulses)).all() == []


def test_sqlite_is_set_up_for_a_bot_that_may_be_killed(tmp_path: Path) -> None:
    """Write-ahead log, foreign keys, patience with another writer."""
    store = open_store(f"sqlite:///{tmp_path / 'oakum.db'}")
    with closing(store), store.read() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragma["journal_mode"] == "wal"
    assert pragma["foreign_keys"] == 1
    assert pragma["busy_timeout"] >= 5000


def test_a_timeline_without_its_incident_is_refused(store: Store) -> None:
    """Foreign keys hold."""
    line = insert(timeline).values(incident_id=404, at=NOON, kind="opened", text="")
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), store.write() as connection:
        connection.execute(line)


def test_writers_wait_for_each_other(store: Store) -> None:
    """Read, think, write back: two at once do not overwrite each other."""
    with store.write() as connection:
        connection.execute(insert(pulses).values(name="count", error="0"))

    def add_one(_: int) -> None:
        with store.write() as connection:
            count = int(connection.execute(select(pulses.c.error)).scalar_one() or 0)
            connection.execute(pulses.update().values(error=str(count + 1)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(40)))
    with store.read() as connection:
        assert connection.execute(select(pulses.c.error)).scalar_one() == "40"


def test_a_reader_sees_one_state_throughout(store: Store) -> None:
    """What is written meanwhile is in the next look."""

    def count() -> int:
        return len(connection.execute(select(pulses)).all())

    with store.read() as connection:
        before = count()
        with store.write() as other:
            other.execute(insert(pulses).values(name="round", ok_at=NOON))
        assert (before, count()) == (0, 0)
    with store.read() as connection:
        assert count() == 1


def test_half_a_transaction_is_none(store: Store) -> None:
    """An exception takes everything back."""

    def cut_short() -> None:
        with store.write() as connection:
            connection.execute(insert(pulses).values(name="round", ok_at=NOON))
            raise KeyError

    with pytest.raises(KeyError):
        cut_short()
    with store.read() as connection:
        assert connection.execute(select(pulses)).all() == []


def test_times_come_back_in_utc_and_wall_clocks_are_refused(store: Store) -> None:
    """A time without a zone would mean another moment on another machine."""
    berlin = datetime.fromisoformat("2026-11-20T13:00:00+01:00")
    with store.write() as connection:
        connection.execute(insert(pulses).values(name="round", ok_at=berlin))
    with store.read() as connection:
        kept = connection.execute(select(pulses.c.ok_at)).scalar_one()
    assert kept == NOON
    assert kept.tzinfo is UTC
    with pytest.raises(StatementError, match="no time zone"), store.write() as connection:
        connection.execute(insert(pulses).values(name="x", ok_at=datetime(2026, 11, 20)))  # noqa: DTZ001 - the fault under test


def test_a_group_has_one_unresolved_incident(store: Store) -> None:
    """Two engines that find the same trouble at once cannot both open it."""
    row = {
        "pipeline": "churn",
        "group_key": "churn/usage/null_rate",
        "state": "open",
        "opened_at": NOON,
        "hop": 0,
        "round": 1,
        "fence": 0,
        "findings": [],
    }
    with store.write() as connection:
        connection.execute(insert(incidents), [row | {"state": "resolved"}, row | {"state": "resolved"}, row])
    with pytest.raises(IntegrityError, match=r"(?i)unique"), store.write() as connection:
        connection.execute(insert(incidents).values(row | {"state": "acknowledged"}))


def _refusal(url: str) -> str:
    with pytest.raises(StoreError) as refused:
        open_store(url)
    return str(refused.value)


def test_an_address_that_is_none_is_named(tmp_path: Path) -> None:
    """Each mistake is told with the address and what to write."""
    assert "'oakum.db' is no database address" in _refusal("oakum.db")
    assert "sqlite:///oakum.db" in _refusal("mystery://host/name")
    assert "postgresql://user" in _refusal("duckdb:///oakum.db")
    assert "would forget everything" in _refusal("sqlite://")
    assert "is a folder" in _refusal(f"sqlite:///{tmp_path}")
    assert f"there is no folder {tmp_path / 'nowhere'}" in _refusal(f"sqlite:///{tmp_path}/nowhere/oakum.db")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """Somebody's text file is not overwritten."""
    path = tmp_path / "notes.txt"
    path.write_text("remember the milk " * 100)
    assert "is no SQLite database" in _refusal(f"sqlite:///{path}")
    assert path.read_text().startswith("remember the milk")


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """Another program's tables are not ours to add to."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    assert "is the database of something else" in _refusal(f"sqlite:///{path}")


def test_a_store_of_a_newer_oakum_is_not_touched(url: str) -> None:
    """An older version says what to do instead of writing to a schema that it does not know."""
    store = open_store(url)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    refusal = _refusal(url)
    assert "has schema 9999" in refusal
    assert "upgrade Oakum" in refusal


def test_a_store_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A read-only file is told as such, with its path."""
    path = tmp_path / "empty.db"
    path.touch()
    refusal = _refusal(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert "cannot be written" in refusal
    assert str(path) in refusal


def test_a_command_that_needs_only_the_store_pays_for_nothing_else(url: str) -> None:
    """Opening an existing store imports neither pandas nor scipy, ibis or alembic."""
    open_store(url).close()
    code = (
        "import sys; from bot.store.store import open_store; "
        f"from bot.store import incidents, outbox, audits, checkups; open_store({url!r}).close(); "
        "print([name for name in ('pandas', 'scipy', 'ibis', 'numpy', 'alembic') if name in sys.modules])"
    )
    root = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
