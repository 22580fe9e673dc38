"""The SQL to copy returns exactly the rows that the finding counted, in the engine where they lie."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.declared import Source
from bot.domain.failing_sql import failing_sql
from bot.domain.finding import Finding
from checks.agreement import Agreed, Default
from checks.declared import Table
from checks.verdict import Failing, Urgency

DAYS = [date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)]
BAD = tuple(DAYS[1:])
ODD = "a\"b'; DROP TABLE x; --"
"""A column that nobody should have."""
ROWS: list[dict[str, Any]] = [
    {"day": DAYS[0], "id": 1, ODD: None, "n": 1.0, "plan": "free", "land": "DE"},
    {"day": DAYS[1], "id": 2, ODD: None, "n": float("nan"), "plan": "pro", "land": "DE"},
    {"day": DAYS[1], "id": 3, ODD: "", "n": 99.0, "plan": "it's", "land": None},
    {"day": DAYS[2], "id": 3, ODD: "x", "n": -5.0, "plan": "n/a", "land": "FR"},
    {"day": DAYS[2], "id": 3, ODD: "nan", "n": 7.0, "plan": None, "land": "DE"},
]
SHARED = {"n": {"share": True}}

CASES: dict[str, tuple[dict[str, Any], int]] = {
    "missing": ({"what": "missing", "column": ODD}, 2),
    "null": ({"what": "null", "column": ODD}, 1),
    "no number": ({"what": "missing", "column": "n"}, 1),
    "blank": ({"what": "blank", "column": ODD}, 1),
    "outside": ({"what": "outside", "column": "n", "low": 0.0, "high": 50.0}, 2),
    "equal": ({"what": "equal", "column": "n", "low": 7.0}, 1),
    "of a level": ({"what": "missing", "column": ODD, "segment": ("land", "=DE")}, 1),
    "of no level": ({"what": "missing", "column": ODD, "segment": ("land", "-")}, 1),
    "duplicate": ({"what": "duplicate"}, 2),
    "not allowed": (
        {
            "what": "not allowed",
            "column": "plan",
            "agreed": Agreed(name="plan", values=("free", "pro"), default=Default("n/a")),
        },
        1,
    ),
    "not between": ({"what": "not allowed", "column": "n", "agreed": Agreed(name="n", low=0.0)}, 1),
}


def table(**facts: Any) -> Table:
    """A table with a key; the numbers may be told."""
    declared = {
        "source": "lake",
        "path": "usage/day=*/*.parquet",
        "partition": {"column": "day"},
        "key": ["id"],
        "columns": SHARED,
    }
    return Table.model_validate(declared | facts)


def finding(**failing: Any) -> Finding:
    """A finding that knows which rows it is about."""
    return Finding(
        pipeline="churn",
        check="null_rate",
        table="usage",
        column=failing.get("column"),
        segment=None,
        urgency=Urgency.PAGE,
        since=None,
        summary="it is wrong",
        affected=1,
        volume=2,
        days_to_break=0.0,
        bad=BAD,
        failing=Failing(**{"partitions": BAD} | failing),
    )


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rows as files, a folder a day, below a folder with a name that nobody should give."""
    root = tmp_path_factory.mktemp("it's [x]")
    for day in DAYS:
        folder = root / "usage" / f"day={day}"
        folder.mkdir(parents=True)
        rows = [
            {name: value for name, value in row.items() if name != "day"} for row in ROWS if row["day"] == day
        ]
        parquet.write_table(pa.Table.from_pylist(rows, SCHEMA), folder / "part.parquet")
    return root


SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        (ODD, pa.string()),
        ("n", pa.float64()),
        ("plan", pa.string()),
        ("land", pa.string()),
    ]
)


