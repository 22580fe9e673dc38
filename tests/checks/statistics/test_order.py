"""Slopes and orders are scipy's, without its second of start-up."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau, theilslopes

from checks.statistics.order import kendall_p, theil_sen

STEPS = st.lists(st.integers(-4, 4), min_size=14, max_size=28)
REALS = st.lists(st.floats(-1e3, 1e3), min_size=14, max_size=28, unique=True)


@given(STEPS | REALS)
def test_the_slope_and_its_interval_are_scipys(series):
    """With ties and without."""
    slope, _, low, high = theilslopes(series, np.arange(len(series)), 0.9)
    assert theil_sen(np.asarray(series, float), 0.9) == pytest.approx((slope, low, high))


def test_two_days_have_a_slope():
    """It is the step between them."""
    assert theil_sen(np.array([1.0, 3.0]), 0.9) == (2, 2, 2)


@given(STEPS | REALS)
def test_the_chance_of_an_order_is_scipys(series):
    """Exact where no two days are alike, by the normal distribution where some are."""
    expected = kendalltau(np.arange(len(series)), series).pvalue
    assert kendall_p(np.asarray(series, float)) == pytest.approx(expected, rel=1e-9, abs=1e-15, nan_ok=True)


def test_a_series_that_never_changes_has_no_order():
    """Then nothing is said."""
    assert math.isnan(kendall_p(np.ones(20)))
