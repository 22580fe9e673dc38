"""What is kept can be read back, to the last bit."""

from datetime import UTC, date, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from checks.profiles.distribution import Distribution, knots
from checks.profiles.missing import missing
from checks.profiles.packing import pack, unpack
from checks.profiles.profile import ColumnProfile, Profile
from checks.verdict import Row

MOMENT = datetime(2026, 1, 5, 6, 30, 1, 250_000, tzinfo=UTC)


def plain(distribution):
    if distribution is None:
        return None
    return [[list(part.values), list(part.below), list(part.upto)] for part in distribution.parts]


@given(
    st.lists(arrays.arrays(np.float64, st.integers(1, 50), elements=st.floats(allow_nan=False)), max_size=3)
)
def test_distributions_survive(parts):
    """Infinities, tiny and huge numbers, no part at all."""
    distribution = Distribution(tuple(knots(part, 10) for part in parts))
    profile = Profile(partition=date(2026, 1, 5), columns={"x": ColumnProfile(distribution=distribution)})
    assert plain(unpack(pack(profile)).columns["x"].distribution) == plain(distribution)


def test_everything_else_survives():
    """Counts, times, duplicates with their rows, hostile names."""
    profile = Profile(
        partition=date(2026, 1, 5),
        load_day=date(2026, 1, 6),
        rows=10**12,
        delimiter=";",
        left_out=("x",),
        schema=(('a "b"', "int64"), ("🦆", "string")),
        columns={'a "b"': ColumnProfile(1, 2, 3, None, 4), "🦆": ColumnProfile()},
        first_event=MOMENT,
        last_event=MOMENT,
        first_loaded=MOMENT,
        last_loaded=None,
        loaded=Distribution(()),
        duplicates=2,
        duplicate_rows=(Row(key={"id": 1, "s": "x"}, at=MOMENT, why="twice"), Row(key={}, at=None, why="")),
    )
    again = unpack(pack(profile))
    assert again.loaded is not None
    assert again.loaded.parts == ()
    assert vars_of(again) == vars_of(profile)


def vars_of(profile):
    return {name: getattr(profile, name) for name in profile.__slots__ if name != "loaded"}


def test_columns_are_told_by_name_before_any_is_read():
    """A history of a year is listed without a look at what its columns held."""
    columns = {"a": ColumnProfile(1, 2, 3), "é": ColumnProfile(nulls=7), "c": ColumnProfile(outside=4)}
    again = unpack(pack(Profile(partition=date(2026, 1, 5), columns=columns)), "a mark")
    assert again.mark == "a mark"
    assert list(again.columns) == ["a", "é", "c"]
    assert again.columns.keys() == columns.keys()
    assert "b" not in again.columns
    assert again.columns.get("b") is None
    assert again.columns["c"] == columns["c"]
    assert again.columns == columns


def test_missing_values_are_counted_before_a_column_is_read_and_after():
    """Half a year is asked for them, and for nothing else."""
    many = 10**18
    profile = Profile(
        partition=date(2026, 1, 5), columns={"a": ColumnProfile(1, 2, 3), "b": ColumnProfile(nulls=many)}
    )
    again = unpack(pack(profile))
    for _ in range(2):
        assert [missing(again, name) for name in ("a", "b")] == [6, many]
        assert again.columns == profile.columns


def test_counts_of_a_large_partition_stay_exact():
    """Beyond 16, 32 and 53 bits."""
    for rows in (2**16, 2**32 + 1, 2**53 + 1):
        part = knots(np.array([1.0]), 10)
        part = type(part)(part.values, part.below, np.array([rows]))
        profile = Profile(partition=date(2026, 1, 5), loaded=Distribution((part,)))
        assert unpack(pack(profile)).loaded.rows == rows


def test_a_profile_of_a_thousand_knots_is_small():
    """Twelve kilobytes a column at the most."""
    values = np.random.default_rng(1).normal(size=50_000)
    body = pack(Profile(partition=date(2026, 1, 5), loaded=Distribution((knots(values, 1_000),))))
    assert len(body) < 13_000
