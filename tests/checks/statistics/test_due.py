"""Wall clocks and the moments that they mean."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.statistics.due import LearnedDue, moment

NEW_YORK = ZoneInfo("America/New_York")
ZONES = st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"])


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        ("2026-03-08T01:59", "2026-03-08T06:59"),
        ("2026-03-08T02:30", "2026-03-08T07:30"),  # does not exist: an hour later by the clock
        ("2026-11-01T01:30", "2026-11-01T06:30"),  # exists twice: the second
        ("2026-11-01T02:00", "2026-11-01T07:00"),
    ],
)
def test_nights_with_23_and_25_hours(wall, utc):
    """In New York."""
    due = moment(datetime.fromisoformat(wall), NEW_YORK)
    assert due == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), ZONES)  # noqa: DTZ001 (clocks on walls)
def test_the_clock_shows_what_was_declared_unless_it_skips_it(wall, name):
    """Whatever the zone; then it shows a little more."""
    zone = ZoneInfo(name)
    shown = moment(wall, zone).astimezone(zone).replace(tzinfo=None)
    assert timedelta(0) <= shown - wall <= timedelta(hours=1)


@pytest.mark.parametrize("zone", [UTC, NEW_YORK])
def test_a_job_may_follow_either_clock(zone):
    """Learned in winter; on the first morning of summer time nobody is late."""
    window = LearnedDue(NEW_YORK)
    finished = [datetime(2026, 3, day + 1, 5, tzinfo=zone) for day in range(1, 9)]
    for day in range(1, 28):
        at = datetime(2026, 2, day + 1, 5, tzinfo=zone)
        window.learn(date(2026, 2, day), at.astimezone(UTC), late=False)
    for day, at in zip(range(1, 9), finished, strict=True):
        assert at.astimezone(UTC) <= window.of(date(2026, 3, day))
    assert window.runs == 27
