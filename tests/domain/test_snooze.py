"""Until when somebody wants to hear nothing, as people say it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.snooze import NotUnderstoodError, until

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 3, 27, 15, tzinfo=UTC)
"""The clocks change on that Sunday."""


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("", "2026-03-27T16:00"),
        ("30m", "2026-03-27T15:30"),
        ("2 h", "2026-03-27T17:00"),
        ("3d", "2026-03-30T15:00"),
        ("Tomorrow", "2026-03-28T08:00"),
        ("monday", "2026-03-30T07:00"),
        ("fri", "2026-04-03T07:00"),
    ],
)
def test_how_long_and_until_when(said: str, moment: str) -> None:
    """A day means its morning on the wall; the weekday of today is that of next week."""
    assert until(said, FRIDAY, BERLIN) == datetime.fromisoformat(f"{moment}+00:00")


@pytest.mark.parametrize("said", ["1m", "15d", "3w", "0h", "9999d"])
def test_not_for_ever_and_not_for_nothing(said: str) -> None:
    """What is to rest for longer is resolved."""
    with pytest.raises(NotUnderstoodError, match="from five minutes to 2 weeks"):
        until(said, FRIDAY, BERLIN)


def test_what_makes_no_sense_is_answered_with_what_does() -> None:
    """With examples."""
    with pytest.raises(NotUnderstoodError, match="like 30m, 2h or 3d"):
        until("a while", FRIDAY, BERLIN)
