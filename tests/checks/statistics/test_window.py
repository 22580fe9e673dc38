"""Learned windows: how often they are wrong, and what they do not forget."""

import numpy as np
import pytest

from checks.statistics.window import FLOOR, RUNS_TO_JUDGE, Window

WEEKEND = np.array([0, 0, 0, 0, 0, 40, 60])


def late_days(minutes):
    """Lets a window judge and learn day by day; which days were late, and how many were judged."""
    window, late, judged = Window(), [], 0
    for day, minute in enumerate(minutes):
        due = window.due(day % 7)
        judged += due is not None
        is_late = due is not None and minute > due
        late += [day] if is_late else []
        window.learn(day % 7, minute, late=is_late)
    return late, judged


@pytest.mark.parametrize(
    ("noise", "a_year"),
    [
        (lambda rng, n: rng.normal(0, 5, n), 1),
        (lambda rng, n: rng.normal(0, 20, n), 1),
        (lambda rng, n: rng.normal(0, 8, n) + np.cumsum(rng.normal(0, 1.5, n)), 1),
        (lambda rng, n: 10 * rng.standard_t(3, n), 5),
        (lambda rng, n: 20 * rng.lognormal(0, 0.6, n), 9),
    ],
)
def test_honest_jobs_are_seldom_late(noise, a_year):
    """With later weekends; noise of five and of twenty minutes, a slow wander, heavy tails, a skew."""
    rng = np.random.default_rng(7)
    late = judged = 0
    for _ in range(20):
        said, days = late_days(300 + WEEKEND[np.arange(200) % 7] + noise(rng, 200))
        late, judged = late + len(said), judged + days
    assert 365 * late / judged <= a_year


def test_two_hours_are_late_even_with_noise():
    """On whatever weekday; once three of that weekday are known."""
    rng = np.random.default_rng(7)
    minutes = 300 + WEEKEND[np.arange(60) % 7] + rng.normal(0, 20, 60)
    for day in range(30, 60, 5):
        spoiled = minutes.copy()
        spoiled[day] += 150
        assert day in late_days(spoiled)[0]


def test_eight_runs_are_needed():
    """Then a quarter of an hour is allowed."""
    window = Window()
    for day in range(RUNS_TO_JUDGE):
        assert window.due(day % 7) is None
        window.learn(day % 7, 300, late=False)
    assert window.due(1) == 300 + FLOOR


def test_what_is_late_is_not_learned_until_it_has_been_for_eight_runs():
    """A week of late days does not move the window, eight in a row do."""
    minutes = [300] * 28 + [480] * 7 + [300] + [480] * 10
    assert late_days(minutes)[0] == [*range(28, 35), *range(36, 44)]
