"""A training set is traced alike in files, in PostgreSQL, and across the two."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.sources.opening import Database

JUNE, MONDAY = date(2026, 6, 30), date(2026, 8, 3)
KINDS = {"id": "bigint", "day": "date", "amount": "double precision"}
RAW = {"id": [1, 2, 3] * 2, "day": [JUNE] * 3 + [MONDAY] * 3, "amount": [1.0, 2.0, 3.0] * 2}
TABLES = {
    "raw": RAW,
    "usage": RAW,
    "right": {"id": [1, 2, 3], "day": [JUNE] * 3, "amount": [1.0, 2.0, 3.0]},
    "wrong": {"id": [1, 2, 7], "day": [JUNE] * 3, "amount": [1.0, 5.0, 3.0]},
    "keyless": {"day": [JUNE] * 3, "amount": [1.0, 5.0, 3.0]},
}
ON_TRAINING = "of 3 records of {} (the reference), 1 has no row in raw; `amount` differs from raw"
SAID = {
    "right": "3 records of {} (the reference) and 3 records of Mon 3 Aug agree with raw in amount "
    "(the median of amount, the largest amount, the most gaps)",
    "wrong": ON_TRAINING,
    "keyless": "no record of {} (the reference) can be traced to raw: "
    "it has no column id: keep the key of lineage in it",
}


@pytest.fixture(scope="module")
def database(postgres_url):
    """The tables in PostgreSQL."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA traced")
        for table, values in TABLES.items():
            columns = ", ".join(f"{name} {KINDS[name]}" for name in values)
            connection.execute(f"CREATE TABLE traced.{table} ({columns})")
            with connection.cursor().copy(f"COPY traced.{table} FROM STDIN") as copy:
                for row in zip(*values.values(), strict=True):
                    copy.write_row(row)
    return Database(postgres_url)


@pytest.fixture
def files(lake):
    """The tables in Parquet files."""
    for table, values in TABLES.items():
        lake.parquet(f"{table}.parquet", values)
    return lake.root


@pytest.mark.parametrize("trained_on", SAID)
@pytest.mark.parametrize("elsewhere", [(), ("usage",), ("raw",), ("usage", "raw")])
def test_a_training_set_is_traced_wherever_it_lies(files, database, elsewhere, trained_on):
    """Beside its table, to a raw source in the same place or another."""

    def path(place, name):
        return f"traced.{name}" if place is database else f"{name}.parquet"

    places = {name: database if name in elsewhere else files for name in ("usage", "raw")}
    reference = path(places["usage"], trained_on)
    more = {
        "lineage": {"source_table": "raw", "key": ["id", "day"], "columns": {"amount": "amount"}},
        "reference": {"path": reference},
    }
    tables = {}
    for name, place in places.items():
        cut = {"source": "any", "path": path(place, name), "partition": {"column": "day"}}
        tables[name] = place, Table.model_validate(cut | (more if name == "usage" else {}))
    audit = Auditor(tables, KeptNowhere(), ZoneInfo("UTC")).audit(
        datetime(2026, 8, 3, 9, tzinfo=UTC) + timedelta(days=1)
    )
    (verdict,) = [each for each in audit.verdicts if each.check == "lineage"]
    assert audit.errors == []
    assert verdict.summary == SAID[trained_on].format(reference)
    assert [(row.key["id"], row.why.split(": ")[-1]) for row in verdict.rows] == (
        [(7, "no row of raw has this key"), (2, "amount is not amount")] if trained_on == "wrong" else []
    )
