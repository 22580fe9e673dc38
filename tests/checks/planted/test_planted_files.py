"""What is said to be caught is caught, when it really stands in the files; and half of it is not."""

import math

import numpy as np
import pytest

from checks.measured import measured
from checks.verdict import Outcome


def lose_rows(columns, size, rng):
    many = len(columns["age"])
    kept = np.sort(rng.permutation(many)[round(size * many / 100) :])
    return {name: values[kept] for name, values in columns.items()}


def lose_values(columns, size, rng):
    there = np.flatnonzero(~columns["unknown"])
    lost = rng.choice(there, round(size * len(columns["age"]) / 100), replace=False)
    unknown = columns["unknown"].copy()
    unknown[lost] = True
    return columns | {"unknown": unknown}


def shift(columns, size, rng):
    return columns | {"distance": columns["distance"] + size * 10}


def shift_down(columns, size, rng):
    return shift(columns, -size, rng)


def lose_distances(columns, size, rng):
    distance = columns["distance"].copy()
    distance[: math.floor(size * len(distance) / 100)] = np.nan
    return columns | {"distance": distance}


def write_otherwise(columns, size, rng):
    code = columns["code"].copy()
    turned = math.floor(size * len(code) / 100)
    code[:turned] = [each.replace("-", "/") for each in code[:turned]]
    return columns | {"code": code}


def make_infinite(columns, size, rng):
    distance = columns["distance"].copy()
    distance[: int(size)] = np.inf
    return columns | {"distance": distance}


def multiply(columns, size, rng):
    return columns | {"distance": columns["distance"] * size}


def is_found(history, judged, check):
    return any(each.outcome is Outcome.BREACH for each in judged(history, check))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("check", "column", "plant"),
    [
        ("row_count", None, lose_rows),
        ("null_rate", "age", lose_values),
        ("drift", "distance", shift),
        ("value_format", "code", write_otherwise),
        ("emptied", "distance", lose_distances),
    ],
)
def test_the_told_size_is_found_in_real_files_and_half_of_it_is_not(
    trips, sensitivity, judged, check, column, plant, seed
):
    """As many rows, points of nulls and standard deviations as "healthy" says."""
    table = trips(seed=seed)
    told = sensitivity(table.history(), check)[check, column]
    assert told.size
    assert is_found(table.planted(plant, told.size), judged, check)
    half = [is_found(table.planted(each, told.size / 2), judged, check) for each in _both(plant)]
    assert not all(half)


@pytest.mark.parametrize(("unit", "plant", "size"), [("rows", make_infinite, 1), ("times", multiply, 2.5)])
def test_what_the_guards_would_catch_is_caught_in_real_files(trips, judged, unit, plant, size):
    """One infinite number; a column more than twice as large: less than that, honest columns do too."""
    table = trips()
    history = table.history()
    (told,) = [each for each in measured(history, judged(history, "guards")) if each.unit == unit]
    assert told.size == size
    assert is_found(table.planted(plant, size), judged, "guards")


def _both(plant):
    """Of a shift, up and down: only what is seen on both sides is told."""
    return [plant, shift_down] if plant is shift else [plant]


def test_the_sizes_of_a_quiet_table(trips, sensitivity):
    """3,000 rows a day within one in a hundred: a few percent of the rows, a point or two of nulls."""
    told = sensitivity(trips().history(), "row_count", "null_rate", "drift")
    assert told["row_count", None].says in ("5% lost rows", "6% lost rows", "8% lost rows")
    assert 1 <= told["null_rate", "age"].size <= 2.5
    assert told["null_rate", "age"].says.endswith("of nulls in `age`")
    assert 0.1 <= told["drift", "distance"].size <= 0.3
    assert told["drift", "distance"].says.startswith("a shift of 0.")
