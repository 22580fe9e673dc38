"""Did as many rows arrive as on this weekday before?"""

from datetime import timedelta

import numpy as np
import pytest

from checks.data.row_count import judge
from checks.verdict import Outcome, Urgency


def said(table):
    (verdict,) = judge(table.history())
    return verdict


def steady(past, days=70, noise=0.01, seed=1, **how):
    """About 40,000 rows a day, two thirds of them at weekends."""
    table, rng = past(**how), np.random.default_rng(seed)
    for day in range(days):
        table.add(rows=int(40_000 * np.exp(rng.normal(0, noise)) * (0.67 if day % 7 >= 5 else 1)))
    return table


def test_a_usual_day_is_ok(past):
    """With the number that was expected."""
    verdict = said(steady(past))
    assert verdict.outcome is Outcome.OK
    assert verdict.evidence["expected"] == pytest.approx(26_800, rel=0.03)


def test_a_loss_of_an_eighth_pages_on_day_one(past):
    """At 1 % noise, with the rows that are missing."""
    verdict = said(steady(past).add(rows=35_200))
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.PAGE)
    assert "12% fewer" in verdict.summary
    assert verdict.affected == pytest.approx(4_800, rel=0.1)


def test_a_loss_that_lasts_is_not_absorbed(past):
    """It is still a breach after two weeks, with the day it began on."""
    table = steady(past)
    for day in range(14):
        table.add(rows=int(35_200 * (0.67 if day % 7 >= 5 else 1)))
    verdict = said(table)
    assert verdict.outcome is Outcome.BREACH
    assert len(verdict.bad) == 14
    assert verdict.since.date() == min(verdict.bad)


def test_a_fresh_ok_ends_it(past):
    """The day the rows are back."""
    assert said(steady(past).add(rows=30_000).add(rows=40_000)).outcome is Outcome.OK


def test_twice_as_many_rows_are_a_ticket(past):
    """Too many is wrong too, but nobody is woken."""
    verdict = said(steady(past).add(rows=80_000))
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.TICKET)
    assert "more than" in verdict.summary


def test_an_empty_partition_is_a_breach(past):
    """No rows at all is the greatest loss, not a division by zero."""
    verdict = said(steady(past).add(rows=0))
    assert (verdict.urgency, verdict.affected_share) == (Urgency.PAGE, 1.0)


def test_holidays_are_muted_and_leave_the_baseline(past):
    """Christmas says nothing, and the weeks after it are compared with others."""
    holiday = past().start + timedelta(days=70)
    table = steady(past, holidays=[holiday]).add(rows=900)
    assert list(judge(table.history())) == []
    for day in range(7):
        table.add(rows=26_800 if (71 + day) % 7 >= 5 else 40_000)
    assert said(table).outcome is Outcome.OK


@pytest.mark.parametrize("days", [1, 4, 8, 20, 27])
def test_a_young_table_that_loses_half_of_its_rows_is_a_ticket(past, days):
    """From the second day on, and with the word that little is known."""
    verdict = said(steady(past, days=days).add(rows=10_000))
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.TICKET)
    assert "fewer than the" in verdict.summary
    assert f"after {days} earlier day{'s' if days > 1 else ''} (low confidence)" in verdict.summary
    assert verdict.evidence["confidence"] == "low"
    assert len(verdict.bad) == 1


def test_a_young_table_that_stands_is_roughly_fine(past):
    """What is needed to see less is said; weekends are compared with weekends from the second on."""
    for days in (3, 12, 13, 20):
        verdict = said(steady(past, days=days))
        assert verdict.outcome is Outcome.OK
        assert f"four earlier partitions of the same weekday; there are {days} in all" in verdict.summary


def test_the_first_day_is_not_judged(past):
    """There is nothing to compare it with."""
    assert said(past().add(rows=5)).outcome is Outcome.NOT_ENOUGH_DATA


def test_few_rows_come_and_go(past):
    """Nine, then four: chance."""
    assert said(past().add(rows=9).add(rows=4)).outcome is Outcome.OK


def test_a_loss_in_the_second_week_is_not_learned(past):
    """In the sixth it is still told, and a fresh ok ends it."""
    table = steady(past, days=10)
    for _ in range(30):
        table.add(rows=8_000)
    verdict = said(table)
    assert (verdict.outcome, len(verdict.bad)) == (Outcome.BREACH, 30)
    assert said(table.add(rows=40_000)).outcome is Outcome.OK


@pytest.mark.parametrize(
    ("away", "words"), [(-1, "the day after a holiday"), (1, "the day before a holiday")]
)
def test_a_quiet_day_beside_a_holiday_is_explained_and_wakes_nobody(past, away, words):
    """The Friday after Thanksgiving: a third fewer is a ticket, nearly nothing is a page."""
    day = past().start + timedelta(days=70)
    table = steady(past, holidays=[day + timedelta(days=away)])
    quiet = said(table.add(rows=27_000))
    assert quiet.urgency is Urgency.TICKET
    assert quiet.summary.endswith(f"expected, on {words}")
    assert said(table.add(rows=900, on=day)).urgency is Urgency.PAGE


def test_saturdays_of_a_new_timetable_are_told_three_times(past):
    """And so many rows are usual then; the other days are as ever."""
    table, told = steady(past, noise=0), []
    for day in range(56):
        saturday = day % 7 == 5
        table.add(rows=24_000 if saturday else 26_800 if day % 7 == 6 else 40_000)
        told += [day // 7] if said(table).outcome is Outcome.BREACH else []
    assert told == [0, 1, 2]


def test_nothing_at_all_is_not_enough_data(past):
    """An empty history fails no check."""
    assert said(past()).outcome is Outcome.NOT_ENOUGH_DATA


def test_rows_that_came_twice_hide_no_loss(past):
    """A tenth came twice: not told here. A third is lost and a third came twice: told as a loss."""
    table = past(key=["id"])
    for _ in range(40):
        table.add(rows=1_000)
    (replayed,) = judge(table.add(rows=1_100, duplicates=100).history())
    assert replayed.outcome is Outcome.OK
    (lost,) = judge(table.add(rows=1_000, duplicates=333).history())
    assert (
        "has 667 rows, not counting 333 that repeat a key, 33% fewer than the 1,000 expected" in lost.summary
    )


def test_a_key_that_most_rows_repeat_is_none(past):
    """`unique_within: partition` was forgotten: duplicate_keys tells it, and nothing is lost."""
    table = past(key=["id"])
    for at in range(40):
        table.add(rows=200, duplicates=200 * (at > 0))
    (verdict,) = judge(table.history())
    assert verdict.outcome is Outcome.OK
