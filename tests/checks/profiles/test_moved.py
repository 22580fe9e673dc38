"""Columns that were renamed, and values that stand one column further: recognised by what they hold."""

import numpy as np
import pytest

from checks.data.contract import judge
from checks.verdict import Outcome, Urgency

ROWS = 400
NAMES = ("id", "country", "quantity", "price", "started", "comment")


def a_day(seed):
    """A day of orders, with some wander from day to day."""
    random = np.random.default_rng(seed)
    return {
        "id": list(range(seed * ROWS, (seed + 1) * ROWS)),
        "country": random.choice(["DE", "FR", "US"], ROWS).tolist(),
        "quantity": random.poisson(4, ROWS).astype(float).tolist(),
        "price": (random.lognormal(4, 0.6, ROWS) * random.uniform(0.95, 1.05)).tolist(),
        "started": [f"2026-0{1 + at % 9}-1{at % 10}" for at in range(ROWS)],
        "comment": [None if random.random() < 0.7 else "fine, thanks" for _ in range(ROWS)],
    }


@pytest.fixture
def say(lake):
    """Verdicts on a last day after two weeks of good ones."""

    def said(last, days=14):
        for at in range(days):
            lake.parquet(f"day=2026-01-{at + 1:02}/a.parquet", a_day(at))
        lake.parquet(f"day=2026-01-{days + 1:02}/a.parquet", last)
        return list(judge(lake.history(days=days + 2)))

    return said


def test_a_good_day_is_ok(say):
    """Neither renamed nor shifted."""
    (verdict,) = say(a_day(99))
    assert verdict.outcome is Outcome.OK


@pytest.mark.parametrize("name", ["country", "price", "started", "comment"])
def test_a_renamed_column_is_recognised_by_its_values(say, name):
    """One finding instead of a missing and a new column."""
    last = {("other" if each == name else each): values for each, values in a_day(99).items()}
    (verdict,) = say(last)
    assert (verdict.column, verdict.evidence["kind"], verdict.urgency) == ("other", "renamed", Urgency.PAGE)
    assert f"column `{name}` seems to be called `other` now" in verdict.summary


def test_a_new_column_in_place_of_another_is_not_a_renamed_one(say):
    """Its values are others."""
    last = a_day(99)
    last["weight"] = [value * 40 for value in last.pop("price")]
    assert {(each.column, each.evidence["kind"]) for each in say(last)} == {
        ("price", "missing"),
        ("weight", "new"),
    }


def test_values_that_moved_one_column_to_the_right(say):
    """From a column that was left out on: each holds what stood before it."""
    good = a_day(99)
    values = [good["id"], [None] * ROWS, *(good[name] for name in NAMES[1:5])]
    (verdict,) = [
        each for each in say(dict(zip(NAMES, values, strict=True))) if each.evidence["kind"] == "shifted"
    ]
    assert verdict.column == ("quantity", "price", "started", "comment")
    assert "moved one column to the right: `quantity` holds what `country` held" in verdict.summary


def test_values_that_moved_one_column_to_the_left(say):
    """A field was dropped."""
    good = a_day(99)
    values = [good["id"], *(good[name] for name in NAMES[2:]), [None] * ROWS]
    (verdict,) = [
        each for each in say(dict(zip(NAMES, values, strict=True))) if each.evidence["kind"] == "shifted"
    ]
    assert verdict.column == ("country", "quantity", "price", "started")
    assert "to the left: `country` holds what `quantity` held" in verdict.summary


@pytest.mark.parametrize("seed", range(20, 30))
def test_honest_days_are_neither(say, seed):
    """However they wander."""
    last = a_day(seed)
    last["price"] = [value * 1.1 for value in last["price"]]
    (verdict,) = say(last)
    assert verdict.outcome is Outcome.OK


WEATHER = ("station", "temp", "dewp", "soil", "wind", "gust", "rain", "pressure")


def a_day_of_weather(seed, season=0.0):
    """Columns that resemble each other and wander: the dew point follows the temperature."""
    random = np.random.default_rng(seed)
    hours = np.sin(np.linspace(0, 2 * np.pi, 72))
    temp = 38 + season + random.normal(0, 9) + random.uniform(4, 12) * hours
    dewp = temp - random.uniform(2, 40)
    wind = np.abs(random.normal(random.uniform(5, 20), 4, 72))
    calm = random.random(72) < 0.7
    return {
        "station": random.integers(1, 4, 72).astype(float).tolist(),
        "temp": temp.tolist(),
        "dewp": dewp.tolist(),
        "soil": (1.4 * (dewp - 20) + 15 + random.normal(0, 14)).tolist(),
        "wind": wind.tolist(),
        "gust": [None if still else 1.4 * blows for still, blows in zip(calm, wind, strict=True)],
        "rain": (random.exponential(0.1, 72) * (random.random() < 0.3)).tolist(),
        "pressure": (1017 + random.normal(0, 7) + random.normal(0, 2, 72)).tolist(),
    }


@pytest.fixture
def say_of_weather(lake):
    """What is said to have moved on a last day after four weeks of weather."""
    for at in range(28):
        lake.parquet(f"day=2026-01-{at + 1:02}/a.parquet", a_day_of_weather(at))

    def said(last):
        lake.parquet("day=2026-01-29/a.parquet", last)
        found = list(judge(lake.history(days=30)))
        return [each.column for each in found if each.evidence.get("kind") == "shifted"]

    return said


def test_a_dew_point_like_the_temperature_of_other_days_is_weather(say_of_weather):
    """On honest days nothing has moved, though a day is calmer than all days together, or warmer."""
    days = [a_day_of_weather(seed, season=seed % 3 * 8.0) for seed in range(100, 118)]
    assert not any(say_of_weather(day) for day in days)


def test_a_shift_among_similar_columns_is_found_by_those_that_differ(say_of_weather):
    """The whole frame moved by one: gusts, rain and pressure betray it on its first day."""
    for seed in range(100, 104):
        good = a_day_of_weather(seed)
        values = [[None] * 72, *(good[name] for name in WEATHER[:-1])]
        (moved,) = say_of_weather(dict(zip(WEATHER, values, strict=True)))
        assert moved[-2:] == ("rain", "pressure")
