"""What the rows themselves say is the same in files, in PostgreSQL, and across the two."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pyarrow as pa
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.sources.opening import Database
from checks.verdict import Outcome

DAY = date(2026, 8, 3)
START = datetime(2026, 8, 3, tzinfo=UTC)
KINDS = {"id": "bigint", "day": "date", "at": "timestamptz", "cents": "integer", "name": "text"}
NAMES = ["Ada", "Bo", None, "Di", "Ed", "Fay", "Gus", "Hal"]


def rows_of(ids, factor):
    return {
        "id": ids,
        "day": [DAY] * len(ids),
        "at": [START + timedelta(minutes=each or 0) for each in ids],
        "cents": [None if each is None else each * factor for each in ids],
        "name": [None if each is None else NAMES[each] for each in ids],
    }


TABLES = {
    "raw": rows_of([0, 1, 2, 3, 4, 5, None], 100),
    "usage": rows_of([0, 0, 1, 2, 3, 6, 7], 100),
    "refused": rows_of([4], 100),
}
SEAMS = [
    {"with": "raw", "key": ["id"], "rejected": "refused"},
    {"with": "raw", "key": {"id": "id", "name": "name"}, "kind": "lookup"},
    {"with": "raw", "key": {"id": "id", "at": "at"}, "fan_out": 2},
]
OWN = [
    {"name": "low", "sql": "SELECT * FROM {table} WHERE cents < 200 -- cheap"},
    {"name": "few", "sql": "SELECT name, count(*) AS n FROM {table} GROUP BY name HAVING count(*) > 1"},
]
LINEAGE = {
    "source_table": "raw",
    "key": ["id", "at"],
    "columns": {"cents": "round(cents / 100 * 100)", "name": "coalesce(trim(name), 'none')"},
}


@pytest.fixture(scope="module")
def database(postgres_url):
    """The tables in PostgreSQL."""
    columns = ", ".join(f"{name} {kind}" for name, kind in KINDS.items())
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA asked")
        for table, values in TABLES.items():
            connection.execute(f"CREATE TABLE asked.{table} ({columns})")
            with connection.cursor().copy(f"COPY asked.{table} FROM STDIN") as copy:
                for row in zip(*values.values(), strict=True):
                    copy.write_row(row)
    return Database(postgres_url)


@pytest.fixture
def files(lake):
    """The tables in Parquet files."""
    for table, values in TABLES.items():
        lake.parquet(f"{table}/a.parquet", {**values, "cents": pa.array(values["cents"], pa.int32())})
    return lake.root


def told(places):
    """What the three checks say, the tables lying where they are."""
    tables = {}
    for name, place in places.items():
        path = f"asked.{name}" if isinstance(place, Database) else f"{name}/*.parquet"
        asked = {"reconciliation": SEAMS, "checks": OWN, "lineage": LINEAGE} if name == "usage" else {}
        declared = {"source": "any", "path": path, "partition": {"column": "day"}, "event_time": "at"}
        tables[name] = place, Table.model_validate(declared | {"key": ["id"]} | asked)
    audit = Auditor(tables, KeptNowhere(), ZoneInfo("UTC")).audit(START + timedelta(days=1, hours=9))
    assert audit.errors == []
    asked = [each for each in audit.verdicts if each.check in ("reconciliation", "own", "lineage")]
    return [(each.check, each.summary, each.since, each.rows, each.evidence) for each in asked], asked


def test_files_and_postgresql_say_the_same(files, database):
    """Word for word, with the same rows."""
    here, verdicts = told(dict.fromkeys(TABLES, files))
    there, _ = told(dict.fromkeys(TABLES, database))
    assert there == here
    assert [each.outcome for each in verdicts] == [Outcome.BREACH] * 6


@pytest.mark.parametrize("elsewhere", ["raw", "usage", "refused"])
def test_tables_of_two_sources_are_brought_together(files, database, elsewhere):
    """One of the tables lies in the database, the others in files."""
    here, _ = told(dict.fromkeys(TABLES, files))
    apart, _ = told({name: database if name == elsewhere else files for name in TABLES})
    assert apart == here
