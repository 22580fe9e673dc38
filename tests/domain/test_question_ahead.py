"""Which days to come are meant."""

from datetime import UTC, datetime

import pytest

from bot.domain.question_ahead import UNCLEAR, Ahead, ahead_in

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "begins", "ends"),
    [
        ("tomorrow", "2026-11-21T00:00", "2026-11-22T00:00"),
        ("the day after tomorrow", "2026-11-22T00:00", "2026-11-23T00:00"),
        ("on monday", "2026-11-23T00:00", "2026-11-24T00:00"),
        ("on thursday", "2026-11-26T00:00", "2026-11-27T00:00"),
        ("on friday", "2026-11-20T12:00", "2026-11-21T00:00"),
        ("this weekend", "2026-11-21T00:00", "2026-11-23T00:00"),
        ("this week", "2026-11-20T12:00", "2026-11-23T00:00"),
        ("next week", "2026-11-23T00:00", "2026-11-30T00:00"),
    ],
)
def test_days_to_come_are_those_of_the_calendar(said: str, begins: str, ends: str) -> None:
    """What is over of today does not count."""
    ahead = ahead_in(said)
    assert ahead is not None
    wanted = tuple(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (begins, ends))
    assert ahead.bounds(FRIDAY, UTC) == wanted


def test_on_a_sunday_the_weekend_is_what_is_left_of_it() -> None:
    """And next week begins tomorrow."""
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    assert Ahead("weekend").bounds(sunday, UTC) == (sunday, monday)
    assert Ahead("next week").bounds(sunday, UTC)[0] == monday


@pytest.mark.parametrize(
    "said",
    ["next friday", "monday or tuesday", "until monday", "every monday", "next month"],
)
def test_other_days_are_not_guessed(said: str) -> None:
    """An answer about another day is worse than none."""
    assert ahead_in(said) is UNCLEAR
