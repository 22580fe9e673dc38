"""How much of a day's deviation is left on the next."""

import numpy as np
import pytest

from checks.statistics.wander import Wander


def of(deviations, days=None):
    found = Wander()
    for day, each in zip(days or range(10, 10 + len(deviations)), deviations, strict=True):
        found.add(day, each)
    return found.share()


def wandering(memory, days=112, seed=1):
    rng, values = np.random.default_rng(seed), [0.0]
    for _ in range(days):
        values.append(memory * values[-1] + rng.normal())
    return values[1:]


def test_a_table_that_wanders_inherits_about_as_much_as_it_remembers():
    """The mean over many tables, less what chance makes of nothing."""
    assert np.mean([of(wandering(0.6, seed=seed)) for seed in range(60)]) == pytest.approx(0.52, abs=0.06)


def test_days_that_are_independent_inherit_next_to_nothing():
    """What chance brings is taken off."""
    assert np.mean([of(wandering(0, seed=seed)) for seed in range(60)]) < 0.05


def test_only_the_last_112_days_count():
    """What a table was like before then is forgotten."""
    recent = wandering(0.7)
    assert of([3.0, -3.0] * 40 + recent) == pytest.approx(of(recent), abs=0.05)


def test_days_that_do_not_follow_each_other_say_nothing():
    """One a week: no share is claimed."""
    assert of(wandering(0.7), list(range(0, 7 * 112, 7))) == 0
    assert of([]) == 0
