"""Rows of an answer are what pyarrow says they are, and no time is worth importing pandas for."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from checks.sources.answered import rows_of

SECONDS = [0, None, 1_767_600_000, -1]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "Etc/UTC", "Europe/Berlin"])
def test_rows_are_pyarrows(unit, zone):
    """Times of every unit and zone among them."""
    table = pa.table({"at": pa.array(SECONDS, pa.timestamp(unit, zone)), "x": [1.5, None, 2.5, 3.5]})
    assert rows_of(table) == table.to_pylist()
    assert [str(row["at"]) for row in rows_of(table)] == [str(row["at"]) for row in table.to_pylist()]


def test_an_answer_may_be_empty_and_hold_anything():
    """Days, texts, lists."""
    table = pa.table({"day": [date(2026, 1, 5)], "name": ["a"], "many": [[1, 2]]})
    assert rows_of(table) == table.to_pylist()
    assert rows_of(table.slice(1)) == []


def test_a_time_does_not_import_pandas():
    """It would take longer than the query."""
    program = """
import sys
import duckdb
from checks.sources.answered import rows_of
print(rows_of(duckdb.sql("SELECT TIMESTAMPTZ '2026-01-05 08:00Z' AS at").to_arrow_table()))
print([name for name in ("pandas", "scipy") if name in sys.modules])
"""
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert said.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
def test_a_time_that_python_does_not_have_is_a_text(unit):
    """The others beside it are what they are."""
    far = pa.array([0, None, 2**53], pa.int64()).cast(pa.timestamp(unit, "UTC"))
    year = {"s": "285428751", "ms": "287396", "us": "2255"}[unit]
    *known, last = [row["at"] for row in rows_of(pa.table({"at": far}))]
    assert known == [datetime(1970, 1, 1, tzinfo=UTC), None]
    assert str(last).startswith(year)


def test_a_day_that_python_does_not_have_is_a_text():
    """Years 111,486 and 221 before our era."""
    days = pa.array([40_000_000, -800_000, 0], pa.int32()).cast(pa.date32())
    told = [str(row["day"]) for row in rows_of(pa.table({"day": days}))]
    assert told == ["111486-04-13", "-221-09-04", "1970-01-01"]
