"""Distances and chances agree with scipy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, ks_2samp

from checks.statistics.distance import adjust, calibrated_limit, ks_p_value, surprise


@settings(max_examples=40, deadline=None)
@given(st.integers(100, 3_000), st.integers(100, 3_000), st.integers(0, 2**32 - 1))
def test_the_p_value_is_that_of_ks_2samp(n, m, seed):
    """Scipy's asymptotic two-sided p-value, from D and the two sizes alone."""
    rng = np.random.default_rng(seed)
    found = ks_2samp(rng.normal(size=n), rng.normal(0.1, size=m), method="asymp")
    assert ks_p_value(found.statistic, n, m) == pytest.approx(found.pvalue, rel=1e-6, abs=1e-12)


def test_a_limit_needs_seven_clean_batches():
    """With six there is no limit, and nothing is claimed."""
    assert math.isnan(calibrated_limit([0.01] * 6, 0.05))
    assert calibrated_limit([0.01] * 7, 0.05) == 0.05


def test_two_bad_batches_of_28_do_not_hide_a_shift():
    """Mean and standard deviation would be spoilt by them; the median is not."""
    rng = np.random.default_rng(4)
    clean = list(np.abs(rng.normal(0.03, 0.005, 26)))
    assert calibrated_limit([*clean, 0.6, 0.7], 0.05) < 0.0995


def test_many_tests_are_corrected_for():
    """One p-value of .01 among a hundred is not news."""
    assert adjust([0.01] + [0.5] * 99)[0] > 0.4
    assert adjust([]) == []


@given(st.integers(0, 50), st.integers(50, 500), st.floats(0, 2))
def test_a_surprise_is_scipys_binomial_tail(count, rows, share):
    """A share above 1 counts as 1."""
    expected = binomtest(count, rows, min(1.0, share), alternative="greater").pvalue
    assert surprise(count, rows, share) == pytest.approx(expected)
