"""Which hours are meant."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import understand
from bot.domain.question_ahead import UNCLEAR as NO_DAYS
from bot.domain.question_ahead import Ahead, ahead_in
from bot.domain.question_hours import UNCLEAR, clocks_in, hours_in, of_today
from bot.domain.question_names import Names
from bot.domain.question_span import UNCLEAR as NO_SPAN
from bot.domain.question_span import Span, dates_in, span_in

AFTERNOON = datetime(2026, 11, 20, 16, tzinfo=UTC)  # a Friday
BERLIN = ZoneInfo("Europe/Berlin")


def past(said: str) -> Span | None:
    """The time that is over."""
    rest, dates = dates_in(said)
    rest, clock = clocks_in(rest)
    rest = of_today(rest)
    return span_in(rest, hours_in(rest, clock), dates)


def to_come(said: str) -> Ahead | None:
    """The time to come."""
    rest, dates = dates_in(said)
    rest, clock = clocks_in(rest)
    rest = of_today(rest)
    return ahead_in(rest, hours_in(rest, clock), dates)


@pytest.mark.parametrize(
    ("said", "begins", "ends"),
    [
        ("at 3", "2026-11-20T15:00", "2026-11-20T15:00"),
        ("at 5", "2026-11-20T05:00", "2026-11-20T05:00"),
        ("at 3 am", "2026-11-20T03:00", "2026-11-20T03:00"),
        ("at three in the morning", "2026-11-20T03:00", "2026-11-20T03:00"),
        ("at 3 in the afternoon", "2026-11-20T15:00", "2026-11-20T15:00"),
        ("at 11 pm", "2026-11-19T23:00", "2026-11-19T23:00"),
        ("at 12", "2026-11-20T12:00", "2026-11-20T12:00"),
        ("around midnight", "2026-11-20T00:00", "2026-11-20T00:00"),
        ("03:30", "2026-11-20T03:30", "2026-11-20T03:30"),
        ("at 12 am", "2026-11-20T00:00", "2026-11-20T00:00"),
        ("yesterday at noon", "2026-11-19T12:00", "2026-11-19T12:00"),
        ("yesterday at 15:30", "2026-11-19T15:30", "2026-11-19T15:30"),
        ("yesterday at 3", "2026-11-19T03:00", "2026-11-19T03:00"),
        ("today at 3", "2026-11-20T15:00", "2026-11-20T15:00"),
        ("last night at 2", "2026-11-20T02:00", "2026-11-20T02:00"),
        ("last night at 10", "2026-11-19T22:00", "2026-11-19T22:00"),
        ("at 8 this morning", "2026-11-20T08:00", "2026-11-20T08:00"),
        ("yesterday afternoon", "2026-11-19T12:00", "2026-11-19T18:00"),
        ("on monday morning", "2026-11-16T06:00", "2026-11-16T12:00"),
        ("this morning", "2026-11-20T06:00", "2026-11-20T12:00"),
        ("this afternoon", "2026-11-20T12:00", "2026-11-20T16:00"),
        ("between 2 and 4", "2026-11-20T14:00", "2026-11-20T16:00"),
        ("between 2 and 4 pm", "2026-11-20T14:00", "2026-11-20T16:00"),
        ("from 11 to 1 pm", "2026-11-20T11:00", "2026-11-20T13:00"),
        ("between 22:00 and 2 am", "2026-11-19T22:00", "2026-11-20T02:00"),
        ("since 6 am", "2026-11-20T06:00", "2026-11-20T16:00"),
        ("since yesterday at 6 am", "2026-11-19T06:00", "2026-11-20T16:00"),
        ("since monday", "2026-11-16T00:00", "2026-11-20T16:00"),
        ("2 hours ago", "2026-11-20T14:00", "2026-11-20T14:00"),
        ("an hour ago", "2026-11-20T15:00", "2026-11-20T15:00"),
        ("two days ago", "2026-11-18T00:00", "2026-11-19T00:00"),
        ("a week ago at 9 am", "2026-11-13T09:00", "2026-11-13T09:00"),
        ("on 2026-11-02", "2026-11-02T00:00", "2026-11-03T00:00"),
        ("in the last 2 hours", "2026-11-20T14:00", "2026-11-20T16:00"),
        ("tonight", "2026-11-19T18:00", "2026-11-20T06:00"),
    ],
)
def test_hours_that_are_over_are_the_last_ones(said: str, begins: str, ends: str) -> None:
    """What was not said to be before or after noon is what has been last; a night ends on the day after."""
    span = past(said)
    assert span is not None
    wanted = tuple(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (begins, ends))
    assert span.bounds(AFTERNOON, UTC) == wanted


@pytest.mark.parametrize(
    ("said", "begins", "ends"),
    [
        ("at 3 am", "2026-11-21T03:00", "2026-11-21T03:00"),
        ("at 3", "2026-11-21T03:00", "2026-11-21T03:00"),
        ("at 5", "2026-11-20T17:00", "2026-11-20T17:00"),
        ("at 22:00", "2026-11-20T22:00", "2026-11-20T22:00"),
        ("today at 8", "2026-11-20T20:00", "2026-11-20T20:00"),
        ("tonight", "2026-11-20T18:00", "2026-11-21T06:00"),
        ("tonight at 2", "2026-11-21T02:00", "2026-11-21T02:00"),
        ("tomorrow night", "2026-11-21T18:00", "2026-11-22T06:00"),
        ("tomorrow at 3 pm", "2026-11-21T15:00", "2026-11-21T15:00"),
        ("on friday morning", "2026-11-27T06:00", "2026-11-27T12:00"),
        ("on friday at 8 pm", "2026-11-20T20:00", "2026-11-20T20:00"),
        ("this evening", "2026-11-20T18:00", "2026-11-21T00:00"),
        ("on 2026-12-24", "2026-12-24T00:00", "2026-12-25T00:00"),
        ("on 2026-12-24 at noon", "2026-12-24T12:00", "2026-12-24T12:00"),
        ("tomorrow between 9 and 17:00", "2026-11-21T09:00", "2026-11-21T17:00"),
    ],
)
def test_hours_to_come_are_the_next_ones(said: str, begins: str, ends: str) -> None:
    """A weekday whose hours are over is that of next week."""
    ahead = to_come(said)
    assert ahead is not None
    wanted = tuple(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (begins, ends))
    assert ahead.bounds(AFTERNOON, UTC) == wanted


def test_before_dawn_tonight_is_the_night_that_goes_on() -> None:
    """At half past two somebody wants to know who has it now."""
    early = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
    assert Ahead("tonight").bounds(early, UTC)[0] == early
    ahead = to_come("tonight")
    assert ahead is not None
    assert ahead.bounds(early, UTC) == (early, datetime(2026, 11, 20, 6, tzinfo=UTC))


def test_the_clock_is_that_of_who_asks() -> None:
    """Three in Berlin is two in UTC, and one on a day in summer."""
    span = past("yesterday at 3 am")
    assert span is not None
    assert span.bounds(AFTERNOON, BERLIN)[0] == datetime(2026, 11, 19, 2, tzinfo=UTC)
    assert span.bounds(datetime(2026, 7, 20, 16, tzinfo=UTC), BERLIN)[0] == datetime(
        2026, 7, 19, 1, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "said",
    [
        "before 3 am",
        "until noon",
        "at 3 am and at 4 am",
        "at 9 am in the night",
        "monday and tuesday",
        "yesterday and today",
        "last week at 3 am",
        "until monday",
        "last night, this morning",
    ],
)
def test_other_hours_are_not_guessed(said: str) -> None:
    """An answer about another time is worse than none."""
    assert past(said) is NO_SPAN


@pytest.mark.parametrize("said", ["since 3 am", "next week at 3 am", "before 3 am"])
def test_other_hours_to_come_are_not_guessed(said: str) -> None:
    """Nor is who will be on call then."""
    assert to_come(said) is NO_DAYS


@pytest.mark.parametrize(
    "said",
    [
        "at 5 problems",
        "at 3 tables",
        "since 12 days",
        "at 40",
        "look at one",
        "3 people",
        "at 3%",
        "by 3 weeks",
    ],
)
def test_a_count_is_no_hour(said: str) -> None:
    """Nor is a number that no clock shows."""
    rest, hours = clocks_in(said)
    assert (rest, hours) == (said, None)


def test_a_day_that_no_calendar_has_is_no_date() -> None:
    """It stays where it is, and is not understood; so is one of another age, which no zone knows."""
    for said in ("on 2026-02-30", "on 0001-01-01", "on 9999-12-31"):
        assert dates_in(said) == (said, [])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("this morning", "this morning"),
        ("yesterday at 3 pm", "yesterday at 3 pm"),
        ("between 2 and 4", "between 2 and 4"),
        ("since monday", "since monday"),
        ("2 hours ago", "2 hours ago"),
        ("the day before yesterday", "2 days ago"),
    ],
)
def test_what_was_heard_is_said(said: str, words: str) -> None:
    """In the answer's title."""
    span = past(said)
    assert span is not None
    assert span.said == words


