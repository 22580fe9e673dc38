"""Daily and weekly moments, whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadence import last_daily, last_weekly

START = datetime(2020, 1, 1, tzinfo=UTC)
NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-11-20T20:00:00", "2026-11-20T20:00:00"),  # Friday 15:00 in New York, winter
        ("2026-11-20T19:59:59", "2026-11-13T20:00:00"),
        ("2026-11-01T12:00:00", "2026-10-30T19:00:00"),  # the clocks went back that morning
        ("2026-11-06T19:30:00", "2026-10-30T19:00:00"),  # 14:30, though a week of hours has passed
        ("2026-11-06T20:00:00", "2026-11-06T20:00:00"),
    ],
)
def test_friday_at_three_is_friday_at_three_on_the_wall(now: str, last: str) -> None:
    """Daylight saving moves the moment, not the time."""
    moment = last_weekly(4, time(15), NEW_YORK, datetime.fromisoformat(f"{now}+00:00"))
    assert moment == datetime.fromisoformat(f"{last}+00:00")


def test_a_time_that_is_skipped_comes_an_hour_later_and_one_that_comes_twice_counts_once() -> None:
    """At 02:30 in Berlin in March and in October."""
    spring = last_daily(time(2, 30), BERLIN, datetime(2026, 3, 29, 12, tzinfo=UTC))
    assert spring == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for minutes in (0, 30, 60, 90):
        assert last_daily(time(2, 30), BERLIN, first + timedelta(minutes=minutes)) == first


@given(
    now=st.integers(0, 10 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    at=st.times().map(lambda each: each.replace(tzinfo=None, fold=0)),
    weekday=st.integers(0, 6),
)
def test_the_last_time_is_never_ahead_and_never_missed(now: datetime, at: time, weekday: int) -> None:
    """A day and a week back at most, give or take the hour of a change of clocks."""
    hour = timedelta(hours=1)
    assert timedelta(0) <= now - last_daily(at, BERLIN, now) <= timedelta(days=1) + hour
    assert timedelta(0) <= now - last_weekly(weekday, at, BERLIN, now) <= timedelta(days=7) + hour
    assert last_weekly(weekday, at, BERLIN, now) <= last_daily(at, BERLIN, now)
