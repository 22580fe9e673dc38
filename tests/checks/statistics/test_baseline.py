"""A baseline that follows weekdays, and that bad days never enter."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import median_abs_deviation, norm

from checks.statistics.baseline import Walk, small_sample_factor, spread, walk

WEEK = [0, 1, 2, 3, 4, 5, 6]


def levels(values, **how):
    return walk(values, [at % 7 for at in range(len(values))], **({"floor": 0.05} | how))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_the_spread_is_scipys_median_absolute_deviation(values):
    """Scaled so that it estimates a normal standard deviation."""
    assert spread(values) == pytest.approx(median_abs_deviation(values, scale="normal"), rel=1e-4, abs=1e-9)


@pytest.mark.parametrize(("batches", "factor"), [(7, 1.80), (14, 1.29), (28, 1.13)])
def test_few_batches_make_a_wider_limit(batches, factor):
    """The published factors for 7, 14 and 28 batches."""
    assert small_sample_factor(batches) == pytest.approx(factor, abs=0.01)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.sampled_from([0.0, 0.01, 0.3, 2.0, -1.0]), min_size=2, max_size=80),
    st.lists(st.integers(0, 79), max_size=6),
)
def test_going_on_from_the_day_before_is_judging_anew(values, moments):
    """Up to any day, in any order: what was learned from other days is forgotten."""
    weekdays, so_far = [at % 7 for at in range(len(values))], Walk(0.05)

    def early(day, peers, _):
        return values[day] > 1 + max(values[peer] for peer in peers)

    for many in [*moments, len(values)]:
        days, known = weekdays[: many + 1], values[: many + 1]
        found, anew = so_far.upto(known, days, early), walk(known, days, floor=0.05, early=early)
        assert repr(found) == repr(anew)  # NaN is not equal to itself


def test_a_constant_history_does_not_mean_never_an_alarm():
    """A spread of zero is not a division by zero that scores nothing."""
    found = levels([math.log(1000)] * 56 + [math.log(1100)])
    assert found[-1].high


def test_the_tested_day_is_not_in_its_own_baseline():
    """Twice as much, at a day-to-day spread of 10 %, is seen nearly every time."""
    rng = np.random.default_rng(1)
    caught = 0
    for _ in range(200):
        values = np.log(1000) + rng.normal(0, 0.1, 57)
        values[-1] = np.log(1000) + math.log(2) + rng.normal(0, 0.1)
        caught += levels(list(values))[-1].high
    assert caught >= 185


def test_weekdays_are_compared_with_themselves():
    """A Sunday with a tenth of the rows is a Sunday."""
    values = [math.log(100 if at % 7 == 6 else 1000) for at in range(70)]
    assert not any(level.high for level in levels(values))


def test_a_day_is_judged_once_four_of_its_weekday_are_known():
    """Before that, nothing is claimed."""
    found = levels([1.0] * 42)
    assert [level.judged for level in found] == [False] * 28 + [True] * 14


def test_a_skipped_day_is_neither_judged_nor_learned_from():
    """A holiday leaves no trace in the baseline."""
    values, skip = [1.0] * 60, [False] * 60
    values[49], skip[49] = -5.0, True
    found = levels(values, skip=skip)
    assert not found[49].judged
    assert found[56].expected == 1.0
    assert all(level.expected == 1.0 for level in found[57:])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(-0.04, 0.04), min_size=49, max_size=80),
    st.lists(st.floats(0.8, 5.0), min_size=1, max_size=30),
)
def test_a_bad_day_never_enters_the_baseline(quiet, bad):
    """However long they last, bad days are judged exactly as the first of their weekday would have been."""
    found = levels([*quiet, *bad])
    assert all(level.high for level in found[len(quiet) :])
    expected = {at % 7: found[at].expected for at in range(len(quiet), len(found))}
    assert all(found[at].expected == expected[at % 7] for at in range(len(quiet), len(found)))


@given(st.lists(st.floats(-1.0, 1.0), max_size=120))
def test_whether_limits_are_wanted_changes_no_judgement(values):
    """Of a day that is far below the floor the spread decides nothing, and need not be known."""
    quick, exact = levels(values, floor=0.3), levels(values, floor=0.3, limits=True)
    assert [each.side for each in quick] == [each.side for each in exact]
    assert [each.judged for each in quick] == [each.judged for each in exact]


def test_under_normal_noise_the_limit_is_beyond_three_and_a_half_standard_deviations():
    """So that a table is not in the wrong more than once in years."""
    rng = np.random.default_rng(3)
    found = levels(list(rng.normal(0, 1, 400)), floor=0.0, limits=True)
    limits = [level.limit for level in found[120:]]
    assert norm.ppf(0.9998) < np.median(limits) < 6
