"""Tables without days in files and in PostgreSQL: what is noticed, and what cannot be read."""

from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import psycopg
import pytest

from checks.declared import Table
from checks.profiles.observed import observe
from checks.profiles.survey import KeptNowhere
from checks.sources.opening import Database, Opened
from checks.sources.tables import DAY, LOAD_DAY, SourceError

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.fixture
def server(postgres_url):
    """Somebody who may change everything, and a table of ten plans."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS wholes CASCADE; CREATE SCHEMA wholes")
        connection.execute(
            "CREATE TABLE wholes.plans AS SELECT g AS id, 'plan ' || g AS name, now() AS loaded_at"
            " FROM generate_series(1, 10) g"
        )
        yield connection


@pytest.fixture
def of(postgres_url):
    """Opens a table of the database."""

    def build(name, url=postgres_url, **declared):
        written = {"source": "any", "path": f"wholes.{name}", "partition": "none"} | declared
        return Opened().table(Database(url), name, Table.model_validate(written))

    return build


def look(table):
    return observe(table, KeptNowhere(), MONDAY, ZoneInfo("UTC"))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE wholes.plans SET name = NULL WHERE id = 3",
        "UPDATE wholes.plans SET id = 30 WHERE id = 3",
        "DELETE FROM wholes.plans WHERE id = 3",
        "INSERT INTO wholes.plans SELECT * FROM wholes.plans WHERE id = 3",
        "ALTER TABLE wholes.plans ADD COLUMN more int",
        "ALTER TABLE wholes.plans ALTER COLUMN id TYPE bigint",
        "TRUNCATE wholes.plans",
    ],
)
def test_any_change_of_a_table_in_a_database_is_noticed(server, of, change):
    """Whatever column it is in; while nothing changes nothing seems to."""

    def mark():
        (bundle,) = of("plans").bundles()[0]
        return bundle.fingerprint

    before = mark()
    assert mark() == before
    server.execute(change)
    assert mark() != before


def test_all_rows_are_of_the_day_of_the_look_and_of_no_load(server, of):
    """Whenever they were loaded: they are one whole."""
    found = look(of("plans", loaded_at_field="loaded_at"))
    rows = found.table.rows(found.bundles)
    assert set(found.table.fetch(rows.select(DAY)).column(0).to_pylist()) == {date(2026, 11, 16)}
    assert set(found.table.fetch(rows.select(LOAD_DAY)).column(0).to_pylist()) == {None}
    (state,) = found.states
    assert (state.rows, state.load_day, state.last_loaded is not None) == (10, None, True)


def test_a_column_that_is_not_there_is_told(server, of):
    """With those that are; no column for the day is asked for."""
    with pytest.raises(SourceError, match=r"has no column nam \(did you mean name\?\)"):
        look(of("plans", key=["nam"]))


def test_a_column_without_rights_is_told_where_it_is_named(server, of, postgres_url):
    """Otherwise it is left out."""
    server.execute(
        "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN; GRANT USAGE ON SCHEMA wholes TO guest"
    )
    server.execute("GRANT SELECT (id) ON wholes.plans TO guest")
    guest = urlsplit(postgres_url)._replace(netloc="guest:@").geturl()
    assert [name for name, _ in look(of("plans", guest)).states[0].schema] == ["id"]
    with pytest.raises(SourceError, match=r"GRANT SELECT \(name\) ON wholes.plans"):
        look(of("plans", guest, key=["name"]))
    server.execute("DROP OWNED BY guest; DROP ROLE guest")


def test_a_column_of_a_view_that_cannot_be_worked_out_is_left_out(server, of):
    """And told; the others are looked at."""
    server.execute("CREATE VIEW wholes.rates AS SELECT id, 1 / (id - 5) AS rate FROM wholes.plans")
    found = look(of("rates"))
    assert [name for name, _ in found.states[0].schema] == ["id"]
    assert found.unreadable[0].what.startswith("column rate is left out: it cannot be read (division by zero")


def test_the_files_of_a_folder_are_one_whole(lake):
    """Also where a part of the path looks like a day."""
    for part, rows in (("a", [1, 2]), ("b", [3])):
        lake.parquet(f"plans/day=2026-11-1{len(rows)}/{part}.parquet", {"id": rows})
    table = Table.model_validate({"source": "x", "path": "plans/*/*.parquet", "partition": "none"})
    found = look(Opened().table(lake.root, "plans", table))
    assert [(state.partition, state.rows) for state in found.states] == [(date(2026, 11, 16), 3)]


def test_its_profiles_are_its_own_beside_those_of_the_same_files_cut_by_days(lake):
    """A table that was declared with days before does not take their profiles for its states."""
    kinds = [{"partition": "none"}, {"partition": {"column": "day"}}]
    tables = [Table.model_validate({"source": "x", "path": "a.csv"} | kind) for kind in kinds]
    one, other = (Opened().table(lake.root, "a", table).identity for table in tables)
    assert one != other
