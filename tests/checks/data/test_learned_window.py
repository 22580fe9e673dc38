"""Windows that nobody declared: learned from the days before, and gaps that need no window."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from checks.data.finish_window import judge
from checks.verdict import Outcome, Urgency

clock = time.fromisoformat


def said(history):
    (verdict,) = judge(history)
    return verdict


def test_a_window_is_learned_where_none_is_declared(finishing):
    """Around five every morning; one day it is half past eight."""
    finished = [clock(f"05:{minute:02}") for minute in (0, 4, 1, 7, 3, 2, 6) * 5]
    usual = finishing(finished)
    verdict = said(usual.history())
    assert verdict.outcome is Outcome.OK
    assert verdict.summary == "finished in time on each of the last 7 days (learned from 34 runs)"
    late = said(finishing([*finished, clock("08:30")]).history())
    assert late.outcome is Outcome.BREACH
    assert late.summary == "Mon 9 Feb finished at 08:30, 3 h 15 min after 05:15 (learned from 35 runs)"
    assert (late.urgency, late.evidence["window"]) == (Urgency.TICKET, "learned")


def test_a_learned_window_tells_a_day_that_does_not_come(finishing):
    """As soon as it should have been there; a ticket, since nobody asked to be woken."""
    built = finishing([clock("05:00")] * 21)
    early, late = (datetime(2026, 1, 27, 5, minute, tzinfo=UTC) for minute in (14, 15))
    assert said(built.history(early)).outcome is Outcome.OK
    verdict = said(built.history(late))
    assert verdict.summary == "Mon 26 Jan is missing; it was due at 05:15 (learned from 21 runs)"
    assert verdict.urgency is Urgency.TICKET


def test_a_table_that_stopped_is_told_since_the_first_window_that_it_missed(finishing):
    """However long ago that is: a week, six weeks, a year."""
    built = finishing([clock("05:00")] * 21)
    first = datetime(2026, 1, 27, 5, 15, tzinfo=UTC)
    for days in (1, 7, 42, 365):
        verdict = said(built.history(first + timedelta(days=days)))
        assert (verdict.outcome, verdict.since) == (Outcome.BREACH, first)
        assert (len(verdict.bad), verdict.bad[0]) == (days + 1, date(2026, 1, 26))
        assert len(verdict.evidence["days"]) <= 35
    verdict = said(built.history(first + timedelta(days=10)))
    assert verdict.summary == (
        "Thu 5 Feb is missing; it was due at 05:15 (learned from 21 runs); 11 days are missing, the first "
        "Mon 26 Jan"
    )


def test_weekdays_without_a_partition_are_learned_too(finishing):
    """Never on Saturday and Sunday; holidays are left out."""
    finished = [clock("05:00") if at % 7 < 5 else None for at in range(40)]
    finished[37] = None  # Wednesday 11 February
    holiday = date(2026, 2, 11)
    assert said(finishing(finished, holidays=[holiday]).history()).outcome is Outcome.OK
    verdict = said(finishing(finished).history())
    assert verdict.bad == (holiday,)


def test_a_job_that_moved_is_late_for_a_week_and_then_usual(finishing):
    """After eight late runs in a row, eight o'clock is the time."""
    finished = [clock("05:00")] * 28 + [clock("08:00")] * 8
    assert len(said(finishing(finished).history()).bad) == 7
    finished += [clock("08:00")] * 7
    verdict = said(finishing(finished).history())
    assert verdict.outcome is Outcome.OK


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
@pytest.mark.parametrize("start", [date(2026, 2, 2), date(2026, 9, 28)])
def test_no_clock_change_makes_a_job_late(past, of, zone, start):
    """Whether cron runs by UTC or by the clock on the wall, in spring and in autumn."""
    local = ZoneInfo("America/New_York")
    built = past(zone=local.key, start=start, loaded_at_field="in")
    for at in range(50):
        morning = datetime.combine(start + timedelta(days=at + 1), clock("05:00"), ZoneInfo(zone))
        built.add(rows=100, loaded=of([morning.timestamp()] * 100))
    for day in range(15, 50):
        now = datetime.combine(start + timedelta(days=day), clock("09:00"), local)
        known = {on: each for on, each in built.partitions.items() if on < now.date()}
        history = replace(built.history(now), partitions=known)
        assert said(history).outcome is Outcome.OK, now


def test_a_first_load_of_everything_teaches_nothing(past, of):
    """Sixty days loaded in one go on a Saturday, and then a day every morning."""
    built = past(loaded_at_field="in")
    first = datetime(2026, 3, 7, 15, tzinfo=UTC)
    for at in range(80):
        morning = datetime(2026, 1, 6, 5, tzinfo=UTC) + timedelta(days=at)
        built.add(rows=100, loaded=of([max(morning, first).timestamp()] * 100))
    verdict = said(built.history())
    assert verdict.evidence["days"]["2026-03-25"]["due"] == "2026-03-26T05:15:00+00:00"


def test_a_gap_in_the_middle_is_told_without_any_times(past):
    """Later days are there; the same weekday was there before, twice."""
    built = past()
    for at in range(20):
        if at != 17:
            built.add(on=date(2026, 1, 5) + timedelta(days=at))
    verdict = said(built.history())
    assert verdict.summary == "Thu 22 Jan is missing; later days are there"
    assert (verdict.urgency, verdict.since.date()) == (Urgency.TICKET, date(2026, 1, 23))


def test_a_gap_is_told_until_somebody_fills_it_in_for_five_weeks_at_most(past):
    """Not only while it lies in the last seven days; once it is filled in, all is well at once."""
    built, gap = past(), date(2026, 1, 22)
    for at in range(60):
        if (on := date(2026, 1, 5) + timedelta(days=at)) != gap:
            built.add(on=on)
    nine = datetime(2026, 1, 22, 9, tzinfo=UTC)
    told = said(built.history(nine + timedelta(days=35)))
    assert (told.bad, told.since.date()) == ((gap,), date(2026, 1, 23))
    assert list(judge(built.history(nine + timedelta(days=36)))) == []
    assert list(judge(built.add(on=gap).history(nine + timedelta(days=20)))) == []


def test_a_gap_and_a_late_day_are_told_together(finishing):
    """The newest first; what is still missing is named."""
    finished = [clock("05:00")] * 20 + [None] + [clock("05:00")] * 13 + [clock("08:30")]
    verdict = said(finishing(finished).history())
    assert verdict.summary == (
        "Sun 8 Feb finished at 08:30, 3 h 15 min after 05:15 (learned from 33 runs); Sun 25 Jan is still "
        "missing"
    )
    assert (verdict.since.date(), verdict.bad) == (date(2026, 1, 26), (date(2026, 1, 25), date(2026, 2, 8)))


def test_a_day_of_the_far_future_is_no_later_day(past):
    """A typing mistake in a path does not make today's partition missing."""
    built = past()
    for at in range(20):
        built.add(on=date(2026, 1, 5) + timedelta(days=at))
    built.add(on=date(2099, 1, 1))
    assert list(judge(built.history(datetime(2026, 1, 26, 0, 10, tzinfo=UTC)))) == []
