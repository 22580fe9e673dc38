"""What one scan counts of values, and how it adds up."""

import math
from datetime import date, datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.profiles.packing import pack, unpack
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.values import NOTHING, Values, add

FILE = "day=2026-01-05/a.parquet"
COUNTS = st.integers(0, 2**53)
FORMS = st.dictionaries(st.text(max_size=9), st.integers(1, 2**53), max_size=3)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
ANY = st.builds(
    Values,
    infinite=COUNTS, finite=COUNTS, low=NUMBERS, high=NUMBERS, mean=NUMBERS, variance=NUMBERS,
    sixtieths=COUNTS, late_days=COUNTS, before_day=COUNTS, after_day=COUNTS,
    misfits=COUNTS, leading_zeros=COUNTS, sentinels=FORMS, signatures=FORMS, words=FORMS, ages=FORMS,
    masses=FORMS, swapped=COUNTS, far=COUNTS, huge=COUNTS,
)  # fmt: skip


def scanned(lake, given, **declared):
    lake.parquet(FILE, given)
    (profile,) = lake.profiles(**declared).values()
    return {name: column.values for name, column in profile.columns.items()}


@given(ANY)
def test_values_survive_being_packed(values):
    """To the last bit, hostile signatures too."""
    profile = Profile(partition=date(2026, 1, 5), columns={"x": ColumnProfile(1, 2, 3, values=values)})
    assert unpack(pack(profile)).columns == profile.columns


def test_numbers_are_measured_as_numpy_does(lake):
    """NULL, NaN and infinities left out; a number whose square no float holds, too."""
    numbers = np.random.default_rng(1).normal(30, 9, 500)
    found = scanned(lake, {"x": pa.array([*numbers, None, math.nan, math.inf, -math.inf, 1e200])})["x"]
    assert (found.finite, found.infinite) == (500, 2)
    assert (found.low, found.high) == (numbers.min(), numbers.max())
    assert (found.mean, found.sd) == (pytest.approx(numbers.mean()), pytest.approx(numbers.std()))


def test_fractions_are_counted_of_coordinates(lake):
    """Of what is named like one, whatever the sign; and how many are no degrees of the globe at all."""
    numbers = [-0.59, -0.61, 52.6, 52.59, 180.0, -180.5, 523104.0, None]
    found = scanned(lake, {"pickup_lat": numbers, "lonPickup": numbers, "price": numbers, "flat": numbers})
    assert (found["pickup_lat"].sixtieths, found["pickup_lat"].far) == (2, 2)
    assert found["lonPickup"] == found["pickup_lat"]
    assert found["price"].sixtieths == found["flat"].sixtieths == found["price"].far == 0


def test_days_with_day_and_month_swapped(lake):
    """Of 5 January that is 1 May; of 13 January there is none, and of 1 January it is the same day."""
    for day, days in (
        (5, [date(2026, 5, 1), date(2026, 5, 1), date(2025, 5, 1), None]),
        (13, [date(2026, 1, 13)] * 4),
        (1, [date(2026, 1, 1)] * 4),
    ):
        lake.parquet(f"day=2026-01-{day:02}/a.parquet", {"on": days})
    assert [each.columns["on"].values.swapped for each in lake.profiles().values()] == [0, 2, 0]


def test_loads_add_up_to_their_partition(lake):
    """Mean and spread of two loads are those of all rows."""
    numbers = np.arange(40.0) ** 2
    loads = [datetime(2026, 1, 5 + at % 2, 12) for at in range(40)]  # noqa: DTZ001 (as files have them)
    found = scanned(lake, {"x": numbers, "in": loads}, loaded_at_field="in")["x"]
    assert (found.finite, found.low, found.high) == (40, 0, 39**2)
    assert (found.mean, found.sd) == (pytest.approx(numbers.mean()), pytest.approx(numbers.std()))
    assert add(NOTHING, found) == add(found, NOTHING) == found


def test_sentinels_of_watched_columns_are_counted_by_value(lake):
    """Numbers and days; words are signatures of their own."""
    day = pa.array([date(1970, 1, 1), date(2026, 1, 5), None])
    columns = {"x": [-999, 0, -999], "y": [-999, 1, 2], "on": day, "s": ["N/A", "n1", "N/A"]}
    found = scanned(lake, columns, columns={name: {"null_rate": True} for name in ("x", "on", "s")})
    assert found["x"].sentinels == {"-999": 2, "0": 1}
    assert found["y"].sentinels == {}
    assert found["on"].sentinels == {"1970-01-01": 1}
    assert found["s"].signatures == {"N/A": 2, "a9": 1}


def test_days_after_the_twelfth_and_times_of_another_day(lake):
    """In UTC, as partitions are cut."""
    at = [datetime(2026, 1, 5, 1), datetime(2026, 1, 4, 23), datetime(2026, 1, 13)]  # noqa: DTZ001
    found = scanned(lake, {"at": at, "on": [date(2026, 1, 12), date(2026, 1, 31), None]}, event_time="at")
    assert (found["at"].late_days, found["at"].astray) == (1, 2)
    assert (found["on"].late_days, found["on"].astray) == (1, 2)
    assert (found["at"].before_day, found["at"].after_day) == (1, 1)


def test_a_format_that_is_declared_is_compared(lake):
    """A missing one and an empty one are not written at all; the 31st may be one that does not exist."""
    texts = ["2026-01-31", "31/01/2026", "2026-13-01", "2026-02-31", "", None, " 2026-01-01", "2026-01-01\n"]
    found = scanned(lake, {"on": texts}, columns={"on": {"format": "%Y-%m-%d"}})["on"]
    assert found.misfits == 4


def test_a_value_of_a_million_characters_is_cut_first(lake):
    """Nothing of it is kept but its beginning's signature."""
    found = scanned(lake, {"s": ["x9" * 2_000_000, "a", ""]})["s"]
    assert sum(found.signatures.values()) == 3
    assert max(map(len, found.signatures)) <= 40


def test_ages_of_times_are_counted_by_the_steps_that_they_have_reached(lake):
    """Times to come and of the first century too; of the event time nothing is kept twice."""
    days = ["2026-01-05", "2026-01-04", "2026-01-02", "2025-12-01", "0001-01-01", "9999-12-31", "2026-01-06"]
    times = pa.array([datetime.fromisoformat(day) for day in days] + [None])
    found = scanned(lake, {"seen": times, "on": times.cast(pa.date32()), "at": times}, event_time="at")
    assert found["seen"].ages == found["on"].ages == {"1": 4, "2": 3, "8": 2, "32": 2, "128": 1}
    assert found["at"].ages == {}
    assert add(found["on"], found["on"]).ages["1"] == 8
