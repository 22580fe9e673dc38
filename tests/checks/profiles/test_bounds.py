"""What does a reference show beyond the shape, and what does it not?"""

from datetime import date, timedelta

import numpy as np
import pytest

from checks.agreement import Agreed, Default
from checks.asks import Fill, Filled
from checks.profiles.bounds import NOTHING, allowed, bounds, default
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.values import Values

X = Agreed(name="x", kind="float64")


def days(columns):
    return [
        Profile(partition=date(2026, 1, 5) + timedelta(days=at), rows=500, columns={"x": column})
        for at, column in enumerate(columns)
    ]


def numbers(low, high, finite=500):
    return ColumnProfile(values=Values(finite=finite, low=low, high=high))


def test_a_bound_that_most_days_share_is_one():
    """Hours of the day; which end, on how many days, from how many rows."""
    found = bounds(days([numbers(0, 23)] * 13 + [numbers(1, 23)]), X)
    assert found == (
        {"low": 0, "high": 23},
        "minimum on 13 of 14 days, maximum on 14 of 14 days, from 7,000 rows",
    )


def test_what_differs_from_day_to_day_has_no_bound():
    """Tomorrow brings a new extreme: a draft with it would be broken at once."""
    rng = np.random.default_rng(1)
    samples = [rng.lognormal(size=500) for _ in range(28)]
    assert bounds(days([numbers(float(each.min()), float(each.max())) for each in samples]), X) == NOTHING


def test_visits_begin_at_zero_and_end_nowhere():
    """One end of two."""
    fields, _ = bounds(days([numbers(0, 30 + at) for at in range(14)]), X)
    assert fields == {"low": 0}


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ([numbers(0, 9)] * 6, "x"),
        ([numbers(0, 9, finite=100)] * 9, "x"),
        ([numbers(3, 3)] * 14, "x"),
        ([ColumnProfile(values=Values(finite=500, low=0, high=9, infinite=1))] * 14, "x"),
        ([numbers(0, 9)] * 14, "account_id"),
    ],
)
def test_too_little_shows_no_bound(columns, name):
    """Six days, 900 rows, one value only, infinities, a number that only names something."""
    reference = days(columns)
    if name != "x":
        reference = [
            Profile(partition=each.partition, rows=500, columns={name: each.columns["x"]})
            for each in reference
        ]
    assert bounds(reference, Agreed(name=name)) == NOTHING


def test_values_are_all_there_is_where_each_was_seen_twice():
    """One that was seen on one day only says that there are more to come."""
    reference = days([ColumnProfile()] * 14)
    fields, why = allowed({"pro": (4_000, 14), "free": (3_000, 2)}, reference)
    assert (fields, why) == ({"values": ("free", "pro")}, "2 values, each on 2 days or more, from 7,000 rows")
    assert allowed({"pro": (4_000, 14), "free": (3_000, 1)}, reference) == NOTHING
    assert allowed({"pro": (7_000, 14)}, reference) == NOTHING, "one value is no list"
    assert allowed({"pro": (500, 14), "free": (400, 14)}, reference) == NOTHING, "too few rows"


@pytest.mark.parametrize(
    ("column", "found"),
    [
        (ColumnProfile(nulls=5), Default(None)),
        (ColumnProfile(empty=5), Default("")),
        (ColumnProfile(nulls=5, empty=5), None),
        (ColumnProfile(nan=5), None),
        (ColumnProfile(), None),
    ],
)
def test_the_one_way_to_leave_a_value_out_is_the_default(column, found):
    """NULL here and an empty text there is no agreement; NaN is nobody's."""
    fields, _ = default(days([column] * 14), X, ())
    assert fields.get("default") == found


def test_rows_without_input_tell_best():
    """Zero-filled: no NULL shows it, the source does."""
    filled = [
        Filled(fill=Fill("x", "y", Default(value)), rows=500, no_input=300, at_default=held, missing=0)
        for value, held in ((None, 0), ("0", 299))
    ]
    assert default(days([ColumnProfile()] * 14), X, filled) == (
        {"default": Default("0")},
        "0 in 299 of 300 rows without y in their source",
    )
