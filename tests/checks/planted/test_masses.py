"""Numbers that many rows share, of which larger ones come more often."""

import numpy as np
import pytest

from checks.planted._masses import deviation, is_discrete, shifted, tilted


def mean_of(distribution):
    (part,) = distribution.parts
    return np.average(part.values, weights=part.upto - part.below)


def test_counts_are_discrete_and_measures_are_not(of):
    """By whether rows share their value."""
    rng = np.random.default_rng(1)
    assert is_discrete(of(rng.poisson(5, 5_000)))
    assert not is_discrete(of(rng.normal(size=5_000)))


@pytest.mark.parametrize("by", [-1.0, -0.1, 0.1, 1.0])
def test_a_tilt_moves_the_mean_and_makes_no_new_values(of, by):
    """Of counts by a Poisson law it makes counts by a Poisson law: the variance goes with the mean."""
    values = of(np.random.default_rng(1).poisson(5, 50_000))
    moved = tilted(values, by)
    assert mean_of(moved) == pytest.approx(mean_of(values) + by, abs=0.01)
    assert set(moved.grid) <= set(values.grid)
    assert moved.rows == values.rows
    assert deviation(moved, discrete=True) ** 2 == pytest.approx(mean_of(moved), rel=0.15)


def test_a_shift_moves_every_value(of):
    """Of measures, as if it were added to each of them; what is known of them stays as sure."""
    values = np.random.default_rng(1).normal(size=5_000)
    moved, true = shifted(of(values), 0.3), of(values + 0.3)
    np.testing.assert_array_equal(moved.grid, true.grid)
    np.testing.assert_array_equal(moved.share_upto(true.grid), true.share_upto(true.grid))


def test_a_value_of_many_rows_stays_where_it_is(of):
    """A third of the days without rain stay without, and no new value holds many rows."""
    rain = np.random.default_rng(1).gamma(2, size=3_000)
    rain[::3] = 0
    moved = shifted(of(rain), 0.5)
    point = np.array([0.0])
    assert moved.share_upto(point)[0] - moved.share_below(point)[1] == pytest.approx(1 / 3, abs=0.001)
    assert moved.quantile(0.75) == of(rain).quantile(0.75) + 0.5
    assert moved.rows == 3_000


def test_a_mean_cannot_leave_the_values(of):
    """Asked for more than there is, all rows hold the largest."""
    assert tilted(of([0, 0, 1, 1, 2] * 20), 100.0).quantile(0.01) == 2


@pytest.mark.parametrize("values", [[3.0] * 50, [1.0, 1.0, np.inf, np.inf]])
def test_what_has_no_spread_has_no_deviation(of, values):
    """A constant, and infinities."""
    assert deviation(of(values), discrete=True) is None
