"""Too few of something rare: exact tests, and a walk that never learns a loss."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom, binom

from checks.statistics.rare import VANISHED, chance, dispersion, mornings, walk

COUNTS = st.lists(st.integers(0, 60), min_size=20, max_size=60)


@given(st.integers(0, 40), st.integers(0, 400), st.floats(0.1, 100))
def test_without_more_than_chance_it_is_the_binomial(seen, before, expected):
    """Of all events together, the share of the newer span."""
    if seen + before:
        exact = binom.cdf(seen, seen + before, expected / (expected + before))
        assert chance(seen, before, expected) == pytest.approx(exact, rel=1e-9, abs=1e-300)


@given(st.integers(0, 40), st.integers(1, 400), st.floats(0.1, 100), st.floats(1.01, 20))
def test_with_more_it_is_the_beta_binomial(seen, before, expected, phi):
    """As scipy.stats has it."""
    exact = betabinom.cdf(seen, seen + before, expected / (phi - 1), before / (phi - 1))
    assert chance(seen, before, expected, phi) == pytest.approx(exact, rel=1e-6, abs=1e-12)


@given(st.integers(10, 400), st.floats(1, 100), st.floats(1.1, 20))
def test_days_that_differ_more_make_none_at_all_more_likely(before, expected, phi):
    """So chance alone can be asked first."""
    assert chance(0, before, expected, phi) >= chance(0, before, expected) * (1 - 1e-9)


@given(COUNTS, st.integers(1, 5))
def test_more_rows_and_as_many_more_events_differ_as_much_by_volume(counts, times):
    """What counts is the rate."""
    volumes = np.full(len(counts), 1_000.0)
    if sum(counts):
        one, other = (dispersion(np.array(counts, float), volumes * each) for each in (1, times))
        assert one == pytest.approx(other)
        assert one >= 1


@given(COUNTS)
def test_an_ordinary_day_is_never_too_few(counts):
    """Whatever came before, as many as ever came are no loss."""
    told = walk([*counts, 60], [1_000] * (len(counts) + 1), [False] * (len(counts) + 1))
    assert told.low is None or told.low.seen < told.low.expected


@given(st.integers(5, 50), st.integers(0, 1_000))
def test_what_vanished_stays_told_until_it_is_back(rate, seed):
    """Since the same day; and what came before decides, not what came since."""
    counts = np.random.default_rng(seed).poisson(rate, 60)
    counts[-1] = rate
    told = list(mornings([*counts, *[0] * 40], [1_000] * 100))[60:]
    begun = [low for low in told if low is not None and low.vanished]
    assert begun
    assert all(low is not None for low in told[told.index(begun[0]) :])
    assert len({low.first for low in begun}) == 1
    assert begun[0].p < VANISHED
