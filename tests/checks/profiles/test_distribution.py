"""Knots bound the truth with certainty: atoms, ties, infinities and merged parts included."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.stats import ks_2samp

from checks.profiles.distribution import Distribution, knots, ks_at_most, ks_distance, merge

some_values = st.one_of(
    st.integers(-3, 3).map(float), st.floats(-1e300, 1e300), st.sampled_from([np.inf, -np.inf, 0.0, -0.0])
)
samples = arrays.arrays(np.float64, st.integers(2, 120), elements=some_values)
many = st.integers(1, 30)


def dist(*parts, k=1_000):
    return Distribution(tuple(knots(np.asarray(part, float), k) for part in parts))


def bounds(one, other):
    return ks_distance(one, other), ks_at_most(one, other)


@settings(max_examples=60, deadline=None)
@given(st.lists(samples, min_size=1, max_size=4), st.lists(samples, min_size=1, max_size=4), many)
def test_the_bounds_of_d_contain_scipys_d(batch, reference, k):
    """However coarse the knots, and however many loads and days were merged."""
    exact = ks_2samp(np.concatenate(batch), np.concatenate(reference), method="asymp").statistic
    low, high = bounds(dist(*batch, k=k), dist(*reference, k=k))
    assert low - 1e-12 <= exact <= high + 1e-12


@settings(max_examples=50, deadline=None)
@given(samples, st.lists(samples, min_size=1, max_size=3))
def test_where_all_values_are_kept_d_is_scipys_to_the_last_digit(batch, reference):
    """A batch of up to a thousand rows loses nothing."""
    exact = ks_2samp(batch, np.concatenate(reference), method="asymp").statistic
    assert bounds(dist(batch), dist(*reference)) == (exact, exact)


def test_a_million_rows_are_known_to_a_few_thousandths():
    """An atom (30 % zeros) does not widen the interval."""
    rng = np.random.default_rng(5)
    one, other = rng.normal(size=200_000), rng.normal(0.1, 1, size=200_000)
    one[:60_000] = other[:60_000] = 0.0
    low, high = bounds(dist(one), dist(other))
    assert low <= ks_2samp(one, other, method="asymp").statistic <= high
    assert high - low < 0.003


@settings(max_examples=50, deadline=None)
@given(samples, many)
def test_every_heavy_value_and_both_ends_are_knots(values, k):
    """And between two knots lies less than 1/K of the rows."""
    found = knots(values, k)
    distinct, counts = np.unique(values, return_counts=True)
    assert set(distinct[counts > len(values) / k]) <= set(found.values)
    assert found.values[0] == values.min()
    assert found.values[-1] == values.max()
    gaps = np.append(found.below[1:], found.rows) - found.upto
    assert np.all(gaps * k < len(values))


@settings(max_examples=50, deadline=None)
@given(st.lists(samples, min_size=1, max_size=3), many, some_values)
def test_the_share_at_or_below_any_point_is_bounded(parts, k, point):
    """Points between the knots too."""
    values, found, at = np.concatenate(parts), dist(*parts, k=k), np.array([point])
    for bounds, exact in (
        (found.share_upto(at), np.mean(values <= point)),
        (found.share_below(at), np.mean(values < point)),
    ):
        assert bounds[0][0] - 1e-12 <= exact <= bounds[1][0] + 1e-12


@settings(max_examples=50, deadline=None)
@given(st.lists(samples, min_size=1, max_size=3))
def test_quantiles_are_those_of_the_values(parts):
    """The smallest value at or below which that share lies (numpy's inverted_cdf)."""
    values = np.concatenate(parts)
    for share in (0.01, 0.5, 0.99, 1.0):
        assert dist(*parts).quantile(share) == np.quantile(values, share, method="inverted_cdf")


@settings(max_examples=30, deadline=None)
@given(st.lists(samples, min_size=3, max_size=3), many)
def test_merging_does_not_mind_the_order(parts, k):
    """(a + b) + c = a + (b + c) = c + (b + a), in all the numbers that are asked of them."""
    one, two, three = (dist(part, k=k) for part in parts)
    merged = [
        merge([merge([one, two]), three]),
        merge([one, merge([two, three])]),
        merge([three, merge([two, one])]),
    ]
    probe = dist(parts[0] * 0.5, k=k)
    assert len({bounds(probe, each) for each in merged}) == 1
    assert len({(each.rows, each.low, each.high, each.quantile(0.3)) for each in merged}) == 1


def test_nan_is_no_value():
    """It is counted elsewhere; nothing but NaN is no distribution at all."""
    assert knots(np.array([np.nan, 1.0, np.nan]), 10).rows == 1
    assert knots(np.array([np.nan]), 10).rows == 0
    assert merge([Distribution(()), dist([np.nan])]).parts == ()


def test_an_unchanged_batch_is_no_distance_away():
    """Both bounds are zero where everything is kept."""
    assert bounds(dist([1, 2, 3]), dist([1, 2], [3])) == (0.0, 0.0)


def test_disjoint_batches_are_as_far_apart_as_can_be():
    """D is 1, from below and from above."""
    assert bounds(dist(np.arange(5_000)), dist(np.arange(9_000, 9_900))) == pytest.approx((1.0, 1.0))
