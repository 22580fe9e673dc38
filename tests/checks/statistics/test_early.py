"""What is bad while there is little to compare with: clearly worse than every comparable day."""

from datetime import date, timedelta

import pytest

from checks.statistics.early import bad_days
from checks.statistics.following import follow


def halved(rows):
    """Fewer than half of the least."""
    return lambda day, peers, _: rows[day] < 0.5 * min(rows[peer] for peer in peers)


def bad(rows, weekdays=None):
    """The days that are bad, counted from a Monday."""
    found = bad_days(weekdays or [day % 7 for day in range(len(rows))], halved(rows))
    return [day for day, is_bad in enumerate(found) if is_bad]


@pytest.mark.parametrize("days", range(1, 20))
def test_half_of_everything_gone_is_seen_from_the_second_day_on(days):
    """Whatever weekday it is."""
    assert bad([100] * days + [49]) == [days]
    assert bad([100] * days + [51]) == []


def test_a_first_day_has_nothing_to_be_compared_with():
    """Nor does nothing at all."""
    assert bad([5]) == []
    assert bad([]) == []


def test_the_first_weekend_may_be_bad_and_the_second_is_not():
    """By then it is known what a weekend is like; a Monday that is like one is bad."""
    weeks = [30 if day % 7 >= 5 else 100 for day in range(21)]
    assert bad(weeks) == [5, 6]
    assert bad([*weeks, 30]) == [5, 6, 21]


def test_a_wild_day_is_not_told_again_when_it_comes_again():
    """Up to three in a row are learned once they are over."""
    assert bad([100] * 8 + [40] + [100] * 6 + [40] + [100]) == [8]


def test_a_loss_that_lasts_is_not_learned():
    """From Wednesday on, for three weeks."""
    assert bad([100, 100] + [30] * 21) == list(range(2, 23))


def test_what_was_found_early_never_enters_the_baseline():
    """Two months later it is still too low."""
    rows = [100.0 + day % 3 for day in range(20)] + [30.0] * 60
    days = [date(2026, 1, 5) + timedelta(days=at) for at in range(80)]
    levels = follow(rows, days, floor=5, skip=[False] * 80, early=halved(rows))
    assert all(level.low for level in levels[20:])
    assert not any(level.low for level in levels[:20])
