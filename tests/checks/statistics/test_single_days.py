"""Is a share as high as single days were anyway, or beyond all of them?"""

import numpy as np
import pytest

from checks.statistics.single_days import Day, is_beyond, is_common


def days(shares, rows=1_000, weekday=0):
    return [Day(round(share * rows), rows, (weekday + at) % 7) for at, share in enumerate(shares)]


CALM = [0.02] * 180
WET = [0.4 if at % 9 == 0 else 0.02 for at in range(180)]


def test_a_wet_day_among_wet_days_is_common():
    """Every ninth day lost four tenths of its values; after a calm half year it is news."""
    assert is_common(days([0.4]), days(WET))
    assert not is_common(days([0.4]), days(CALM))


def test_what_no_day_reached_is_not_common():
    """Six tenths, where four were usual; of a few rows that is chance."""
    assert not is_common(days([0.6]), days(WET))
    assert is_common(days([0.6], rows=20), days(WET, rows=20))


def test_what_lasts_is_not_common():
    """Single days are wet; three in a row are something else."""
    assert is_common(days([0.4, 0.4]), days(WET))
    assert not is_common(days([0.4, 0.4, 0.4]), days(WET))


def test_one_outage_makes_no_habit():
    """A week of it, in half a year, lets the next be as loud."""
    assert not is_common(days([0.4]), days([*CALM[:100], *[0.4] * 7, *CALM[:73]]))


def test_a_month_is_needed_to_know():
    """Wet or not."""
    assert not is_common(days([0.4]), days(WET[:27]))


@pytest.mark.parametrize(("weekday", "common"), [(6, True), (1, False)])
def test_what_is_usual_on_sundays_is_not_on_a_tuesday(weekday, common):
    """The pattern of weekdays is taken out first."""
    random = np.random.default_rng(1)
    shares = [(0.4 if at % 7 == 6 else 0.02) + random.uniform(0, 0.01) for at in range(140)]
    assert is_common(days([0.4], weekday=weekday), days(shares)) is common


def wandering(rows, share, wander, many, seed):
    """Days whose log-odds wander by so much."""
    rng = np.random.default_rng(seed)
    odds = np.log(share / (1 - share)) + rng.normal(0, wander, many)
    counts = rng.binomial(rows, 1 / (1 + np.exp(-odds)))
    return [Day(int(count), rows, at % 7) for at, count in enumerate(counts)]


def test_a_tenth_of_few_rows_is_seen_where_three_rows_were_usual():
    """Counts of one to six a day make a restless log-odds, and yet fifty are no chance."""
    known = wandering(500, 0.006, 0.1, 56, seed=1)
    assert is_beyond(Day(50, 500, 0), known)
    assert not is_beyond(Day(8, 500, 0), known)


@pytest.mark.parametrize("rows", [200, 500, 5_000, 100_000])
@pytest.mark.parametrize("share", [0.0005, 0.006, 0.05, 0.3])
def test_a_share_that_wanders_is_not_beyond(rows, share):
    """By half in its log-odds, for a year: a handful of days among all of them at most."""
    known = wandering(rows, share, 0.4, 420, seed=2)
    found = [is_beyond(known[at], known[at - 56 : at]) for at in range(56, 420)]
    assert sum(found) <= 1


@pytest.mark.parametrize("seed", range(4))
def test_a_share_that_is_wild_has_worse_days_than_its_worst(seed):
    """A standard deviation of 1.5 in log-odds: a year with one such day at most."""
    known = wandering(1_000, 0.02, 1.5, 420, seed=seed)
    found = [is_beyond(known[at], known[at - 56 : at]) for at in range(56, 420)]
    assert sum(found) <= 1


def test_too_few_days_are_beyond_nothing():
    """Neither are days without rows."""
    bad, three, none = Day(50, 500, 0), Day(3, 500, 0), Day(0, 0, 0)
    assert not is_beyond(bad, [three] * 27)
    assert not is_beyond(bad, [*[three] * 27, none])
    assert not is_beyond(none, [three] * 40)
    assert is_beyond(bad, [*[three] * 28, none])
