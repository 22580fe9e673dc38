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