def test_two_hours_are_none() -> None:
    """Which of them is meant, nobody knows."""
    assert clocks_in("at 3 am or at 4 am")[1] is UNCLEAR


WORDS = (
    "was is churn healthy what broke who oncall at 3 am 12 00:30 24:00 noon between and since yesterday "
    "monday tonight last night 2026-11-29 2000-01-01 999 weeks ago hours days morning tomorrow this next ?"
)


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=12),
    st.timedeltas(timedelta(), timedelta(days=366)),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati"]),
)
def test_whatever_time_is_understood_has_a_beginning(words: list[str], after: timedelta, zone: str) -> None:
    """On days on which the clocks change, too."""
    asked = understand(" ".join(words), Names(pipelines=("churn",)))
    for time in (asked.span, asked.ahead):
        if time is not None:
            assert time.said
            assert len(time.bounds(AFTERNOON + after, ZoneInfo(zone))) == 2


def test_hours_of_a_night_that_lacks_one_do_not_end_before_they_begin() -> None:
    """On 28 March 2027 Berlin's clocks go from two to three."""
    span = past("between 2:30 am and 3:15 am")
    assert span is not None
    begins, ends = span.bounds(datetime(2027, 3, 28, 9, tzinfo=UTC), BERLIN)
    assert begins.astimezone(UTC) < datetime(2027, 3, 28, 1, 5, tzinfo=UTC) < ends.astimezone(UTC)
