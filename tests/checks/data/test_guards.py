"""Infinities, NaN, a column scaled once more, rows of another day."""

import numpy as np
import pytest

from checks.data.guards import judge
from checks.profiles.profile import ColumnProfile
from checks.profiles.slices import Slices
from checks.profiles.values import Values
from checks.verdict import Outcome, Urgency

ROWS = 1_000


def said(table, columns, kind="float64"):
    for column in columns:
        table.add(rows=ROWS, columns={"x": column}, schema=(("x", kind),))
    (verdict,) = judge(table.history())
    return verdict


def infinite(rows):
    return ColumnProfile(values=Values(infinite=rows))


def scaled(mean, sd, rows=ROWS):
    return ColumnProfile(values=Values(finite=rows, mean=mean, variance=sd**2))


def test_the_first_infinity_is_told(past):
    """One row is enough; the history has none."""
    verdict = said(past(), [infinite(0)] * 20 + [infinite(1)])
    assert "`x` is infinite in 1 row of " in verdict.summary
    assert "never before" in verdict.summary
    assert (verdict.failing.what, verdict.urgency) == ("infinite", Urgency.TICKET)


def test_infinities_that_stay_are_told_as_long(past):
    """With the day they began on."""
    assert len(said(past(), [infinite(0)] * 20 + [infinite(9)] * 9).bad) == 9


def test_infinities_of_every_sunday_are_named_as_such(past):
    """Five Sundays, and on no other day."""
    verdict = said(past(), [infinite(3 if day % 7 == 6 else 0) for day in range(35)])
    assert "every Sunday (4 of the 4 before), and on no other day" in verdict.summary


def test_nan_that_comes_and_goes_is_no_news(past):
    """Once a week or so, on any day."""
    counts = [1 if day in (3, 8, 18, 23, 30) else 0 for day in range(31)]
    assert said(past(), [ColumnProfile(nan=count) for count in counts]).outcome is Outcome.OK


def test_nan_of_a_watched_column_is_the_null_rates_to_tell(past):
    """From one percent on; fewer are told here."""
    table = past(columns={"x": {"null_rate": True}})
    assert said(table, [ColumnProfile()] * 20 + [ColumnProfile(nan=300)]).outcome is Outcome.OK
    table = past(columns={"x": {"null_rate": True}})
    assert said(table, [ColumnProfile()] * 20 + [ColumnProfile(nan=3)]).evidence["kind"] == "nan"


@pytest.mark.parametrize(
    ("mean", "sd", "words"),
    [
        (0.0, 1.0, "standardised once more"),
        (40.0 / 12, 1.0, "divided by its own standard deviation once more"),
        (0.4, 0.12, "divided by 100"),
        (40.0 * 2.54, 12.0 * 2.54, "given in centimetres instead of inches"),
        ((40.0 - 32) / 1.8, 12.0 / 1.8, "given in Celsius instead of Fahrenheit"),
    ],
)
def test_a_column_that_was_scaled_is_named_by_what_was_done(past, mean, sd, words):
    """Mean and standard deviation fit together."""
    rng = np.random.default_rng(1)
    usual = [scaled(40 + rng.normal(0, 0.4), 12 * (1 + rng.normal(0, 0.02))) for _ in range(30)]
    verdict = said(past(), [*usual, scaled(mean, sd), scaled(mean, sd)])
    assert words in verdict.summary
    assert (len(verdict.bad), verdict.urgency) == (2, Urgency.PAGE)


def test_honest_columns_stay_quiet(past):
    """Wander, weekdays, growth, a heavy tail, a counter: half a year of each, not one finding."""
    rng = np.random.default_rng(2)
    shapes = {
        "wander": lambda day: rng.normal(50 + rng.normal(0, 2), 10 * rng.uniform(0.9, 1.1), 400),
        "weekday": lambda day: rng.normal(80 if day % 7 >= 5 else 50, 20 if day % 7 >= 5 else 10, 400),
        "growth": lambda day: rng.normal(50 + day, 10 + day / 10, 400),
        "tail": lambda day: rng.lognormal(0, 2, 400),
        "counter": lambda day: np.arange(day * 400.0, (day + 1) * 400.0),
        "standard": lambda day: rng.normal(0, 1, 400),
    }
    table, found = past(), []
    for day in range(180):
        drawn = {name: shape(day) for name, shape in shapes.items()}
        columns = {name: scaled(each.mean(), each.std(), 400) for name, each in drawn.items()}
        table.add(rows=400, columns=columns)
        found += [each.summary for each in judge(table.history()) if each.outcome is Outcome.BREACH]
    assert found == []


def test_a_filter_that_is_off_by_a_day(past):
    """A quarter of the rows is of the day before; before, the time zone moved a few."""
    usual = [ColumnProfile(values=Values(before_day=30 + at % 7)) for at in range(20)]
    late = ColumnProfile(values=Values(before_day=250))
    verdict = said(past(event_time="x"), [*usual, late, late], "timestamp(6)")
    assert "25% of the rows" in verdict.summary
    assert (verdict.evidence["kind"], len(verdict.bad)) == ("off_by_one_day", 2)
    assert said(past(event_time="x"), usual, "timestamp(6)").outcome is Outcome.OK


def test_events_of_long_ago_are_no_filter_that_is_off_by_a_day(past):
    """Freshness tells how old they are; what is a day off beside them is told."""
    table = past(event_time="x")

    def day(before, old):
        table.add(
            rows=1_000,
            columns={"x": ColumnProfile(values=Values(before_day=before))},
            schema=[("x", "timestamp(6)")],
            slices=Slices(ages={48: old} if old else {}),
        )
        return next(judge(table.history()))

    for _ in range(10):
        day(0, 0)
    assert day(300, 300).outcome is Outcome.OK
    verdict = day(400, 300)
    assert (verdict.affected, verdict.evidence["kind"]) == (100, "off_by_one_day")


def test_a_young_table_is_not_judged(past):
    """Seven partitions are needed, and that is said."""
    assert said(past(), [infinite(0)] * 5).outcome is Outcome.NOT_ENOUGH_DATA


def test_a_good_word_about_few_rows_says_what_it_could_not_look_at(past):
    """Infinities are seen in any number of rows, a scale is not; of a key nobody asks for it."""
    few = said(past(), [scaled(50, 10, rows=60)] * 20)
    assert few.outcome is Outcome.OK
    assert few.summary.endswith("; could not look at the scale of `x` (fewer than 200 numbers in it)")
    assert "could not" not in said(past(key=["x"]), [scaled(50, 10, rows=60)] * 20).summary
    assert "could not" not in said(past(), [scaled(50, 10)] * 20).summary


def test_a_column_that_became_its_own_mean_is_no_crash(past):
    """One value where many were is no scale, and the check goes on: it became the mean in all rows."""
    verdict = said(past(), [scaled(40, 10)] * 20 + [scaled(40, 0)])
    assert verdict.outcome is Outcome.OK
