"""What the rows themselves say is the same in files, in PostgreSQL, and across the two."""

import json
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
KINDS = {
    "id": "bigint",
    "day": "date",
    "at": "timestamptz",
    "cents": "integer",
    "name": "text",
    "doc": "text",
}
NAMES = ["Ada", "Bo", None, "Di", "Ed", "Fay", "Gus", "Hal"]


def rows_of(ids, factor):
    return {
        "id": ids,
        "day": [DAY] * len(ids),
        "at": [START + timedelta(minutes=each or 0) for each in ids],
        "cents": [None if each is None else each * factor for each in ids],
        "name": [None if each is None else NAMES[each] for each in ids],
        "doc": [json.dumps({"id": each, "items": [{"price": factor * 1.5}]}) for each in ids],
    }


TABLES = {
    "raw": rows_of([0, 1, 2, 3, 4, 5, None], 100),
    "usage": rows_of([0, 0, 1, 2, 3, 6, 7], 100) | {"doc": ['{"id": "1"}'] * 7},
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
TAKES = [{"table": "raw", "columns": {"id": "id", "cents": "cents", "name": "name", "doc": "doc"}}]
COLUMNS = {
    "cents": {"default": 0, "minimum": 250},
    "name": {"default": "none", "values": ["Ada", "Bo"]},
    "doc": {"kind": "json"},
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
        asked |= {"takes_from": TAKES, "columns": COLUMNS} if name == "usage" else {}
        declared = {"source": "any", "path": path, "partition": {"column": "day"}, "event_time": "at"}
        tables[name] = place, Table.model_validate(declared | {"key": ["id"]} | asked)
    audit = Auditor(tables, KeptNowhere(), ZoneInfo("UTC")).audit(START + timedelta(days=1, hours=9))
    assert audit.errors == []
    checks = ("reconciliation", "own", "lineage", "contract")
    asked = [each for each in audit.verdicts if each.check in checks]
    return [(each.check, each.summary, each.since, each.rows, each.evidence) for each in asked], asked


def test_files_and_postgresql_say_the_same(files, database):
    """Word for word, with the same rows."""
    here, verdicts = told(dict.fromkeys(TABLES, files))
    there, _ = told(dict.fromkeys(TABLES, database))
    assert there == here
    old = [each.outcome for each in verdicts if each.check != "contract"]
    assert old == [Outcome.BREACH] * 6
    contract = {(each.column, each.segment) for each in verdicts if each.check == "contract"}
    assert contract >= {
        ("cents", None),
        ("name", "raw"),
        ("doc.items", "raw"),
        ("doc.id", "raw"),
        ("id", "raw"),
    }


@pytest.mark.parametrize("elsewhere", ["raw", "usage", "refused"])
def test_tables_of_two_sources_are_brought_together(files, database, elsewhere):
    """One of the tables lies in the database, the others in files."""
    here, _ = told(dict.fromkeys(TABLES, files))
    apart, _ = told({name: database if name == elsewhere else files for name in TABLES})
    assert apart == here


def test_a_column_of_the_type_jsonb_is_looked_into_like_a_text(lake, postgres_url):
    """A producer's database, a consumer's files."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE orders (id bigint, day date, doc jsonb)")
        connection.execute("""INSERT INTO orders VALUES (1, '2026-08-03', '{"price": 1.5, "by": "Ada"}')""")
    lake.parquet("orders/a.parquet", {"id": [1], "day": [DAY], "doc": ['{"price": "1.5", "by": "Ada"}']})
    cut = {"source": "any", "partition": {"column": "day"}, "columns": {"doc": {"kind": "json"}}}
    mine = Table.model_validate(cut | {"path": "orders/*.parquet", "takes_from": [{"table": "raw"}]})
    theirs = Table.model_validate(cut | {"path": "orders"})
    tables = {"usage": (lake.root, mine), "raw": (Database(postgres_url), theirs)}
    audit = Auditor(tables, KeptNowhere(), ZoneInfo("UTC")).audit(START + timedelta(days=1, hours=9))
    assert audit.errors == []
    assert [each.summary for each in audit.verdicts if each.segment == "raw"] == [
        "`raw.doc.price` is float64 and `usage.doc.price` is string"
    ]
