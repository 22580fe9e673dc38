"""A share that no single day came near."""

import numpy as np
import pytest

from checks.statistics.beyond import is_beyond


def days(rows, share, wander, many, seed):
    """Counts of days whose log-odds wander by so much."""
    rng = np.random.default_rng(seed)
    odds = np.log(share / (1 - share)) + rng.normal(0, wander, many)
    return [(int(count), rows) for count in rng.binomial(rows, 1 / (1 + np.exp(-odds)))]


def test_a_tenth_of_few_rows_is_seen_where_three_rows_were_usual():
    """Counts of one to six a day make a restless log-odds, and yet fifty are no chance."""
    assert is_beyond(50, 500, days(500, 0.006, 0.1, 56, seed=1))
    assert not is_beyond(8, 500, days(500, 0.006, 0.1, 56, seed=1))


@pytest.mark.parametrize("rows", [200, 500, 5_000, 100_000])
@pytest.mark.parametrize("share", [0.0005, 0.006, 0.05, 0.3])
def test_a_share_that_wanders_is_not_beyond(rows, share):
    """By half in its log-odds, for a year: a handful of days among all of them at most."""
    known = days(rows, share, 0.4, 420, seed=2)
    found = [is_beyond(*known[at], known[at - 56 : at]) for at in range(56, 420)]
    assert sum(found) <= 1


def test_too_few_days_say_nothing():
    """Neither do days without rows."""
    assert not is_beyond(50, 500, [(3, 500)] * 27)
    assert not is_beyond(50, 500, [(3, 500)] * 27 + [(0, 0)])
    assert not is_beyond(0, 0, [(3, 500)] * 40)
