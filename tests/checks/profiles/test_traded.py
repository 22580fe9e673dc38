"""A sentinel that was always there and rises as nulls fall; NULL that is written as an empty text."""

import numpy as np
import pytest

from checks.data.null_rate import judge
from checks.verdict import Outcome, Urgency

ROWS, DAYS = 2_000, 24


def ages(seed, value, held, nulls):
    """So much of a value and so many nulls, all wandering by a tenth from day to day."""
    random = np.random.default_rng(seed)
    drawn = random.random(ROWS)
    held, nulls = held * random.uniform(0.9, 1.1), nulls * random.uniform(0.9, 1.1)
    usual = random.integers(18, 90, ROWS)
    return [
        value if at < held else None if at < held + nulls else int(age)
        for at, age in zip(drawn, usual, strict=True)
    ]


@pytest.fixture
def say(lake):
    """What is said of the last of three weeks."""

    def said(usual, *last):
        for at in range(DAYS + len(last)):
            made = usual if at < DAYS else last[at - DAYS]
            lake.parquet(f"day=2026-01-{1 + at:02}/a.parquet", {"x": made(at)})
        (verdict,) = judge(lake.history(days=DAYS + len(last) + 1, columns={"x": {"null_rate": True}}))
        return verdict

    return said


@pytest.mark.parametrize("value", [-999, 0])
def test_a_sentinel_that_was_there_and_rises_as_nulls_fall(say, value):
    """From 2 % to 7 %, while NULL falls from 5 % to nothing; two days later it is told as of the first."""
    verdict = say(lambda at: ages(at, value, 0.02, 0.05), *[lambda at: ages(at, value, 0.07, 0)] * 3)
    assert f"{value} is " in verdict.summary
    assert "missing values in disguise; nulls fell from 5" in verdict.summary
    assert (verdict.evidence["kind"], verdict.urgency, len(verdict.bad)) == ("disguised", Urgency.PAGE, 3)
    assert verdict.failing.low == value


def test_null_that_is_written_as_an_empty_text(say):
    """The sum is the same, and whoever reads NULL reads something else now."""

    def texts(at, empty):
        return ["" if empty and age is None else age and "grown up" for age in ages(at, None, 0, 0.05)]

    verdict = say(lambda at: texts(at, empty=False), lambda at: texts(at, empty=True))
    assert "of `x` are an empty text where NULL stood: it fell from 4.9%" in verdict.summary
    assert verdict.summary.endswith("to 0%")
    assert (verdict.evidence["kind"], verdict.urgency) == ("blank", Urgency.TICKET)
    assert verdict.failing.what == "blank"


def test_null_that_is_written_as_nan(say):
    """As pandas does where it writes numbers."""

    def numbers(at, missing):
        return [missing if age is None else float(age) for age in ages(at, None, 0, 0.05)]

    verdict = say(lambda at: numbers(at, None), lambda at: numbers(at, float("nan")))
    assert "of `x` are NaN where NULL stood" in verdict.summary


@pytest.mark.parametrize(
    ("held", "nulls"), [(0.02, 0.05), (0.02, 0.0), (0.022, 0.048), (0.05, 0.05), (0.0, 0.02)]
)
def test_honest_days_are_quiet(say, held, nulls):
    """The nulls are mended, a few more zeros come in, or both; none took the other's place."""
    verdict = say(lambda at: ages(at, 0, 0.02, 0.05), lambda at: ages(at, 0, held, nulls))
    assert verdict.outcome is Outcome.OK


def test_wandering_shares_are_quiet(past, lake):
    """Twelve weeks of zeros and nulls that come and go apart from each other, with weekends."""
    random = np.random.default_rng(3)
    found = []
    for at in range(84):
        held = 0.2 * random.uniform(0.5, 1.5) * (2 if at % 7 > 4 else 1)
        day = np.datetime64("2026-01-05") + at
        lake.parquet(f"day={day}/a.parquet", {"x": ages(at, 0, held, 0.05 * random.uniform(0.3, 1.7))})
    profiles = lake.profiles(columns={"x": {"null_rate": True}})
    table = past(columns={"x": {"null_rate": True}})
    for day, profile in profiles.items():
        table.add(on=day, rows=profile.rows, columns=profile.columns, schema=profile.schema)
        found += [
            each.summary
            for each in judge(table.history())
            if each.evidence.get("kind") in ("disguised", "blank")
        ]
    assert found == []
