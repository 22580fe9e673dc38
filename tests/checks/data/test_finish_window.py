"""Did each of the last seven days finish within its expected window?"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checks.data.finish_window import judge
from checks.verdict import Outcome, Urgency

BY_HALF_PAST_SIX = {"loaded_at_field": "in", "finish_by": {"time": "06:30"}}


def said(history):
    (verdict,) = judge(history)
    return verdict


@pytest.fixture
def table(past, of):
    """A table whose partitions of the days given finish at the local times given (None: not at all)."""

    def build(finished, zone="UTC", start=date(2026, 1, 5), holidays=(), **declared):
        built = past(zone=zone, start=start, holidays=holidays, **(BY_HALF_PAST_SIX | declared))
        for at, when in enumerate(finished):
            if when is None:
                continue
            day = start + timedelta(days=at)
            local = datetime.combine(day + timedelta(days=1), when, ZoneInfo(zone))
            built.add(on=day, loaded=of([local.timestamp()] * 100), rows=100)
        return built

    return build


def clock(text):
    return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 (a time of day has no zone)


def statuses(verdict):
    return [each["status"] for each in verdict.evidence["days"].values()]


def test_on_time_late_and_never_are_told_apart(table):
    """To the minute, with the days."""
    finished = [clock("06:00")] * 4 + [clock("06:30"), clock("08:05"), None]
    now = datetime(2026, 1, 12, 9, tzinfo=UTC)
    verdict = said(table(finished).history(now))
    assert statuses(verdict) == ["on time"] * 5 + ["late", "never finished"]
    assert (
        verdict.summary
        == "Sun 11 Jan has not finished; it was due at 06:30; 2 of the last 7 days missed their window"
    )
    assert (verdict.urgency, verdict.since.hour) == (Urgency.PAGE, 6)


def test_a_week_in_time_is_ok(table):
    """Seven of seven."""
    verdict = said(table([clock("06:00")] * 8).history())
    assert verdict.outcome is Outcome.OK
    assert verdict.summary == "finished in time on each of the last 7 days"


def test_a_late_day_is_a_ticket_with_its_delay(table):
    """It is there now; nobody is woken."""
    verdict = said(table([clock("06:00")] * 7 + [clock("08:05")]).history())
    assert verdict.urgency is Urgency.TICKET
    assert "finished at 08:05, 1 h 35 min after 06:30" in verdict.summary


def test_a_day_is_not_missed_before_it_is_due(table):
    """At six in the morning yesterday's partition may still come."""
    history = table([clock("05:00")] * 7 + [None])
    assert said(history.history(datetime(2026, 1, 13, 6, 29, tzinfo=UTC))).outcome is Outcome.OK
    assert said(history.history(datetime(2026, 1, 13, 6, 30, tzinfo=UTC))).outcome is Outcome.BREACH


def test_a_partition_may_be_due_on_its_own_day(table):
    """day_offset 0, at half past eleven at night."""
    window = {"time": "23:00", "day_offset": 0}
    history = table([clock("00:00")] * 3 + [None], finish_by=window, start=date(2026, 1, 5))
    now = datetime(2026, 1, 8, 23, 30, tzinfo=UTC)
    assert statuses(said(history.history(now)))[-1] == "never finished"
    assert statuses(said(history.history(now - timedelta(hours=1))))[-1] != "never finished"


@pytest.mark.parametrize(
    ("zone", "night"),
    [
        ("America/New_York", date(2013, 3, 10)),
        ("America/New_York", date(2013, 11, 3)),
        ("Europe/Berlin", date(2026, 3, 29)),
        ("Europe/Berlin", date(2026, 10, 25)),
    ],
)
def test_the_nights_of_23_and_25_hours_move_nothing(table, zone, night):
    """Half past six is half past six on the clock on the wall, and one minute later is late."""
    start = night - timedelta(days=7)
    punctual = table([clock("06:30")] * 9, zone=zone, start=start)
    assert said(punctual.history()).outcome is Outcome.OK
    tardy = table([clock("06:30")] * 6 + [clock("06:31")] + [clock("06:30")] * 2, zone=zone, start=start)
    verdict = said(tardy.history())
    assert verdict.bad == (night - timedelta(days=1),)
    assert "06:31, 1 min after 06:30" in verdict.summary


def test_a_time_that_the_clock_skips_is_still_one_moment(table):
    """Half past two does not exist on that morning in New York; an hour later is not late."""
    window = {"time": "02:30"}
    history = table([clock("01:00")] * 8, zone="America/New_York", start=date(2013, 3, 3), finish_by=window)
    assert said(history.history()).outcome is Outcome.OK


def test_weekdays_that_are_not_due_are_not_expected(table):
    """No partition on Saturday and Sunday, and none is missed."""
    window = {"time": "06:30", "days": "mon-fri"}
    history = table([clock("06:00")] * 5 + [None, None, clock("06:00")], finish_by=window)
    verdict = said(history.history())
    assert verdict.outcome is Outcome.OK
    assert all(date.fromisoformat(day).weekday() < 5 for day in verdict.evidence["days"])


@pytest.mark.parametrize(("on_holidays", "outcome"), [(False, Outcome.OK), (True, Outcome.BREACH)])
def test_holidays_are_due_unless_declared_otherwise(table, on_holidays, outcome):
    """Nobody loads data on New Year's Day, if the owner says so."""
    window = {"time": "06:30", "on_holidays": on_holidays}
    holiday = date(2026, 1, 8)
    finished = [clock("06:00")] * 3 + [None] + [clock("06:00")] * 4
    assert said(table(finished, finish_by=window, holidays=[holiday]).history()).outcome is outcome


def test_days_before_the_first_partition_are_not_expected(table):
    """A table of three days has missed nothing."""
    assert len(said(table([clock("06:00")] * 3).history()).evidence["days"]) == 3


def test_what_cannot_be_known_is_said(past):
    """No window: nothing. No load times, or no partition yet: not enough data, and what is missing."""
    assert list(judge(past().add().history())) == []
    assert "loaded_at_field" in said(past(finish_by={"time": "06:30"}).add().history()).needs
    assert "first partition" in said(past(**BY_HALF_PAST_SIX).history()).needs
