"""A table in PostgreSQL with every ordinary type: each column is read, and none keeps the others from it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere, survey
from checks.sources.connection import connect
from checks.sources.database import DatabaseTable
from checks.sources.folder import Found
from checks.sources.look import look
from checks.sources.opening import Database, Opened
from checks.verdict import Outcome

LAST = date(2026, 11, 19)
MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)
MADE = """
    CREATE SCHEMA kinds;
    SET search_path = kinds;
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE TYPE place AS (street text, number int);
    CREATE DOMAIN amount AS numeric(10, 2) CHECK (value >= 0);
    CREATE DOMAIN paid AS amount;
    CREATE DOMAIN code AS text;
"""
TYPES = {
    "smallint": "g % 7",
    "integer": "g",
    "bigint": "g::bigint * 1000000000",
    "real": "g / 8.0",
    "double precision": "CASE g % 9 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity' ELSE g::float8 END",
    "numeric": "CASE g % 9 WHEN 0 THEN 'NaN' WHEN 1 THEN 1e400 WHEN 2 THEN '-Infinity' ELSE g / 3.0 END",
    "numeric(10, 2)": "CASE g % 9 WHEN 0 THEN 'NaN' ELSE g::numeric END",
    "numeric(60, 5)": "g * 1e50",
    "money": "(g / 100.0)::numeric::money",
    "oid": "g::oid",
    "boolean": "g % 2 = 0",
    "text": "CASE g % 5 WHEN 0 THEN '\\x00 \\0 🦆' WHEN 1 THEN '' ELSE 'a' || g END",
    "varchar(40)": "repeat('é', g % 40)",
    "char(7)": "CASE g % 3 WHEN 0 THEN '' ELSE 'DE' END",
    '"char"': "'x'",
    "name": "'n' || g",
    "uuid": "gen_random_uuid()",
    "mood": "CASE g % 2 WHEN 0 THEN 'sad' ELSE 'ok' END::mood",
    "inet": "'10.0.0.1'::inet + g",
    "cidr": "'10.0.0.0/8'::cidr",
    "macaddr": "'08:00:2b:01:02:03'::macaddr",
    "paid": "g % 100",
    "code": "'c' || g",
    "date": "CASE g % 4 WHEN 0 THEN 'infinity' WHEN 1 THEN '-infinity' WHEN 2 THEN '0044-03-15 BC' END::date",
    "time": "time '08:00' + g * interval '1 second'",
    "timetz": "timetz '08:00+02'",
    "timestamp": "CASE g % 4 WHEN 0 THEN 'infinity' ELSE '20000-01-01' END::timestamp",
    "timestamptz": "CASE g % 4 WHEN 0 THEN '-infinity' ELSE '2026-01-01' END::timestamptz",
    "interval": "g * interval '1 month 1 second'",
    "bytea": "decode('00ff', 'hex')",
    "json": "json_build_object('g', g)",
    "jsonb": "jsonb_build_array(g)",
    "int[]": "ARRAY[g, NULL]",
    "text[]": "ARRAY['a', 'b']",
    "mood[]": "ARRAY['ok'::mood]",
    "tsvector": "to_tsvector('a fat cat')",
    "point": "point(g, g)",
    "int4range": "int4range(g, g + 1)",
    "daterange": "daterange('2026-01-01', NULL)",
    "bit(3)": "B'101'",
    "varbit": "B'1'",
    "place": "ROW('x', g)::place",
}


@pytest.fixture(scope="module")
def every(postgres_url):
    """A table with a column of each type, called like it, NULL in every tenth row; thirty days of 40 rows."""
    columns = ", ".join(f'"a {kind.replace(chr(34), "")}" {kind}' for kind in TYPES)
    values = ", ".join(f"CASE WHEN g % 10 = 5 THEN NULL ELSE {value} END" for value in TYPES.values())
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(MADE)
        connection.execute(
            f'CREATE TABLE "every" (id int, day date, at timestamptz, {columns},'
            " twice int GENERATED ALWAYS AS (id * 2) STORED)"
        )
        connection.execute(
            f"INSERT INTO \"every\" SELECT d * 40 + g, date '2026-11-19' - d,"
            f" date '2026-11-19' - d + g * interval '1 minute', {values}"
            " FROM generate_series(0, 29) d, generate_series(1, 40) g"
        )
        connection.execute('CREATE VIEW a_view AS SELECT * FROM "every"')
        connection.execute('CREATE MATERIALIZED VIEW kept AS SELECT * FROM "every"')
    return postgres_url


def called(kind):
    return f"a {kind.replace(chr(34), '')}"


def table(url, path, **declared):
    written = {"source": "any", "path": path, "partition": {"column": "day"}, "key": ["id"]} | declared
    return DatabaseTable(connect(url), url, "t", Table.model_validate(written))


@pytest.mark.parametrize("path", ["kinds.every", "kinds.a_view", "kinds.kept"])
def test_every_type_is_counted(every, path):
    """In a table, a view and a materialized view: NULLs of each column, and nothing is unreadable."""
    columns = {called(kind): {"null_rate": True} for kind in TYPES}
    found = survey(table(every, path, columns=columns), KeptNowhere())
    assert not found.unreadable
    assert len(found.loads) == 30
    newest = max(found.loads, key=lambda load: load.partition)
    assert (newest.rows, newest.duplicates) == (40, 0)
    nulls = {name: column.nulls for name, column in newest.columns.items()}
    assert nulls == {name: 0 for name in ("id", "day", "at", "twice")} | {
        called(kind): 12 if kind == "date" else 4 for kind in TYPES
    }


def test_what_is_no_number_is_counted_whatever_the_type(every):
    """NaN and infinities in double precision, and in numeric with and without a precision."""
    columns = {called(kind): {"drift": True} for kind in TYPES if "numeric" in kind or "double" in kind}
    newest = max(
        survey(table(every, "kinds.every", columns=columns), KeptNowhere()).loads,
        key=lambda load: load.partition,
    )
    told = {
        kind: (newest.columns[called(kind)].nan, newest.columns[called(kind)].values.infinite)
        for kind in ("double precision", "numeric", "numeric(10, 2)")
    }
    assert told == {"double precision": (4, 5), "numeric": (4, 10), "numeric(10, 2)": (4, 0)}
    assert newest.columns[called("numeric")].values.high == pytest.approx(40 / 3)
    assert newest.columns[called("money")].values.high == 0.4


def test_a_lost_column_is_told_whatever_its_type(every):
    """With the first rows, and without an error."""
    columns = {called(kind): {"null_rate": {"limit": "50%"}} for kind in TYPES if kind != "date"}
    with psycopg.connect(every, autocommit=True) as connection:
        connection.execute('CREATE TABLE kinds.lost AS SELECT * FROM kinds."every"')
        lost = ", ".join(f'"{name}" = NULL' for name in columns)
        connection.execute(f"UPDATE kinds.lost SET {lost} WHERE day = '2026-11-19'")
    written = {"source": "any", "path": "kinds.lost", "partition": {"column": "day"}, "key": ["id"]}
    declared = Table.model_validate(written | {"columns": columns})
    audit = Auditor({"lost": (Database(every), declared)}, KeptNowhere(), ZoneInfo("UTC")).audit(MORNING)
    assert audit.errors == []
    breaches = [each for each in audit.verdicts if each.outcome is Outcome.BREACH]
    lost = {each.column: each.rows for each in breaches if each.check == "null_rate"}
    assert lost.keys() == columns.keys()
    assert all(lost.values())


def test_init_looks_at_every_type(every):
    """The day is found, and the key; nothing about the other columns keeps it from that."""
    seen = look(Opened(), Database(every), Found("every", "kinds.every", None, 0))
    assert (seen.partition, seen.days, seen.newest, seen.key.names) == ("day", 30, LAST, ("id",))


def test_a_key_may_be_of_any_type_that_has_an_order(every):
    """Numbers of any size are not rounded then."""
    kinds = [kind for kind in TYPES if kind not in ("json", "point", "numeric")]
    found = survey(table(every, "kinds.every", key=["id", *map(called, kinds)]), KeptNowhere())
    assert not found.unreadable
    assert len(found.loads) == 30
    with psycopg.connect(every, autocommit=True) as connection:
        connection.execute("CREATE TABLE kinds.wide (id numeric, day date)")
        connection.execute(
            "INSERT INTO kinds.wide SELECT 1e29 + g % 15 , '2026-11-19' FROM generate_series(1, 16) g"
        )
    (load,) = survey(table(every, "kinds.wide"), KeptNowhere()).loads
    assert load.duplicates == 1
    assert load.duplicate_rows[0].key == {"id": "100000000000000000000000000001"}


@pytest.mark.parametrize("kind", ["uuid", "jsonb", "numeric", "int[]", "mood", "interval"])
def test_a_segment_may_be_of_any_type(every, kind):
    """Its levels are told as texts."""
    found = survey(table(every, "kinds.every", segment=called(kind)), KeptNowhere())
    assert not found.unreadable
    assert all(load.slices.segments[called(kind)] for load in found.loads)


@pytest.mark.parametrize(
    "name", ["select", 'a "b"', "a'b", "🦆", "a;--", "with space", "100%", "%s", "UPPER", "a.b"]
)
def test_a_table_and_its_columns_may_bear_any_name(postgres_url, name):
    """Watched ones too, in a schema called like them."""
    quoted = '"' + name.replace('"', '""') + '"'
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {quoted}")
        connection.execute(
            f"CREATE TABLE {quoted}.{quoted} AS SELECT date '2026-11-19' - d AS day, d AS {quoted}"
            " FROM generate_series(0, 9) d"
        )
        connection.execute(f"CREATE TABLE {quoted} AS SELECT 1 AS other")
    columns = {name: {"primary": True}}
    found = survey(table(postgres_url, f"{name}.{name}", key=[name], columns=columns), KeptNowhere())
    assert (len(found.loads), found.unreadable) == (10, [])
    assert found.loads[0].columns[name].distribution.rows == 1


def test_days_that_no_calendar_has_are_no_days(postgres_url):
    """Rows on infinity are told, and the other days are judged."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE endless AS SELECT d AS id, date '2026-11-19' - d AS day"
            " FROM generate_series(0, 9) d"
        )
        connection.execute(
            "INSERT INTO endless VALUES (10, 'infinity'), (11, '-infinity'), (12, '0044-03-15 BC'),"
            " (13, '20000-01-01'), (14, '9999-12-31'), (15, NULL)"
        )
    found = survey(table(postgres_url, "endless"), KeptNowhere())
    assert len(found.loads) == 10
    assert [part.what for part in found.unreadable] == [
        "6 rows have no `day` in the years 1 to 9999: they are in no partition, and not judged"
    ]


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("int", "1", r"day is int32: a day, a time or a text like 2026-01-31 is needed"),
        ("jsonb", "'{}'", r"day is jsonb: a day"),
        (
            "text",
            "'secret'",
            r"day does not say the day of every row \(invalid input syntax for type date\)$",
        ),
        ("text", "'2026-02-31'", r"day does not say the day of every row"),
    ],
)
def test_a_column_that_is_no_day_is_told_without_its_values(postgres_url, kind, value, said):
    """What is needed instead."""
    from checks.sources.tables import SourceError

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS no_day")
        connection.execute(f"CREATE TABLE no_day AS SELECT 1 AS id, {value}::{kind} AS day")
    with pytest.raises(SourceError, match=said) as error:
        survey(table(postgres_url, "no_day"), KeptNowhere())
    assert "secret" not in str(error.value)
