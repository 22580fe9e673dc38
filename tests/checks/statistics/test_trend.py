"""Does a share grow? Weekday patterns do not confuse it, and it says when it cannot tell."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import theilslopes

from checks.statistics.trend import Direction, expit, log_odds, logit, share_trend, weekday_effect

ROWS = 40_000


def trend_of(shares, rows=ROWS, seed=0):
    counts = np.random.default_rng(seed).binomial(rows, shares)
    return share_trend(
        [int(each) for each in counts], [rows] * len(counts), [d % 7 for d in range(len(counts))]
    )


@given(st.floats(1e-6, 1 - 1e-6))
def test_expit_undoes_logit(share):
    """To nine digits."""
    assert expit(logit(share)) == pytest.approx(share, rel=1e-9)


@given(st.integers(1, 10**9))
def test_no_nulls_and_only_nulls_have_finite_odds(rows):
    """Half a row keeps 0 and 1 apart from infinity."""
    assert math.isfinite(log_odds(0, rows))
    assert log_odds(0, rows) == pytest.approx(-log_odds(rows, rows))


def test_a_growth_of_a_third_of_a_point_a_day_is_called_growing():
    """From 2 % on, ten days after it began, with the day it began on to within two days."""
    shares = [0.02] * 40 + [0.02 + 0.003 * day for day in range(1, 11)]
    found = trend_of(shares)
    assert found.direction is Direction.GROWING
    assert found.rise > 0.02
    assert abs(found.began - 40) <= 2


def test_the_rise_over_the_window_is_that_of_scipys_slope():
    """Theil–Sen over the last fourteen days, from where the line begins; no weekdays to take out."""
    counts = [800 + 17 * day for day in range(20)]
    found = share_trend(counts, [ROWS] * 20, [day % 7 for day in range(20)])
    series, days = np.array([log_odds(count, ROWS) for count in counts][-14:]), np.arange(14)
    slope = theilslopes(series, days)[0]
    start = float(np.median(series - slope * days))
    assert found.rise == pytest.approx(expit(start + slope * 13) - expit(start))


def test_a_steady_share_is_called_flat_after_28_days():
    """Before that it may be flat, but it is not claimed."""
    assert trend_of([0.03] * 28).direction is Direction.FLAT
    assert trend_of([0.03] * 27).direction is Direction.UNCLEAR
    assert trend_of([0.03] * 13).direction is Direction.UNCLEAR


def test_weekends_with_many_nulls_are_no_growth():
    """Whatever weekday the window ends on."""
    for last in range(49, 56):
        shares = [0.12 if day % 7 >= 5 else 0.03 for day in range(last)]
        assert trend_of(shares, seed=last).direction is Direction.FLAT


def test_a_growth_of_five_weeks_is_not_taken_for_a_weekday_pattern():
    """Only the effect of a weekday is removed, never its level."""
    assert trend_of([0.02 + 0.003 * day for day in range(35)]).direction is Direction.GROWING


def test_the_weekday_effect_is_recovered():
    """Mondays half a logit up are found to be that."""
    series = [0.5 if day % 7 == 0 else 0.0 for day in range(42)]
    effect = weekday_effect(series, [day % 7 for day in range(42)])
    assert effect[0] - effect[1] == pytest.approx(0.5)


def test_a_column_without_any_null_is_flat():
    """Nothing to divide by zero."""
    assert share_trend([0] * 42, [ROWS] * 42, [day % 7 for day in range(42)]).direction is Direction.FLAT
