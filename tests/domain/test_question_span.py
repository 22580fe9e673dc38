"""Which days are meant."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.question_span import Span, span_in

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday


@pytest.mark.parametrize(
    ("said", "begins", "ends"),
    [
        ("last week", "2026-11-09T00:00", "2026-11-16T00:00"),
        ("this week", "2026-11-16T00:00", "2026-11-20T12:00"),
        ("yesterday", "2026-11-19T00:00", "2026-11-20T00:00"),
        ("last night", "2026-11-19T18:00", "2026-11-20T12:00"),
        ("on friday", "2026-11-13T00:00", "2026-11-14T00:00"),
        ("last weekend", "2026-11-14T00:00", "2026-11-16T00:00"),
        ("this weekend", "2026-11-14T00:00", "2026-11-16T00:00"),
        ("last month", "2026-10-01T00:00", "2026-11-01T00:00"),
        ("in the last two weeks", "2026-11-06T12:00", "2026-11-20T12:00"),
        ("last 24 hours", "2026-11-19T12:00", "2026-11-20T12:00"),
    ],
)
def test_days_are_those_of_the_calendar(said: str, begins: str, ends: str) -> None:
    """Weeks begin on Monday; what has not come yet does not count."""
    span = span_in(said)
    assert span is not None
    wanted = tuple(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (begins, ends))
    assert span.bounds(NOON, UTC) == wanted


def test_a_day_begins_at_midnight_where_people_are() -> None:
    """In New York it is still the evening before."""
    zone = ZoneInfo("America/New_York")
    begins, _ = Span("today").bounds(datetime(2026, 11, 20, 3, tzinfo=UTC), zone)
    assert begins == datetime(2026, 11, 19, tzinfo=zone)


@pytest.mark.parametrize(("said", "begins"), [("this weekend", "2026-11-21"), ("last weekend", "2026-11-14")])
def test_on_a_sunday_the_last_weekend_is_over(said: str, begins: str) -> None:
    """This one goes on."""
    span = span_in(said)
    assert span is not None
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert span.bounds(sunday, UTC)[0] == datetime.fromisoformat(begins).replace(tzinfo=UTC)


def test_nonsense_names_no_days() -> None:
    """Nor does a number of days that is none."""
    assert span_in("what broke") is None
    assert span_in("the last 0 days") is None
    assert span_in("the last 999 weeks") == Span("last 366 days")
