"""Days of a period that are unlike the others."""

import pytest

from checks.statistics.outlying import outlying


def places(values, weekly=7):
    """Of days with these values, whose distance is their difference."""
    weekdays = [at % weekly for at in range(len(values))]
    return outlying(weekdays, lambda one, other: abs(values[one] - values[other]), 0.05)


@pytest.mark.parametrize("days", [(4,), (3, 4, 5, 6), (7, 14), tuple(range(8, 17)), (0, 27)])
def test_up_to_a_third_of_the_days_are_found(days):
    """One of them, a block longer than a week, two of one weekday."""
    assert places([1.0 if at in days else 0.01 * (at % 3) for at in range(28)]) == set(days)


def test_more_than_a_third_are_how_the_period_was():
    """Nobody can tell which half is meant."""
    assert places([0.0] * 14 + [1.0] * 14) == frozenset()
    assert len(places([0.0] * 17 + [1.0] * 11)) <= 28 // 3


def test_a_weekday_that_is_always_unlike_stays():
    """A Sunday is compared with Sundays; a first one with nothing."""
    assert places([1.0 if at % 7 == 6 else 0.0 for at in range(28)]) == frozenset()
    assert places([0.0] * 6 + [1.0, 0.0]) == frozenset()


def test_a_period_of_a_trend_is_kept_whole():
    """Its first days are unlike its last ones, and like their neighbours."""
    assert places([0.02 * at for at in range(90)]) == frozenset()


def test_a_long_period_asks_of_each_day_for_a_dozen_distances():
    """Of a year, all pairs would be nine thousand of each feature."""
    asked = []
    outlying([at % 7 for at in range(365)], lambda *pair: asked.append(pair) or 0.0, 0.05)
    assert len(asked) < 12 * 365