@pytest.fixture(scope="module")
def database(postgres_url: str) -> Iterator[psycopg.Connection[Any]]:
    """The same rows in a database, in a table with a name that nobody should give."""
    odd = ODD.replace('"', '""')
    with psycopg.connect(postgres_url) as connection:
        connection.execute('CREATE SCHEMA "o""dd"')
        connection.execute(
            f'CREATE TABLE "o""dd"."usa\'ge" '
            f'(day date, id int, "{odd}" text, n double precision, plan text, land text)'
        )
        for row in ROWS:
            values = [row[name] for name in ("day", "id", ODD, "n", "plan", "land")]
            connection.execute('INSERT INTO "o""dd"."usa\'ge" VALUES (%s, %s, %s, %s, %s, %s)', values)
        yield connection
        connection.rollback()


def asked(sql: str) -> list[tuple[object, ...]]:
    """On a connection of its own: the one that all of a process share may be in the middle of something."""
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("case", CASES)
def test_of_files_duckdb_returns_the_rows_that_were_counted(lake: Path, case: str) -> None:
    """Of the bad days alone, whatever columns and folders are called."""
    failing, count = CASES[case]
    said = failing_sql(finding(**failing), table(), Source(kind="files", root=str(lake)))
    assert said is not None
    assert len(asked(said)) == count


@pytest.mark.parametrize("case", CASES)
def test_of_a_database_postgres_returns_the_rows_that_were_counted(
    database: psycopg.Connection[Any], case: str
) -> None:
    """By its own words."""
    failing, count = CASES[case]
    stored = table(path="o\"dd.usa'ge")
    said = failing_sql(finding(**failing), stored, Source(kind="postgres", url="postgresql://u:p@h/d"))
    assert said is not None
    assert len(database.execute(said.encode()).fetchall()) == count


def test_files_with_their_day_in_the_name_are_named_one_by_one(tmp_path: Path) -> None:
    """No column says the day there."""
    for day in DAYS:
        (tmp_path / f"usage_{day}.csv").write_text("id,plan\n1,\n2,free\n")
    dated = table(path="usage_%Y-%m-%d.csv")
    said = failing_sql(
        finding(what="missing", column="plan"), dated, Source(kind="files", root=str(tmp_path))
    )
    assert said is not None
    assert len(asked(said)) == 2
    repeats = finding(what="duplicate")
    assert failing_sql(repeats, dated, Source(kind="files", root=str(tmp_path))) is None


def test_values_that_may_not_be_told_are_not_in_the_sql(lake: Path) -> None:
    """Neither a bound that comes from the values nor a level known by its hash."""
    source = Source(kind="files", root=str(lake))
    bounds = finding(what="outside", column="n", low=12.5, high=50.0)
    assert failing_sql(bounds, table(columns={}), source) is None
    level = finding(what="missing", column=ODD, segment=("land", "#1f3c0a2b"))
    said = failing_sql(level, table(), source)
    assert said is not None
    assert "1f3c0a2b" not in said
    assert len(asked(said)) == 2


def test_what_sql_cannot_say_is_not_said(lake: Path) -> None:
    """Rather none than other rows."""
    source = Source(kind="files", root=str(lake))
    for what in ("like", "misfit", "gone", "any", "astray", "brand new"):
        assert failing_sql(finding(what=what, column="n"), table(), source) is None
    numbers = Agreed(name="plan", values=("1", "2"))
    assert failing_sql(finding(what="not allowed", column="plan", agreed=numbers), table(), source) is None
    assert failing_sql(finding(what="duplicate"), table(key=[]), source) is None


@given(st.text(min_size=1).filter(lambda name: "\x00" not in name and name.strip() == name))
def test_no_name_leaves_its_quotes(name: str) -> None:
    """A statement has one statement in it, whatever the column is called."""
    said = failing_sql(
        finding(what="null", column=name), table(), Source.model_construct(kind="postgres", url="x")
    )
    assert said is not None
    quoted = '"' + name.replace('"', '""') + '"'
    assert ";" not in said.replace(quoted, "").rstrip(";")
