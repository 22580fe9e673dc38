"""How a limit came about: the history it rests on, what was left out of it, what would change it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from checks.calibration import calibration
from checks.data.drift import judge
from checks.verdict import Outcome

PERIOD = {"reference": {"from": "2026-01-05", "to": "2026-02-01"}}


@pytest.fixture
def feature(past):
    """The history of a feature whose daily means are given, from Monday 5 January 2026 on."""

    def build(means, rows=1_000, bad=None, columns=None, **table):
        rng = np.random.default_rng(1)
        built = past(columns=columns or {"x": {"drift": True}}, **table)
        for mean in means:
            built.add(rows=rows, values={"x": rng.normal(mean, 1, rows)})
        return replace(built.history(), bad=bad or {})

    return build


@pytest.mark.parametrize("table", [{}, PERIOD])
def test_it_shows_what_the_verdict_rests_on(feature, table):
    """Distance, limit and chance are those of the check; the limit is the largest of its parts."""
    history = feature([0.0] * 56 + [0.4], **table)
    (verdict,) = judge(history)
    said = calibration(history, "x")
    assert (said.outcome, verdict.outcome) == ("over the limit", Outcome.BREACH)
    assert round(said.distance, 4) == verdict.evidence["distance"]
    assert round(said.limit.value, 4) == verdict.evidence["limit"]
    assert said.p_adjusted == verdict.evidence["p_adjusted"]
    assert said.limit.value == max(said.floor, said.limit.median + 4 * said.limit.factor * said.limit.mad)
    assert (said.day, len(said.learned), len(said.reference_days)) == (date(2026, 3, 2), 28, 28)
    assert all(each.day < said.day for each in said.learned)


def test_a_batch_over_its_limit_is_shown_as_left_out(feature):
    """With its distance, and the limit of then."""
    said = calibration(feature([0.0] * 40 + [1.0] + [0.0] * 5), "x")
    (bad,) = said.left_out
    assert (bad.day, bad.distance > 0.3, bad.why.startswith("over its limit then, 0.")) == (
        date(2026, 2, 14),
        True,
        True,
    )
    assert bad.day not in {each.day for each in said.learned} | set(said.reference_days)


@pytest.mark.parametrize("table", [{}, PERIOD])
@pytest.mark.parametrize("about", ["x", None])
def test_days_that_are_known_to_be_bad_leave_the_baseline(feature, table, about):
    """Too small to be over the limit, they would widen it; days of the whole table leave it too."""
    means = [0.0] * 16 + [0.15] * 8 + [0.0] * 16
    days = frozenset(date(2026, 1, 21) + timedelta(days=at) for at in range(8))
    taught, known = feature(means, **table), feature(means, bad={about: days}, **table)
    (before, after) = (calibration(each, "x") for each in (taught, known))
    assert days & {each.day for each in before.learned}
    assert not days & ({each.day for each in after.learned} | set(after.reference_days))
    assert {each.day for each in after.left_out} >= days
    assert after.limit.learned < before.limit.learned


@pytest.mark.parametrize("bad", [range(9, 12), range(10, 14), range(7, 14), (0, 1, 26, 27)])
def test_bad_days_within_a_declared_period_do_not_deafen_it(feature, bad):
    """Nobody knew of them: they are unlike the others, leave reference and limit, and are named."""
    means = [0.8 if at in bad else 0.0 for at in range(28)] + [0.0] * 31
    (verdict,) = judge(feature([*means, 0.6], **PERIOD))
    assert (verdict.outcome, verdict.evidence["limit"] < 0.1) == (Outcome.BREACH, True)
    said = calibration(feature(means, **PERIOD), "x")
    days = {date(2026, 1, 5) + timedelta(days=at) for at in bad}
    assert {each.day for each in said.left_out if each.why.startswith("unlike the other days")} == days
    assert not days & ({each.day for each in said.learned} | set(said.reference_days))


def test_weekends_of_a_declared_period_stay(feature):
    """They are like other weekends; what half of the days are like is how the period was."""
    weekends = [1.0 if at % 7 >= 5 else 0.0 for at in range(56)]
    assert calibration(feature(weekends, **PERIOD), "x").left_out == []
    halves = [0.0] * 14 + [1.0] * 14 + [0.0] * 28
    said = calibration(feature(halves, **PERIOD), "x")
    assert [each for each in said.left_out if each.why.startswith("unlike")] == []


def test_bad_days_of_another_column_stay(feature):
    """What was wrong with one says nothing of the others."""
    day = frozenset({date(2026, 1, 20)})
    said = calibration(feature([0.0] * 40, bad={"y": day}), "x")
    assert said.left_out == []


def test_it_says_what_would_change_the_verdict(feature):
    """A floor that lets the batch pass; one that does not matter; from which shift on it is told."""
    changes = calibration(feature([0.0] * 56 + [0.4]), "x").changes
    distance = calibration(feature([0.0] * 56 + [0.4]), "x").distance
    assert f"a floor of {distance + 0.001:.3f} would let this batch pass" in changes
    (verdict,) = judge(
        feature([0.0] * 56 + [0.4], columns={"x": {"drift": {"floor": round(distance + 0.001, 3)}}})
    )
    assert verdict.outcome is Outcome.OK
    calm = calibration(feature([0.0] * 57), "x")
    assert calm.outcome == "within the limit"
    assert any(said.startswith("a D above 0.0") and "a shift of about 0." in said for said in calm.changes)


def test_before_seven_clean_batches_it_says_how_many_more(feature):
    """There is no limit, and no figure is made up."""
    said = calibration(feature([0.0] * 16), "x")
    assert (said.outcome, said.limit) == ("not enough data", None)
    assert said.changes == ["4 more clean batches would make a limit"]


def test_few_clean_batches_make_a_wide_limit(feature):
    """And what 28 of them would make of it is said."""
    changes = calibration(feature([0.0] * 27), "x").changes
    assert any("more clean batches like these would bring the limit to about 0.0" in said for said in changes)


@pytest.mark.parametrize(
    ("column", "said"),
    [("y", "usage has no column y: there are x"), ("x", "write tables.usage.columns.x.drift: true")],
)
def test_a_column_that_is_not_watched_is_answered_in_words(feature, column, said):
    """With what to change."""
    assert calibration(feature([0.0] * 30, columns={"x": {}}), column).endswith(said)


def test_a_table_without_a_partition_then_is_answered_in_words(past):
    """The column may be there since: all that is known is that nothing had come yet."""
    said = calibration(past(columns={"x": {"drift": True}}).history(), "x")
    assert said.startswith("not enough data: of usage no partition was known by ")


def test_a_declared_column_that_came_later_is_no_missing_column(feature):
    """As of an early day it had no data yet, which is said with the newest partition that was known."""
    history = feature([0.0] * 30, columns={"x": {"drift": True}, "later": {"drift": True}})
    said = calibration(history, "later")
    assert said.startswith("not enough data: it is not in the partition of ")
    assert said.endswith(", the newest by then: there are x")
