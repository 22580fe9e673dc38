"""A baseline that follows honest growth, and that no loss enters."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.statistics.following import follow

MONDAY = date(2026, 1, 5)


def levels(values, skip=None, first=MONDAY):
    days = [first + timedelta(days=at) for at in range(len(values))]
    return follow(list(values), days, floor=math.log(1.05), skip=skip or [False] * len(values))


def growing(days, a_day, noise, seed=1):
    """The logarithm of rows that grow by a share a day, with fewer at weekends."""
    rng, at = np.random.default_rng(seed), np.arange(days)
    return math.log(40_000) + a_day * at - 0.4 * (at % 7 >= 5) + rng.normal(0, noise, days)


def told(found):
    return [at for at, level in enumerate(found) if level.high or level.low]


@pytest.mark.parametrize("a_day", [-0.004, 0.001, 0.004, 0.008])
def test_honest_growth_is_quiet_all_year(a_day):
    """At 1 % noise, where the limit is five percent: less than a fortnight of growth."""
    assert told(levels(growing(420, a_day, 0.01))) == []


@pytest.mark.parametrize("a_day", [0, 0.004, 0.008])
def test_a_lasting_loss_of_an_eighth_is_told_every_day_while_the_table_grows(a_day):
    """Growth of two months makes up for the loss, and it is still one."""
    values = growing(260, a_day, 0.01)
    values[200:] += math.log(0.88)
    assert told(levels(values)) == list(range(200, 260))


def test_growth_that_sets_in_is_learned():
    """From one day on a table grows by 0.4 % a day; nobody is told."""
    values = growing(400, 0, 0.01) + 0.004 * np.maximum(0, np.arange(400) - 150)
    assert told(levels(values)) == []


def test_a_surplus_that_stays_is_told_for_four_weeks_and_then_a_loss_from_it_is_seen():
    """Else a table with a new source could lose all but what it had before."""
    values = growing(260, 0, 0.01)
    values[100:] += math.log(1.5)
    values[200:] += math.log(0.8)
    assert told(levels(values)) == [*range(100, 128), *range(200, 260)]


def test_a_dip_of_one_day_is_told_on_that_day_alone():
    """The day after is a fresh ok."""
    values = growing(200, 0.004, 0.01)
    values[150] += math.log(0.88)
    assert told(levels(values)) == [150]


def test_the_day_after_a_small_dip_is_over_when_it_is_nearly_back():
    """Seven percent, then 2.5: nobody is told of 2.5 % because of yesterday."""
    values = growing(120, 0, 0.004)
    values[118] += math.log(1.07)
    values[119] += math.log(1.025)
    assert told(levels(values)) == [118]


def test_what_a_wandering_table_inherits_of_yesterday_is_expected():
    """A table that is off for days on end is judged by what is new today."""
    rng, level, values = np.random.default_rng(4), 0.0, []
    for _ in range(400):
        level = 0.8 * level + rng.normal(0, 0.03)
        values.append(level)
    apart = np.std([each.residual for each in levels(values)[200:]])
    assert apart < 0.8 * np.std(values[200:])


def test_a_constant_history_does_not_mean_never_an_alarm():
    """A spread of zero is not a division by zero that scores nothing."""
    assert levels([math.log(1000)] * 56 + [math.log(900)])[-1].low


def test_days_that_are_missing_stop_no_clock():
    """Three weeks without a partition, and the table has grown meanwhile."""
    values = growing(200, 0.006, 0.01)
    days = [MONDAY + timedelta(days=at) for at in range(200)]
    there = [at for at in range(200) if not 120 <= at < 141]
    found = follow(
        [values[at] for at in there], [days[at] for at in there], floor=math.log(1.05), skip=[False] * 179
    )
    assert told(found) == []


def test_a_skipped_day_is_neither_judged_nor_learned_from():
    """A holiday leaves no trace in the baseline."""
    values, skip = [1.0] * 60, [False] * 60
    values[49], skip[49] = -5.0, True
    found = levels(values, skip)
    assert not found[49].judged
    assert all(level.expected == pytest.approx(1.0) for level in found[56:])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(-0.04, 0.04), min_size=49, max_size=80),
    st.lists(st.floats(0.8, 5.0), min_size=1, max_size=60),
)
def test_a_loss_never_enters_the_baseline(quiet, bad):
    """However long it lasts, it is measured by the trend from before it."""
    found = levels([*quiet, *(-drop for drop in bad)])
    assert all(level.low for level in found[len(quiet) :])
    for at in range(len(quiet) + 8, len(found)):
        step = found[at].expected - found[at - 7].expected
        assert step == pytest.approx(found[len(quiet) + 8].expected - found[len(quiet) + 1].expected)


def test_a_weekday_that_changed_alone_is_told_three_times_and_then_known():
    """A new timetable of Saturdays: between them every day is as ever."""
    values = [1.0] * 70 + [1.08 if at % 7 == 5 else 1.0 for at in range(70, 140)]
    assert [at // 7 for at in told(levels(values))] == [10, 11, 12]


def test_single_days_that_are_off_by_different_ways_are_never_a_new_level():
    """Three bad Saturdays of which no two agree."""
    bad = {75: 0.6, 82: 0.8, 89: 1.3, 96: 0.4}
    assert told(levels([bad.get(at, 1.0) for at in range(120)])) == list(bad)
