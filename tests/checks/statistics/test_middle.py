"""Middle and spread of a few values of which some may be bad."""

import numpy as np
import pytest
from scipy.stats import norm, trim_mean

from checks.statistics.middle import OF_NORMAL, deviation, middle


@pytest.mark.parametrize("many", [1, 2, 3, 7, 8, 28])
def test_the_middle_is_scipys_trimmed_mean(many):
    """A quarter is cut from either side."""
    values = np.random.default_rng(many).normal(size=many)
    assert middle(list(values)) == pytest.approx(trim_mean(values, 0.25))


def test_the_spread_estimates_a_normal_standard_deviation():
    """And its scale is the published integral."""
    assert pytest.approx(2 * (norm.pdf(0) - norm.pdf(norm.ppf(0.95))) / 0.9, abs=1e-4) == OF_NORMAL
    assert deviation(list(np.random.default_rng(1).normal(0, 3, 20_000))) == pytest.approx(3, rel=0.02)


def test_one_value_in_ten_may_be_bad():
    """It moves neither by much."""
    values = [*np.random.default_rng(2).normal(0, 1, 90), *[1e6] * 10]
    assert deviation(values) < 1.4
    assert abs(middle(values)) < 0.3
