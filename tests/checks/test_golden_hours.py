"""The hours at which rows came that fail are the same in files and in PostgreSQL."""

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from checks.declared import Table
from checks.profiles.survey import KeptNowhere, survey
from checks.sources.connection import connect
from checks.sources.database import DatabaseTable
from checks.sources.failing import failing_hours
from checks.verdict import Failing

MONDAY, TUESDAY = date(1969, 12, 29), date(1969, 12, 30)
"""Before 1970, where seconds count downwards."""
DECLARED = {"source": "any", "path": "orders", "partition": {"column": "day"}, "event_time": "at"}


def rows_of(day):
    """An order every ten minutes, from two hours before its day to two hours after; some have no time."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=2)
    moments = [start + timedelta(minutes=10 * at) for at in range(28 * 6)]
    spoilt = [day == TUESDAY and at >= 100 for at in range(len(moments))]
    return {
        "day": [day] * len(moments),
        "at": [None if at % 50 == 7 else moment for at, moment in enumerate(moments)],
        "x": [
            None if bad and at % 2 else float("inf") if at % 20 == 3 else 1.5 for at, bad in enumerate(spoilt)
        ],
        "code": [
            None if at % 30 == 1 else f"ab-{at}" if bad else f"AB-{2000 + at}"
            for at, bad in enumerate(spoilt)
        ],
    }


@pytest.fixture(scope="module")
def database(postgres_url):
    """Two days of orders in PostgreSQL."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE orders (day date, at timestamptz, x double precision, code text)")
        with connection.cursor().copy("COPY orders FROM STDIN") as copy:
            for day in (MONDAY, TUESDAY):
                for row in zip(*rows_of(day).values(), strict=True):
                    copy.write_row(row)
    yield postgres_url
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP TABLE orders")


@pytest.mark.parametrize(
    ("what", "column", "like", "fails"),
    [
        ("missing", "x", None, lambda value: value is None),
        ("infinite", "x", None, lambda value: value == float("inf")),
        ("nan", "x", None, lambda _: False),
        ("null", "code", None, lambda value: value is None),
        ("like", "code", "a-999", lambda value: value is not None and value.startswith("ab")),
        ("misfit", "code", "AB-%Y", lambda value: value is not None and value.startswith("ab")),
    ],
)
def test_the_hours_are_the_same(database, lake, what, column, like, fails):
    """By hour after the midnight of the partition's day, also of the day before it and the one after."""
    for day in (MONDAY, TUESDAY):
        lake.parquet(
            f"day={day}/a.parquet", {name: each for name, each in rows_of(day).items() if name != "day"}
        )
    failing = Failing(what=what, partitions=(MONDAY, TUESDAY), column=column, like=like)
    declared = Table.model_validate(DECLARED)
    there = survey(DatabaseTable(connect(database), database, "orders", declared), KeptNowhere())
    here = lake.survey(event_time="at")
    as_of = datetime(2026, 1, 1, tzinfo=UTC)
    found, too = (failing_hours(each.table, list(each.bundles), failing, as_of) for each in (here, there))
    assert found == too
    assert {(min(hours), max(hours)) for hours in found.values()} == {(-2, 25)}
    assert found[MONDAY][0][0] == 6
    for day in (MONDAY, TUESDAY):
        columns = rows_of(day)
        known = zip(columns["at"], columns[column], strict=True)
        wrong = sum(at is not None and fails(value) for at, value in known)
        assert sum(each for _, each in found[day].values()) == wrong
