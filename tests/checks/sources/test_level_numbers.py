"""Numbers in each level of another column, read on a few days: the same from files and PostgreSQL."""

from datetime import UTC, date, datetime
from math import inf, nan

import pyarrow as pa
import pytest

from checks.sources.level_numbers import level_numbers
from checks.sources.levelled import named

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = {
    1: ([1.0, 3.0, None, 10.0, nan, inf], ["a", "a", "a", "b", "b", None]),
    2: ([5.0, 20.0], ["a", "b"]),
    3: ([1_000.0], ["a"]),
}
SIZES = {"a": "small", "b": "large"}


@pytest.fixture(params=["files", "postgres"])
def opened(request, lake):
    """A table of three days, a number and two columns of levels: `a` is small, `b` is large."""
    declared = {"key": [], "columns": {"level": {"share": True}}}
    if request.param == "files":
        for day, (numbers, levels) in DAYS.items():
            sizes = [SIZES.get(level) for level in levels]
            columns = {"x": pa.array(numbers, pa.float64()), "level": levels, "size": sizes}
            lake.parquet(f"day=2026-01-0{day}/a.parquet", columns)
        return lake.table(**declared)
    server = request.getfixturevalue("server")
    server.execute("CREATE TABLE measured (day date, x double precision, level text, size text)")
    for day, (numbers, levels) in DAYS.items():
        for x, level in zip(numbers, levels, strict=True):
            row = date(2026, 1, day), x, level, SIZES.get(level)
            server.execute("INSERT INTO measured VALUES (%s, %s, %s, %s)", row)
    return request.getfixturevalue("of")("measured", **declared)


def test_moments_are_told_by_level_over_some_days(opened):
    """What is no number is left out, and so is every other day."""
    bundles, _ = opened.bundles()
    days = [date(2026, 1, 1), date(2026, 1, 2)]
    found = level_numbers(opened, bundles, [days], "x", ["level"], NOW)["level"][0]
    assert {name: (each.finite, each.mean) for name, each in found.items()} == {
        "=a": (3, 3.0),
        "=b": (2, 15.0),
    }
    assert found["=a"].variance == pytest.approx(8 / 3)
    assert (found["=a"].low, found["=a"].high) == (1.0, 5.0)


def test_periods_and_columns_are_told_apart(opened):
    """The days before beside a newer one, by two columns; what is not to be shared goes by its mark."""
    bundles, _ = opened.bundles()
    periods = [[date(2026, 1, 1), date(2026, 1, 2)], [date(2026, 1, 3)]]
    found = level_numbers(opened, bundles, periods, "x", ["level", "size"], NOW)
    rows = {
        column: [{name: each.finite for name, each in levels.items()} for levels in told]
        for column, told in found.items()
    }
    small, large = (named(size, share=False) for size in SIZES.values())
    assert rows == {"level": [{"=a": 3, "=b": 2}, {"=a": 1}], "size": [{small: 3, large: 2}, {small: 1}]}


def test_a_column_that_is_not_there_has_no_levels(opened):
    """Of a day without it nothing is told."""
    bundles, _ = opened.bundles()
    periods = [[date(2026, 1, 2)], [date(2026, 1, 3)]]
    assert level_numbers(opened, bundles, periods, "x", ["other"], NOW) == {"other": [{}, {}]}
