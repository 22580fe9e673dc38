"""Bad only on Mondays, or only on public holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar_pattern import pattern

MONDAY = date(2026, 10, 5)
DAYS = [MONDAY + timedelta(days=at) for at in range(28)]


def test_four_bad_mondays_of_four_weeks_are_told() -> None:
    """With how many there were, and that no other day was bad."""
    found = pattern(DAYS[::7], DAYS, ())
    assert str(found) == "only on Mondays: 4 of 4 Mondays, 0 of 24 other days"


def test_three_bad_holidays_are_told_as_such() -> None:
    """Also where they all are Mondays: that is why."""
    off = [DAYS[0], DAYS[7], DAYS[14]]
    assert (
        str(pattern(off, DAYS, off)) == "only on public holidays: 3 of 3 public holidays, 0 of 25 other days"
    )


@pytest.mark.parametrize(
    ("bad", "days"),
    [
        (DAYS[:8:7], DAYS),  # two are too few
        ([*DAYS[::7], DAYS[3]], DAYS),  # a Thursday too
        (DAYS[::7], DAYS[::7]),  # nothing but Mondays was looked at
        ([*DAYS[:21:7]], DAYS[:16]),  # three of so few days may be chance
        ((), DAYS),
    ],
)
def test_what_may_be_chance_is_not_told(bad: list[date], days: list[date]) -> None:
    """It takes three, of many days."""
    assert pattern(bad, days, ()) is None


@given(st.sets(st.sampled_from(DAYS)), st.sets(st.sampled_from(DAYS)))
def test_whatever_is_told_holds(bad: set[date], off: set[date]) -> None:
    """All bad days are of that kind, and none of the others."""
    found = pattern(bad, DAYS, off)
    if found:
        assert len(bad) == found.bad <= found.of
        assert found.of + found.others == len(DAYS)
        assert found.p < 0.01
