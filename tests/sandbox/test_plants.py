"""What is planted is what the list says, and what is called real is in the data as it came."""

import inspect
import json
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
import yaml

from bot.sandbox import flights, plants

ROOT = Path(__file__).parents[2]
KEYS = ["pipeline", "check", "table", "column", "days", "sentence"]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """The flights and the weather as tables of a database, once clean and once planted, and the list."""
    folder = tmp_path_factory.mktemp("plants")
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'America/New_York'")
        for table in ("flights", "weather"):
            flights._read(database, table, folder)
            flights._load(database, table)
        database.execute("CREATE TABLE clean AS FROM flights")
        yield database, [plant(database) for plant in plants.PLANTS]


@pytest.fixture
def database(listed):
    return listed[0]


def known():
    entries = yaml.safe_load((ROOT / "config" / "demo" / "known.yaml").read_text(encoding="utf-8"))
    assert entries
    return entries


def test_the_missing_distances_grow_by_a_fraction_of_a_point_a_day(database):
    """0.3 points of all flights more each day, to the nearest flight, and all of one carrier."""
    days = database.execute(
        "SELECT day, count(*) FILTER (distance IS NULL), count(*), max(carrier) FILTER (distance IS NULL), "
        "min(carrier) FILTER (distance IS NULL) FROM (SELECT DISTINCT * EXCLUDE (loaded_at) FROM flights) "
        "WHERE day BETWEEN '2013-02-04' AND '2013-02-21' GROUP BY day ORDER BY day"
    ).fetchall()
    for number, (day, nulls, total, last, first) in enumerate(days, start=1):
        assert day == date(2013, 2, 3) + timedelta(days=number)
        assert abs(nulls - 0.003 * number * total) <= 0.5
        assert first == last == "EV"


def test_the_replayed_batch_repeats_keys_before_the_day_is_due(database):
    """38 flights from JFK arrive twice, the second time half an hour later and before 06:30."""
    twice = database.execute(
        "SELECT count(*), bool_and(origin = 'JFK' AND hour BETWEEN 12 AND 14 AND day = '2013-02-13'), "
        "max(last) FROM (SELECT any_value(origin) AS origin, any_value(hour) AS hour, any_value(day) AS day, "
        "strftime(max(loaded_at), '%m-%d %H:%M') AS last FROM flights "
        "GROUP BY time_hour, carrier, flight HAVING count(*) > 1)"
    ).fetchone()
    assert twice == (38, True, "02-14 05:22")


def test_the_late_day_is_complete_at_twenty_to_twelve(database):
    """All its rows arrive on Tuesday morning, long after 06:30."""
    first, last = database.execute(
        "SELECT strftime(min(loaded_at), '%m-%d %H:%M'), strftime(max(loaded_at), '%m-%d %H:%M') "
        "FROM flights WHERE day = '2013-02-11'"
    ).fetchone()
    assert (first, last) == ("02-12 11:32", "02-12 11:40")


def test_nothing_else_is_changed(database):
    """Without the planted nulls, rows and load times, the flights are as they came."""
    columns = "* EXCLUDE (distance, loaded_at, done)"
    changed = database.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {columns} FROM flights EXCEPT SELECT {columns} FROM clean)"
    ).fetchone()
    assert changed == (0,)
    moved = "FROM flights SELECT day, loaded_at EXCEPT FROM clean SELECT day, loaded_at"
    days = database.execute(f"SELECT DISTINCT day FROM ({moved})").fetchall()
    assert sorted(days) == [(date(2013, 2, 11),), (date(2013, 2, 13),)]


def test_the_list_is_written_and_can_be_read(listed, tmp_path):
    """The demo says of each finding whether it was planted; the list has the keys of the known ones."""
    entries = [entry for plant in listed[1] for entry in plant.listed()]
    (tmp_path / plants.LIST).write_text(json.dumps(entries), encoding="utf-8")
    assert plants.planted(tmp_path) == entries
    assert [list(entry) for entry in entries] == [KEYS] * 4
    assert [entry["check"] for entry in entries] == [
        "null_rate",
        "duplicate_keys",
        "row_count",
        "finish_window",
    ]


def test_every_plant_tells_its_story():
    """Who reads the script knows what was done and why."""
    for plant in plants.PLANTS:
        assert len(inspect.getdoc(plant) or "") > 80


def test_what_is_called_real_names_what_there_is():
    """Tables and columns of the demo's configuration, and checks that exist."""
    for entry in known():
        assert list(entry) == [*KEYS, "source"]
        pipeline = ROOT / "config" / "demo" / "pipelines" / f"{entry['pipeline']}.yaml"
        columns = yaml.safe_load(pipeline.read_text(encoding="utf-8"))["tables"][entry["table"]]["columns"]
        named = entry["column"] if isinstance(entry["column"], list) else [entry["column"]]
        assert set(named) <= set(columns)
        assert (ROOT / "checks" / "data" / f"{entry['check']}.py").is_file()
        assert date.fromisoformat(entry["days"]["from"]) <= date.fromisoformat(entry["days"]["to"])


def test_the_numbers_of_what_is_real_are_counted_again(database):
    """A sentence for people holds no number that the data does not."""
    storm, gale_by_mistake, gale = (entry["sentence"] for entry in known())
    for day in ("2013-02-08", "2013-02-09"):
        cancelled, total = database.execute(
            "SELECT count(*) FILTER (dep_time IS NULL), count(*) FROM clean WHERE day = ?", [day]
        ).fetchone()
        assert f"{cancelled} of " in storm
        assert f"{total}" in storm
    winds = database.execute(
        "SELECT wind_speed, round(wind_speed / 1.15078)::INT FROM weather "
        "WHERE origin = 'EWR' AND day = '2013-02-12' AND hour BETWEEN 2 AND 4 ORDER BY hour"
    ).fetchall()
    assert [knots for _, knots in winds] == [18, 911, 11]
    assert f"{winds[1][0]:,.2f} miles" in gale_by_mistake
    speeds = database.execute(
        "SELECT max(wind_speed) FILTER (origin = 'EWR'), max(wind_speed) FILTER (origin = 'JFK'), "
        "max(wind_gust) FILTER (origin = 'LGA'), max(wind_gust) FROM weather WHERE day = '2013-01-31'"
    ).fetchone()
    assert [f"{speed:.1f}" for speed in speeds] == ["42.6", "42.6", "62.1", "62.1"]
    assert "42.6" in gale
    assert "62" in gale
