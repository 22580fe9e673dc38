"""Where in a day the counts part from what they count on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.statistics.stretch import stretch


@given(first=st.integers(0, 22), many=st.integers(1, 12), seed=st.integers(0, 10_000))
def test_hours_that_lost_all_their_rows_are_found(first, many, seed):
    """Wherever they begin, and however long it lasts: chance moves no edge."""
    end = min(24, first + many)
    usual = np.full(24, 200.0)
    rows = np.random.default_rng(seed).poisson(usual).astype(float)
    rows[first:end] = 0
    found = stretch(rows, usual, less=True, times=4 / 3)
    assert (found.first, found.end, found.count) == (first, end, 0)


@given(seed=st.integers(0, 10_000), share=st.floats(0.1, 3))
def test_hours_that_all_lost_alike_are_no_stretch(seed, share):
    """A tenth of the rows, or three times as many."""
    usual = np.random.default_rng(seed).uniform(500, 2_000, 24)
    assert stretch(usual * share, usual, less=True, times=4 / 3) is None
    assert stretch(usual * share, usual, less=False, times=4 / 3) is None


@pytest.mark.parametrize("less", [True, False])
def test_nothing_at_all_is_no_stretch(less):
    """An empty day, one without an hour, and a few rows."""
    assert stretch([], [], less=less, times=2) is None
    assert stretch([0.0] * 24, [0.0] * 24, less=less, times=2) is None
    assert stretch([0.0] * 24, [100.0] * 24, less=less, times=2) is None
    assert stretch([1.0] * 6 + [0.0] * 6, [1.0] * 12, less=less, times=2) is None


def test_quiet_hours_before_it_do_not_belong_to_it():
    """Where nothing is usual nothing is missing."""
    usual = [100.0] * 6 + [0.0] * 6 + [100.0] * 12
    found = stretch([100.0] * 6 + [0.0] * 6 + [0.0] * 6 + [100.0] * 6, usual, less=True, times=2)
    assert (found.first, found.end) == (12, 18)
