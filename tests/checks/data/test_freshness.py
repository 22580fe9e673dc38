"""Is the newest data new?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from checks.data.freshness import judge
from checks.profiles.slices import STEPS, Slices
from checks.verdict import Outcome, Urgency

MONDAY = date(2026, 1, 5)
LIMITS = {"warn_after": "6h", "error_after": "24h"}


def first(history):
    return next(iter(judge(history)))


def of(history, column):
    return [verdict for verdict in judge(history) if verdict.column == column]


def loaded(past, hours_ago, **declared):
    """A table whose newest row was loaded so many hours before nine on the morning after."""
    table = past(loaded_at_field="in", **declared)
    for _ in range(3):
        table.add()
    now = table.history().as_of
    return table.add(on=MONDAY + timedelta(days=2), last_loaded=now - timedelta(hours=hours_ago)).history(now)


@pytest.mark.parametrize(
    ("hours", "outcome", "urgency"),
    [(5, Outcome.OK, None), (7, Outcome.BREACH, Urgency.TICKET), (25, Outcome.BREACH, Urgency.PAGE)],
)
def test_the_age_of_the_newest_row_is_judged_by_declared_limits(past, hours, outcome, urgency):
    """Six hours for a ticket, a day for a page."""
    verdict = first(loaded(past, hours, freshness=LIMITS))
    assert verdict.outcome is outcome
    assert urgency in (None, verdict.urgency)
    assert verdict.evidence["age_hours"] == hours


def test_an_old_row_is_told_with_its_age_and_since_when_it_is_too_old(past):
    """In hours and minutes."""
    verdict = first(loaded(past, 7.25, freshness=LIMITS))
    assert verdict.summary == "the newest row is 7 h 15 min old; 6 h are allowed"
    assert verdict.since == datetime(2026, 1, 8, 7, 45, tzinfo=UTC)


def test_without_limits_the_age_is_told_and_not_judged(past):
    """How old is too old, only the owner knows."""
    verdict = first(loaded(past, 400))
    assert (verdict.outcome, verdict.summary) == (Outcome.OK, "the newest row is 16 days 16 h old")


def test_limits_without_any_time_are_not_enough_data(past):
    """It says what to declare."""
    verdict = first(past(freshness=LIMITS).add().history())
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA
    assert "declare event_time or loaded_at_field" in verdict.needs


def days(past, offsets, **declared):
    """A table that has partitions on these days after Monday 5 January."""
    table = past(**declared)
    for at in offsets:
        table.add(on=MONDAY + timedelta(days=at))
    return table


def at_noon(offset):
    return datetime(2026, 1, 5, 12, tzinfo=UTC) + timedelta(days=offset)


def test_a_table_that_stopped_is_told_by_its_own_cadence(past):
    """Daily so far: after two days without one; `since` is when the first was over, whenever it is asked."""
    table = days(past, range(20))
    assert first(table.history(at_noon(21))).outcome is Outcome.OK
    for later in (22, 31, 200):
        verdict = first(table.history(at_noon(later)))
        assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.TICKET)
        assert verdict.since == datetime(2026, 1, 26, tzinfo=UTC)
    said = first(table.history(at_noon(31))).summary
    assert said == "nothing has come since Sat 24 Jan, 12 days ago; it used to come daily"


def test_partitions_that_cannot_be_read_have_come(past):
    """A time that became text is a fault of its own; that nothing comes any more would be wrong."""
    history = days(past, range(20)).history(at_noon(22))
    last = frozenset({MONDAY + timedelta(days=at) for at in (20, 21)})
    assert first(replace(history, unreadable=last)).outcome is Outcome.OK
    later = replace(days(past, range(20)).history(at_noon(31)), unreadable=last)
    assert first(later).summary == "nothing has come since Mon 26 Jan, 10 days ago; it used to come daily"


@pytest.mark.parametrize(
    ("offsets", "quiet", "told"),
    [
        ([at for at in range(33) if at % 7 < 5], 36, 37),  # Fridays are followed by Mondays
        (range(0, 60, 7), 66, 67),  # every Monday
        ([0, 31, 59, 90, 120], 166, 167),  # the fifth of each month
    ],
)
def test_a_pause_that_is_usual_is_no_stop(past, offsets, quiet, told):
    """Half as long again as the longest pause, and a day at least."""
    table = days(past, offsets)
    assert first(table.history(at_noon(quiet))).outcome is Outcome.OK
    assert first(table.history(at_noon(told))).evidence["kind"] == "stopped"


def test_holidays_do_not_make_a_stop(past):
    """The days off do not count."""
    off = [MONDAY + timedelta(days=at) for at in (20, 21, 22)]
    table = days(past, range(20), holidays=off)
    assert first(table.history(at_noon(23))).outcome is Outcome.OK


def test_a_stop_is_told_once(past, finishing):
    """Not here, where a window or a limit of the age tells it, or too little is known of the table."""
    morning = datetime(2026, 1, 1, 5, tzinfo=UTC).time()
    windows = [finishing([morning] * 20), days(past, range(20), finish_by={"time": "06:30"})]
    limits = past(event_time="at", freshness={"error_after": "90d"})
    for _ in range(20):
        limits.add(last_event=at_noon(0))
    for table in (*windows, limits, days(past, range(4))):
        assert first(table.history(at_noon(31))).outcome is Outcome.OK


def test_an_event_in_the_future_does_not_make_a_table_fresh(past):
    """A clock that runs a year ahead; the hours before now count."""
    slices = Slices(hours={22: 5}, ages={-365: 1})
    table = past(event_time="at", freshness=LIMITS).add(
        last_event=datetime(2027, 1, 5, tzinfo=UTC), slices=slices
    )
    assert first(table.history()).summary == "the newest row is 10 h old; 6 h are allowed"


def test_nothing_at_all_is_not_enough_data(past):
    """An empty history fails no check."""
    assert first(past().history()).outcome is Outcome.NOT_ENOUGH_DATA


def events(past, days, old=0, age=48, usual_old=0):
    """A table whose newest day has `old` of 1,000 rows from so many days before."""
    table = past(event_time="at")
    for at in range(days):
        many = old if at == days - 1 else usual_old
        table.add(rows=1_000, slices=Slices(hours={12: 1_000 - many}, ages={age: many} if many else {}))
    return table.history()


def test_a_join_that_returns_rows_from_48_days_ago_pages(past):
    """All of them, or a third of them."""
    for many in (1_000, 330):
        (verdict,) = of(events(past, 20, old=many), "at")
        assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.PAGE)
        assert f"{many / 10:g}% of the rows of Sat 24 Jan have an old `at`" in verdict.summary
        assert "most of them 48 days before; 0% at most is usual" in verdict.summary
        assert (verdict.affected, verdict.evidence["days_old"]) == (many, 48)


def test_a_few_late_events_are_no_lag(past):
    """One in a hundred, on one day; or as many as ever."""
    assert of(events(past, 20, old=10), "at") == []
    assert of(events(past, 20, old=300, usual_old=300), "at") == []


def test_events_that_lag_for_days_are_told_since_the_first_and_are_not_learned(past):
    """Ten days by now."""
    table = past(event_time="at")
    for at in range(30):
        table.add(rows=500, slices=Slices(ages={3: 500}) if at >= 20 else Slices(hours={12: 500}))
    (verdict,) = of(table.history(), "at")
    assert len(verdict.bad) == 10


def test_a_young_table_has_no_usual_age(past):
    """Seven partitions are needed."""
    assert of(events(past, 7, old=900), "at") == []


def joined(lake, ages, rows=200, **how):
    """A table whose rows have a `rated_on` so many days before their own; an age for each day, or a list."""
    rng = np.random.default_rng(3)
    for number, age in enumerate(ages):
        day = MONDAY + timedelta(days=number)
        old = [day - timedelta(days=int(each)) for each in np.resize(age, rows)]
        columns = {"x": rng.normal(size=rows), "rated_on": pa.array(old, pa.date32())}
        lake.parquet(f"day={day}/a.parquet", columns)
    return lake.history(5 + len(ages), **how)


def test_another_time_of_the_rows_that_is_suddenly_old_is_a_ticket(lake):
    """The join behind a rating returns those of 48 days ago, for a third of the rows, for two days by now."""
    (verdict,) = of(joined(lake, [0, 1] * 9 + [[0, 0, 48]] * 2), "rated_on")
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.TICKET)
    assert verdict.summary == (
        "33% of the rows of Sat 24 Jan have an old `rated_on`, most of them 32 to 127 days before; "
        "0% at most is usual"
    )
    assert (len(verdict.bad), verdict.affected, verdict.evidence["kind"]) == (2, 66, "lag")


def test_a_text_that_becomes_a_date_is_no_lag(lake):
    """Nobody knows how old its times were before."""
    old = [date(2022, 1, 1) + timedelta(days=at) for at in range(200)]
    for at in range(20):
        day = date(2026, 1, 5) + timedelta(days=at)
        lake.parquet(f"day={day}/a.parquet", {"rated_on": old if at == 19 else list(map(str, old))})
    assert of(lake.history(25), "rated_on") == []


@pytest.mark.parametrize(
    "ages",
    [
        list(range(24)),  # a price list that nobody renews
        [at % 11 for at in range(24)],  # one that comes every eleventh day
        [[0, 3, 40, 400]] * 24,  # when customers joined
        [0] * 21 + [1, 2, 3],  # rates of a long weekend
    ],
)
def test_times_that_grow_old_as_times_do_are_no_lag(lake, ages):
    """A day older each day, or as old as ever."""
    assert of(joined(lake, ages), "rated_on") == []


def test_without_rows_of_that_time_nothing_is_said(lake):
    """Nor in a young table, nor of the event time twice."""
    assert of(joined(lake, [0] * 6 + [48]), "rated_on") == []
    (verdict,) = of(joined(lake, [0] * 20 + [48], event_time="rated_on"), "rated_on")
    assert verdict.evidence["days_old"] == 48


def on_the_way(past, minutes, days=40, slow_share=1.0, noise=0.05):
    """Rows that take two hours from event to load; on the newest day a share of them takes `minutes`."""
    table, rng = past(event_time="at", loaded_at_field="in"), np.random.default_rng(5)

    def step(many):
        return int(STEPS * np.log2(many * np.exp(rng.normal(0, noise)) + 1))

    for at in range(days):
        delays = {step(120): 1_000}
        if at == days - 1:
            delays = {step(120): round(1_000 * (1 - slow_share)), step(minutes): round(1_000 * slow_share)}
        table.add(slices=Slices(delays=delays))
    return table.history()


def test_rows_that_are_longer_on_the_way_than_usual_are_a_ticket(past):
    """Five hours instead of two."""
    (verdict,) = of(on_the_way(past, 300), "in")
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.TICKET)
    assert verdict.summary.startswith("half of the rows of Fri 13 Feb took ")
    assert verdict.evidence["usual_minutes"] == pytest.approx(120, rel=0.12)
    assert verdict.evidence["minutes"] == pytest.approx(300, rel=0.15)


def test_the_slowest_rows_are_judged_too(past):
    """The median stands still, a tenth of the rows takes a day."""
    (verdict,) = of(on_the_way(past, 1_440, slow_share=0.1), "in")
    assert verdict.summary.startswith("one row in twenty of Fri 13 Feb took ")


def test_a_usual_way_says_nothing_more(past):
    """Neither a little longer nor a young table."""
    assert of(on_the_way(past, 125), "in") == []
    assert of(on_the_way(past, 900, days=20), "in") == []


def test_a_history_that_was_loaded_in_one_go_is_not_learned_from(past, of):
    """Its rows took months, which says nothing of today."""
    table = past(event_time="at", loaded_at_field="in")
    load = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for at in range(50):
        minutes = (load - datetime(2026, 1, 5, tzinfo=UTC)) / timedelta(minutes=1) - at * 1_440
        table.add(
            loaded=of([load.timestamp() + at] * 10),
            last_loaded=load,
            slices=Slices(delays={int(STEPS * np.log2(minutes)): 1_000}),
        )
    history = table.history(datetime(2026, 3, 2, tzinfo=UTC))
    assert [each for each in judge(history) if each.column == "in"] == []
