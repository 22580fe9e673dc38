"""On which days a partition is usually there."""

from datetime import date, timedelta

import pytest

from checks.statistics.habit import is_usual, longest_pause

MONDAY = date(2026, 1, 5)
WORKDAYS = [MONDAY + timedelta(days=at) for at in range(56) if at % 7 < 5]


def after(days):
    return MONDAY + timedelta(days=days)


@pytest.mark.parametrize(("days", "usual"), [(56, True), (60, True), (61, False), (62, False), (63, True)])
def test_workdays_are_learned(days, usual):
    """No Saturday, no Sunday."""
    assert is_usual(after(days), WORKDAYS, ()) is usual


def test_what_has_stopped_coming_stays_expected():
    """Two years later, too."""
    assert is_usual(after(728), WORKDAYS, ())


def test_two_are_needed_and_three_of_four():
    """A day that came once, or now and then, is not expected."""
    assert not is_usual(after(7), WORKDAYS[:5], ())
    assert is_usual(after(14), WORKDAYS[:10], ())
    every_other = [day for day in WORKDAYS if day.isocalendar().week % 2]
    assert not is_usual(after(56), every_other, ())
    assert not is_usual(after(0), [], ())


def test_days_off_are_neither_expected_nor_counted():
    """A Monday that is a holiday, and five Mondays that were."""
    mondays = {after(7 * week) for week in range(3, 8)}
    present = [day for day in WORKDAYS if day not in mondays]
    assert is_usual(after(56), present, mondays)
    assert not is_usual(after(56), present, ())
    assert not is_usual(after(56), WORKDAYS, [after(56)])


def test_the_longest_pause_is_that_of_late_and_of_few_partitions_anyway():
    """A pause of long ago is forgotten, unless there are hardly others; of too few nothing is said."""
    every_day = [date(2026, 1, 1) + timedelta(days=at) for at in range(60)]
    weeks = timedelta(weeks=8)
    assert longest_pause([date(2025, 11, 1), *every_day], weeks, 4) == 1
    monthly = [date(2025, 9, 1), date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]
    assert longest_pause(monthly, weeks, 4) == 31
    assert longest_pause(monthly[1:], weeks, 4) is None
