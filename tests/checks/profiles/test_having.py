"""Which partitions tell something of a column."""

from datetime import date, timedelta

from checks.profiles.having import having
from checks.profiles.profile import ColumnProfile, Profile

COLUMN = {"a": ColumnProfile()}


def on(day, rows, columns):
    return Profile(partition=date(2026, 1, 5) + timedelta(days=day), rows=rows, columns=columns)


def test_the_last_ones_are_told_oldest_first():
    """Days without rows, and those on which the column was not there yet, do not count among them."""
    days = [on(0, 9, COLUMN), on(1, 9, {}), on(2, 9, COLUMN), on(3, 0, COLUMN), on(4, 9, COLUMN)]
    assert having(days, "a") == [days[0], days[2], days[4]]
    assert having(days, "a", 2) == [days[2], days[4]]
    assert having(days, "b", 2) == []
