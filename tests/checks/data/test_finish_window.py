"""Did each of the last seven days finish within its expected window?"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from checks.data.finish_window import judge
from checks.runs import Run, State, Teller, known_by
from checks.verdict import Outcome, Urgency

BY_HALF_PAST_SIX = {"finish_by": {"time": "06:30"}}


def said(history):
    (verdict,) = judge(history)
    return verdict


@pytest.fixture
def table(finishing):
    """A table that is due at half past six, whose days finish at the local times given (None: not at all)."""
    return lambda finished, **how: finishing(finished, **(BY_HALF_PAST_SIX | how))


clock = time.fromisoformat


def statuses(verdict):
    return [each["status"] for each in verdict.evidence["days"].values()]


def kinds(verdict):
    return [each["kind"] for each in verdict.evidence["days"].values()]


def run(day, began, ended=None, state=State.SUCCEEDED, teller=Teller.RUN_LOG, said=""):
    """A run of the morning after a day of January 2026, from and to these times of it."""
    first, last = (
        None if at is None else datetime.combine(date(2026, 1, day + 1), clock(at), UTC)
        for at in (began, ended)
    )
    done = State.UNDER_WAY if last is None else state
    return Run(
        partition=date(2026, 1, day), started=first, finished=last, state=done, teller=teller, said=said
    )


def knowing(history, *runs):
    """The history with what was known of the runs at its moment."""
    return replace(history, runs=known_by(runs, history.as_of))


def test_on_time_late_and_never_are_told_apart(table):
    """To the minute, with the days."""
    finished = [clock("06:00")] * 4 + [clock("06:30"), clock("08:05"), None]
    now = datetime(2026, 1, 12, 9, tzinfo=UTC)
    verdict = said(table(finished).history(now))
    assert statuses(verdict) == ["on time"] * 5 + ["late", "never finished"]
    assert (
        verdict.summary
        == "Sun 11 Jan is missing; it was due at 06:30; 2 of the last 7 days missed their window"
    )
    assert (verdict.urgency, verdict.since.hour) == (Urgency.PAGE, 6)


def test_a_table_that_stopped_pages_since_the_first_window_that_it_missed(table):
    """After eleven days as after one; a day that was missing before is no part of the stop, but is told."""
    built = table([clock("06:00")] * 10 + [None] + [clock("06:00")] * 5)
    verdict = said(built.history(datetime(2026, 1, 31, 9, tzinfo=UTC)))
    assert (verdict.urgency, verdict.since) == (Urgency.PAGE, datetime(2026, 1, 22, 6, 30, tzinfo=UTC))
    assert verdict.summary == (
        "Fri 30 Jan is missing; it was due at 06:30; 11 days are missing, the first Thu 15 Jan"
    )


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


def test_all_rows_of_a_late_day_were_late_for_so_long(table):
    """Not a share of the rows; and while the newest is not there, that is all of the time."""
    late = said(table([clock("06:00")] * 7 + [clock("08:05")]).history())
    assert (late.affected, late.volume) == (100, 100)
    assert late.hours == pytest.approx((1 + 35 / 60, 7 * 24))
    hole = said(table([clock("06:00")] * 6 + [None, clock("06:00")]).history())
    assert (hole.affected_share, hole.hours) == (1, (24, 7 * 24))
    gone = said(table([clock("06:00")] * 7 + [None]).history(datetime(2026, 1, 13, 9, tzinfo=UTC)))
    assert (gone.affected_share, gone.hours) == (1, None)


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
    """No window: nothing. No finish times, or no partition yet: not enough data, and what is missing."""
    assert list(judge(past().add().history())) == []
    assert "loaded_at_field" in said(past(finish_by={"time": "06:30"}).add().history()).needs
    assert "first partition" in said(past(loaded_at_field="in", **BY_HALF_PAST_SIX).history()).needs
    unread = replace(past(loaded_at_field="in", **BY_HALF_PAST_SIX).add().history(), runs=None)
    assert said(unread).needs == "a run log that can be read"
    few = past(loaded_at_field="in").add().history()
    assert "8 days that finished" in said(few).needs


def test_a_due_time_that_comes_twice_is_the_second_one(table):
    """The night of 1 November has half past one twice; between the two nobody is late."""
    window = {"time": "01:30"}
    history = table([clock("01:00")] * 6, zone="America/New_York", start=date(2026, 10, 26), finish_by=window)
    between = datetime(2026, 11, 1, 6, 15, tzinfo=UTC)  # 01:15 for the second time
    assert len(kinds(said(history.history(between)))) == 5
    after = said(history.history(between + timedelta(minutes=15)))
    assert after.evidence["days"]["2026-10-31"]["due"] == "2026-11-01T01:30:00-05:00"


def test_a_due_time_that_is_skipped_is_an_hour_later(table):
    """On 8 March there is no 02:30 in New York: the clock goes from 01:59 to 03:00."""
    window = {"time": "02:30"}
    history = table([clock("01:00")] * 6, zone="America/New_York", start=date(2026, 3, 2), finish_by=window)
    verdict = said(history.history(datetime(2026, 3, 8, 12, tzinfo=UTC)))
    assert verdict.evidence["days"]["2026-03-07"]["due"] == "2026-03-08T03:30:00-04:00"


def test_a_run_log_is_believed_before_the_load_times(table):
    """All rows that there are came at six; but the run went on until eight."""
    history = table([clock("06:00")] * 8).history()
    verdict = said(knowing(history, run(12, "05:00", "08:05")))
    assert kinds(verdict) == ["on time"] * 6 + ["late"]
    assert verdict.summary == "Mon 12 Jan finished at 08:05, 1 h 35 min after 06:30"
    assert verdict.evidence["days"]["2026-01-12"]["told_by"] == "run log"
    assert verdict.evidence["days"]["2026-01-11"]["told_by"] == "load times"


def test_the_run_log_is_believed_before_a_ping(table):
    """Of one day; on days that it does not know, the ping counts."""
    history = table([clock("06:00")] * 8).history()
    pings = [run(day, "05:00", "07:00", teller=Teller.PING) for day in (11, 12)]
    verdict = said(knowing(history, *pings, run(12, "05:00", "06:00")))
    assert kinds(verdict)[-2:] == ["late", "on time"]
    assert [each["told_by"] for each in verdict.evidence["days"].values()][-2:] == ["ping", "run log"]


def test_a_run_that_is_under_way_has_not_finished(table):
    """Even if there are rows."""
    history = table([clock("06:00")] * 8).history()
    verdict = said(knowing(history, run(12, "05:10")))
    assert verdict.summary == (
        "Mon 12 Jan has not finished: its run began at 05:10 and is under way; it was due at 06:30"
    )
    assert (kinds(verdict)[-1], statuses(verdict)[-1]) == ("unfinished", "never finished")
    assert (verdict.urgency, verdict.evidence["kind"]) == (Urgency.PAGE, "unfinished")


def test_each_moment_knows_only_what_was_known_then(table):
    """A run that ended at eight was under way at seven, and nobody knew of it at four."""
    built, late = table([clock("06:00")] * 7), run(12, "05:10", "08:05")
    moments = [datetime(2026, 1, 13, hour, 30, tzinfo=UTC) for hour in (7, 8)]
    told = [kinds(said(knowing(built.history(moment), late)))[-1] for moment in moments]
    assert told == ["unfinished", "missing"]  # at half past eight: it has ended, and left nothing
    assert known_by([late], datetime(2026, 1, 13, 4, tzinfo=UTC)) == []


def test_a_run_that_ended_well_and_left_nothing_is_a_missing_day(table):
    """The job says all is well; there is no partition."""
    history = table([clock("06:00")] * 7).history(datetime(2026, 1, 13, 9, tzinfo=UTC))
    verdict = said(knowing(history, run(12, "05:00", "06:00")))
    assert verdict.summary == (
        "Mon 12 Jan is missing (its run ended well and left nothing); it was due at 06:30"
    )


def test_a_failed_run_says_so_until_it_succeeds(table):
    """The first success counts; running it once more takes nothing away."""
    history = table([clock("06:00")] * 8).history()
    failed = run(12, "05:00", "05:20", State.FAILED, said="exit status 3")
    verdict = said(knowing(history, failed))
    assert verdict.summary == "Mon 12 Jan failed at 05:20 (exit status 3); it was due at 06:30"
    assert (kinds(verdict)[-1], verdict.urgency) == ("failed", Urgency.PAGE)
    assert kinds(said(knowing(history, failed, run(12, "05:30"))))[-1] == "unfinished"
    again = [failed, run(12, "05:30", "06:10"), run(12, "08:00", "08:30")]
    assert said(knowing(history, *again)).outcome is Outcome.OK


def test_rows_that_still_trickle_in_after_the_time_are_not_finished(table, of):
    """Half of the rows came at six, the others come just now."""
    built = table([clock("06:00")] * 7)
    now = datetime(2026, 1, 13, 9, tzinfo=UTC)
    times = [now - timedelta(hours=3)] * 50 + [now - timedelta(minutes=5)] * 50
    built.add(rows=100, loaded=of([at.timestamp() for at in times]), last_loaded=times[-1])
    verdict = said(built.history(now))
    assert verdict.summary == ("Mon 12 Jan has not finished: rows are still arriving; it was due at 06:30")
    later = said(built.history(now + timedelta(hours=1)))
    assert (kinds(later)[-1], later.evidence["days"]["2026-01-12"]["said"]) == ("late", "08:55")


def test_a_last_row_that_trickles_in_makes_nobody_late(table, of):
    """99 % were there in time."""
    built = table([clock("06:00")] * 7)
    now = datetime(2026, 1, 13, 9, tzinfo=UTC)
    times = [now - timedelta(hours=3)] * 299 + [now - timedelta(minutes=5)]
    built.add(rows=300, loaded=of([at.timestamp() for at in times]), last_loaded=times[-1])
    assert said(built.history(now)).outcome is Outcome.OK


def test_a_partition_without_a_row_is_missing(table):
    """It is there, and empty."""
    history = table([clock("06:00")] * 7).add(rows=0).history()
    assert "is missing (it is there without a row)" in said(history).summary


def test_a_day_that_nobody_can_date_is_neither_good_nor_bad(table):
    """Its rows have no load time."""
    undated = said(table([clock("06:00")] * 7).add(rows=100).history())
    assert (undated.outcome, undated.needs.partition(":")[0]) == (
        Outcome.NOT_ENOUGH_DATA,
        "when partitions were finished",
    )
    built = table([clock("06:00")] * 6).add(rows=100)
    followed = table([clock("06:00")] * 8)
    followed.partitions[date(2026, 1, 11)] = built.partitions[date(2026, 1, 11)]
    assert said(followed.history()).summary == "finished in time on 6 of the last 7 days, unknown on 1"
    late = said(table([clock("06:00")] * 6 + [clock("08:00")]).add(rows=100).history())
    assert (late.evidence["days"]["2026-01-12"]["ok"], late.urgency) == (None, Urgency.TICKET)


def test_a_missing_day_is_told_without_any_finish_times(past):
    """Declared, the newest too; whether the others came in time is not known."""
    built = past(finish_by={"time": "06:30"})
    for day in (5, 6, 8, 9):
        built.add(on=date(2026, 1, day))
    verdict = said(built.history(datetime(2026, 1, 11, 9, tzinfo=UTC)))
    assert verdict.bad == (date(2026, 1, 7), date(2026, 1, 10))
    assert verdict.urgency is Urgency.PAGE


def test_a_partition_that_cannot_be_seen_yet_is_not_missing(past):
    """Without load times a partition is known when its day is over; its run may be known before."""
    built = past(finish_by={"time": "23:00", "day_offset": 0})
    for _ in range(3):
        built.add()
    history = built.history(datetime(2026, 1, 8, 23, 30, tzinfo=UTC))
    assert said(history).outcome is Outcome.NOT_ENOUGH_DATA
    tonight = replace(run(7, "20:00", "22:00"), partition=date(2026, 1, 8))
    tonight = replace(tonight, finished=datetime(2026, 1, 8, 22, tzinfo=UTC))
    assert kinds(said(knowing(history, tonight)))[-1] == "on time"


def test_partitions_that_were_deleted_long_ago_are_not_missing(table):
    """The run log goes further back than the data is kept."""
    built = table([clock("06:00")] * 10)
    logged = [run(day, "05:00", "06:00") for day in range(5, 15)]
    built.partitions = {day: each for day, each in built.partitions.items() if day >= date(2026, 1, 12)}
    verdict = said(knowing(built.history(), *logged))
    assert (verdict.outcome, len(kinds(verdict))) == (Outcome.OK, 3)


def test_a_failed_run_needs_no_window(past):
    """It says itself that it failed."""
    history = past().add().history(datetime(2026, 1, 7, 9, tzinfo=UTC))
    verdict = said(knowing(history, run(6, "05:00", "05:20", State.FAILED)))
    assert verdict.summary == "Tue 6 Jan failed at Wed 05:20"
