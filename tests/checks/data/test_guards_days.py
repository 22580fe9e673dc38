"""A filter off by one day, in any time of a partition; and one value that suddenly holds many rows."""

from datetime import date, timedelta

import numpy as np
import pytest

from checks.data.guards import judge
from checks.verdict import Outcome, Urgency

ROWS, DAYS = 400, 20


def window(day, first, last, seed, rows=ROWS):
    """Days from so many after the partition's to so many, both included."""
    random = np.random.default_rng(seed)
    return [day + timedelta(days=int(each)) for each in random.integers(first, last + 1, rows)]


@pytest.fixture
def say(lake):
    """What is said of the last of three weeks; a day is made by its date and number."""

    def said(usual, last, **declared):
        for at in range(DAYS + 1):
            day = date(2026, 1, 1) + timedelta(days=at)
            made = (usual if at < DAYS else last)(day, at)
            lake.parquet(f"day={day}/a.parquet", made)
        return list(judge(lake.history(days=DAYS + 2, **declared)))

    return said


def week(day, at):
    """The orders of a week that ends with the partition's day."""
    return {"ordered": window(day, -6, 0, at)}


def next_month(day, at):
    """What is due from the partition's day on."""
    return {"due": window(day, 0, 29, at, rows=2_000)}


def test_a_week_that_ends_a_day_too_early(say):
    """The newest day is missing."""
    (verdict,) = say(week, lambda day, at: {"ordered": window(day, -7, -1, at)})
    assert "`ordered` of Wed 21 Jan is never on the partition's day; it ended with it" in verdict.summary
    assert (verdict.evidence["kind"], verdict.urgency) == ("off_by_one_day", Urgency.PAGE)


def test_a_week_that_ends_a_day_too_late(say):
    """Half of tomorrow is in it."""
    (verdict,) = say(week, lambda day, at: {"ordered": window(day, -5, 1, at)})
    assert "of the rows after the partition's day; it ended with it" in verdict.summary


def test_days_on_which_a_column_was_text_are_no_history(say):
    """A text of dates becomes a date: it never stood on the partition's day, and that is nothing new."""

    def written(day, at):
        return {"started": [str(each) for each in window(date(2022, 1, 1), -700, 700, at)]}

    found = say(written, lambda day, at: {"started": window(date(2022, 1, 1), -700, 700, at)})
    assert [each.outcome for each in found] == [Outcome.OK]


@pytest.mark.parametrize(("first", "last"), [(1, 30), (-1, 28)])
def test_a_month_that_begins_a_day_off(say, first, last):
    """A day too late, a day too early."""
    (verdict,) = say(next_month, lambda day, at: {"due": window(day, first, last, at, rows=2_000)})
    assert "it began with it: a filter that is off by a day?" in verdict.summary


@pytest.mark.parametrize(
    "last",
    [
        lambda day, at: {"ordered": window(day, -6, 0, at)},
        lambda day, at: {"ordered": [*window(day, -6, 0, at), day + timedelta(days=1)]},
        lambda day, at: {"ordered": window(day, -30, 0, at)},
        lambda day, at: {"ordered": [None] * ROWS},
        lambda day, at: {"ordered": [day] * ROWS},
    ],
)
def test_honest_times_are_quiet(say, last):
    """One stray row, a longer window, no time at all, all on one day."""
    (verdict,) = say(week, last)
    assert verdict.outcome is Outcome.OK


def test_times_that_never_kept_to_the_day_are_quiet(say):
    """Contracts end when they end."""
    (verdict,) = say(
        lambda day, at: {"ends": window(day, -90 + at % 5, 90, at)},
        lambda day, at: {"ends": window(day, 1, 90, at)},
    )
    assert verdict.outcome is Outcome.OK


def ages(day, at):
    """Grown-ups."""
    return {"age": np.random.default_rng(at).integers(18, 90, ROWS)}


def with_value(value, share):
    return lambda day, at: {"age": np.where(np.arange(ROWS) < share * ROWS, value, ages(day, at)["age"])}


def test_a_value_that_suddenly_holds_many_rows(say):
    """30 % are −5: nobody's list of sentinels has it, and nobody watches the column."""
    (verdict,) = say(ages, with_value(-5, 0.3), columns={"age": {}})
    assert "30% of `age` are one value, which never was 1% of them before" in verdict.summary
    assert (verdict.evidence["kind"], verdict.failing.low, verdict.affected) == ("mass_point", -5, 120)
    (verdict,) = say(ages, with_value(-5, 0.3), columns={"age": {"share": True}})
    assert "30% of `age` are -5" in verdict.summary


@pytest.mark.parametrize(
    ("columns", "last"),
    [
        ({"age": {}}, ages),
        ({"age": {}}, with_value(44, 0.3)),
        ({"age": {}}, with_value(-5, 0.03)),
        ({"age": {"null_rate": True}}, with_value(-999, 0.3)),
        ({"age": {"drift": True}}, with_value(-5, 0.3)),
        ({}, with_value(-5, 0.3)),
    ],
)
def test_what_is_told_elsewhere_or_is_nothing_new_is_quiet(say, columns, last):
    """An age that there always was, a few rows, what null_rate and drift tell; undeclared columns."""
    (verdict,) = say(ages, last, columns=columns)
    assert verdict.outcome is Outcome.OK


def test_a_batch_number_is_another_every_day(say):
    """A value that is new day by day says nothing."""
    (verdict,) = say(*[lambda day, at: {"batch": [at] * ROWS}] * 2, columns={"batch": {}})
    assert verdict.outcome is Outcome.OK
