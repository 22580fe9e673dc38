"""The first rows a breach is about: keys and times, nothing else."""

import math
from datetime import UTC, date, datetime

import pyarrow as pa

from checks.sources.failing import failing_rows
from checks.verdict import Failing

DAY = date(2026, 1, 5)


def at(hour):
    return datetime(2026, 1, 5, hour, tzinfo=UTC)


def ask(lake, failing, as_of=None, **declared):
    table = lake.table(**({"key": ["id"], "event_time": "at"} | declared))
    return failing_rows(table, table.bundles()[0], failing, as_of or datetime(2027, 1, 1, tzinfo=UTC), "why")


def write(lake, day=5, **columns):
    length = len(next(iter(columns.values())))
    lake.parquet(
        f"day=2026-01-0{day}/a.parquet",
        {"id": list(range(length)), "at": [at(length - row) for row in range(length)], **columns},
    )


def test_the_earliest_come_first_and_no_more_than_five(lake):
    """NULL and NaN are both missing."""
    write(lake, x=pa.array([None, 1.0, math.nan, None, None, None, None]))
    found = ask(lake, Failing(what="null", partitions=(DAY,), column="x"))
    assert [row.key["id"] for row in found] == [6, 5, 4, 3, 2]
    assert found[0].at == at(1)
    assert all(row.why == "why" and row.key.keys() == {"id"} for row in found)


def test_outside_means_outside_and_nan_is_not(lake):
    """DuckDB holds NaN for the largest number; nobody else does."""
    write(lake, x=[1.0, math.nan, 99.0, -99.0, math.inf])
    found = ask(lake, Failing(what="outside", partitions=(DAY,), column="x", low=-10, high=10))
    assert {row.key["id"] for row in found} == {2, 3, 4}


def test_nan_among_finite_numbers_is_found(lake):
    """The statistics in a Parquet file leave NaN out; an engine that trusts them finds none."""
    write(lake, x=[1.0, math.nan, 3.0, 99.0])
    assert [row.key["id"] for row in ask(lake, Failing(what="null", partitions=(DAY,), column="x"))] == [1]
    outside = Failing(what="outside", partitions=(DAY,), column="x", low=0, high=10)
    assert [row.key["id"] for row in ask(lake, outside)] == [3]


def test_rows_of_one_value(lake):
    """In a column of whole numbers too."""
    write(lake, x=[-999, 1, -999])
    found = ask(lake, Failing(what="equal", partitions=(DAY,), column="x", low=-999.0, high=-999.0))
    assert {row.key["id"] for row in found} == {0, 2}


def test_rows_loaded_later_are_not_shown(lake):
    """They do not exist yet; rows whose load time is unknown do."""
    write(lake, x=pa.nulls(3, pa.float64()), into=[at(6), at(20), None])
    failing = Failing(what="null", partitions=(DAY,), column="x")
    found = ask(lake, failing, at(12), loaded_at_field="into")
    assert {row.key["id"] for row in found} == {0, 2}


def test_only_the_partitions_in_breach_are_asked(lake):
    """A partition without the column has no such row."""
    write(lake, 5, x=pa.nulls(1, pa.float64()))
    write(lake, 6, x=pa.nulls(1, pa.float64()))
    lake.parquet("day=2026-01-07/a.parquet", {"id": [1], "at": [at(1)]})
    days = (date(2026, 1, 6), date(2026, 1, 7))
    assert len(ask(lake, Failing(what="null", partitions=days, column="x"))) == 1


def test_a_table_without_a_key_or_a_time_still_answers(lake):
    """With nothing to name the rows by."""
    write(lake, x=pa.nulls(2, pa.float64()))
    found = ask(lake, Failing(what="null", partitions=(DAY,), column="x"), key=[], event_time=None)
    assert [(row.key, row.at) for row in found] == [({}, None)] * 2


def test_rows_by_how_they_are_written(lake):
    """By signature, by a day that stands for a missing one, by a declared format."""
    write(lake, s=["2026-01-05", "05/01/2026", "N/A", None], on=[date(1970, 1, 1), DAY, None, DAY])
    for like, what, column, rows in (
        ("99/99/9999", "like", "s", {1}),
        ("N/A", "like", "s", {2}),
        ("1970-01-01", "like", "on", {0}),
        ("%Y-%m-%d", "misfit", "s", {1, 2}),
    ):
        found = ask(lake, Failing(what=what, partitions=(DAY,), column=column, like=like))
        assert {row.key["id"] for row in found} == rows


def test_rows_that_guards_tell_of(lake):
    """Infinite, no number, missing in any way, of another day."""
    other = [datetime(2026, 1, 6, tzinfo=UTC), at(1), at(1), at(1), at(1)]
    write(lake, x=[math.inf, -math.inf, math.nan, 1.0, None], s=["", None, "a", "b", "c"], other=other)
    for what, column, rows in (
        ("infinite", "x", {0, 1}),
        ("nan", "x", {2}),
        ("missing", "x", {2, 4}),
        ("missing", "s", {0, 1}),
        ("astray", "other", {0}),
    ):
        found = ask(lake, Failing(what=what, partitions=(DAY,), column=column))
        assert {row.key["id"] for row in found} == rows


def test_rows_are_named_by_what_is_there_of_their_key(lake):
    """A producer renames a part of the key, and nulls rise in the same batch: both are told."""
    write(lake, x=[1.0, 2.0], shop=["a", "b"])
    write(lake, day=6, x=pa.array([None, 2.0]))
    failing = Failing(what="null", partitions=(date(2026, 1, 6),), column="x")
    (found,) = ask(lake, failing, key=["shop", "id"])
    assert (found.key, found.at) == ({"id": 0}, at(2))
