"""A growth stays one until it is undone."""

import numpy as np

from checks.statistics.growth import growth

ROWS = 40_000


def found(shares, rows=ROWS, seed=1):
    counts = [int(count) for count in np.random.default_rng(seed).binomial(rows, shares)]
    return growth(counts, [rows] * len(counts), [day % 7 for day in range(len(counts))])


def test_a_growth_knows_its_beginning_and_what_was_before():
    """Within two days, and to a tenth."""
    grown = found([0.02] * 50 + [0.02 + 0.003 * day for day in range(1, 11)])
    assert abs(grown.began - 50) <= 2
    assert abs(grown.before - 0.02) < 0.002


def test_a_growth_from_nothing_is_a_growth():
    """A thousand rows, hardly ever a null, then a third of a point more each day."""
    grown = found([0.001] * 34 + [0.001 + 0.003 * day for day in range(1, 12)], rows=960)
    assert abs(grown.began - 34) <= 2


def test_it_stays_open_on_a_plateau_and_closes_when_it_is_undone():
    """Half of what is needed is not enough to stay."""
    rise = [0.02] * 50 + [0.02 + 0.003 * day for day in range(1, 15)]
    assert found(rise + [0.062] * 40).began == found(rise).began
    assert found([*rise, 0.02]) is None


def test_nothing_is_called_within_four_weeks():
    """The weekdays are not known yet."""
    assert found([0.02 + 0.003 * day for day in range(27)]) is None
    assert found([0.02 + 0.003 * day for day in range(28)]) is not None


def test_a_handful_of_nulls_more_is_chance_in_a_small_table():
    """Sixty rows a day."""
    counts = [0, 1, 0, 1, 1, 0, 0] * 6 + [0, 1, 1, 1, 2, 1, 1]
    assert growth(counts, [60] * 49, [day % 7 for day in range(49)]) is None


def test_a_step_is_no_growth():
    """However long ago it was."""
    for days in (2, 5, 9, 13):
        assert found([0.02] * 50 + [0.08] * days) is None
