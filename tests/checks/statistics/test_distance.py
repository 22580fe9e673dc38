"""Distances and chances agree with scipy."""

import math
from time import process_time  # noqa: TID251 (how long it takes is what is tested)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, false_discovery_control, ks_2samp

from checks.statistics.distance import adjust, calibrated_limit, ks_p_value, surprise


@settings(max_examples=40, deadline=None)
@given(st.integers(270, 3_000), st.integers(270, 3_000), st.integers(0, 2**32 - 1))
def test_the_p_value_is_that_of_ks_2samp(n, m, seed):
    """Scipy's two-sided p-value to within 5 %, from D and the two sizes alone."""
    rng = np.random.default_rng(seed)
    found = ks_2samp(rng.normal(size=n), rng.normal(0.1, size=m), method="asymp")
    said = ks_p_value(found.statistic, n, m)
    assert said == pytest.approx(found.pvalue, rel=0.05 if found.pvalue > 1e-4 else 1, abs=1e-12)


@pytest.mark.parametrize("distance", [0.0001, 0.001, 0.01])
def test_a_large_table_is_no_reason_to_wait(distance):
    """The p-value of ten million rows takes no longer than that of a thousand; scipy's took seconds."""
    began = process_time()
    assert 0 <= ks_p_value(distance, 10_000_000, 40_000_000) <= 1
    assert process_time() - began < 0.1


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


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_correction_is_scipys(p_values):
    """Benjamini and Hochberg, in the order of the tests."""
    assert adjust(p_values) == pytest.approx(list(false_discovery_control(p_values)))


@given(st.integers(0, 50), st.integers(50, 500), st.floats(0, 2))
def test_a_surprise_is_scipys_binomial_tail(count, rows, share):
    """A share above 1 counts as 1."""
    expected = binomtest(count, rows, min(1.0, share), alternative="greater").pvalue
    assert surprise(count, rows, share) == pytest.approx(expected)
