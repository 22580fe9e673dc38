"""Numbers in each level of another column, read on a few days: the same from files and PostgreSQL."""

from datetime import UTC, date, datetime
from math import inf, nan

import pyarrow as pa
import pytest

from checks.sources.level_numbers import level_numbers

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = {
    1: ([1.0, 3.0, None, 10.0, nan, inf], ["a", "a", "a", "b", "b", None]),
    2: ([5.0, 20.0], ["a", "b"]),
    3: ([1_000.0], ["a"]),
}


@pytest.fixture(params=["files", "postgres"])
def opened(request, lake):
    """A table of three days, a number and levels."""
    declared = {"key": [], "columns": {"level": {"share": True}}}
    if request.param == "files":
        for day, (numbers, levels) in DAYS.items():
            columns = {"x": pa.array(numbers, pa.float64()), "level": pa.array(levels, pa.string())}
            lake.parquet(f"day=2026-01-0{day}/a.parquet", columns)
        return lake.table(**declared)
    server = request.getfixturevalue("server")
    server.execute("CREATE TABLE measured (day date, x double precision, level text)")
    for day, (numbers, levels) in DAYS.items():
        for row in zip(numbers, levels, strict=True):
            server.execute("INSERT INTO measured VALUES (%s, %s, %s)", (date(2026, 1, day), *row))
    return request.getfixturevalue("of")("measured", **declared)


def test_moments_are_told_by_level_over_some_days(opened):
    """What is no number is left out, and so is every other day."""
    bundles, _ = opened.bundles()
    days = [date(2026, 1, 1), date(2026, 1, 2)]
    found = level_numbers(opened, bundles, days, "x", "level", NOW)
    assert {name: (each.finite, each.mean) for name, each in found.items()} == {
        "=a": (3, 3.0),
        "=b": (2, 15.0),
    }
    assert found["=a"].variance == pytest.approx(8 / 3)
    assert (found["=a"].low, found["=a"].high) == (1.0, 5.0)


def test_a_column_that_is_not_there_has_no_levels(opened):
    """Of a day without it nothing is told."""
    bundles, _ = opened.bundles()
    assert level_numbers(opened, bundles, [date(2026, 1, 3)], "x", "other", NOW) == {}
