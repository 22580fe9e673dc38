"""What a finding is expected to cost: a wrong unit, a late hour, a missed event, and what nobody priced."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.declared import Cost
from bot.domain.finding import Finding
from bot.domain.prices import prices_of
from bot.domain.triage import Labels, rank
from checks.verdict import Urgency

Make = Callable[..., Finding]


def only(finding: Finding, price: Cost, **labels: Labels) -> Finding:
    """The finding, ranked alone."""
    return rank([finding], {"churn": price}, labels)[0]


def middle(finding: Finding) -> float:
    """The middle of its cost."""
    assert finding.cost is not None
    return finding.cost.middle


def test_a_late_hour_has_a_price_of_its_own(a_finding: Make) -> None:
    """45 minutes late in a week: 45 minutes of each coming week, whatever the table holds."""
    late = a_finding(check="finish_window", column=None, affected=929, volume=929, hours=(0.75, 168.0))
    found = only(late, Cost(per_late_hour=200, per_wrong_unit=12))
    assert middle(found) == pytest.approx(200 * 0.75 / 7 * 30 * 0.5)
    assert found.cost is not None
    assert (found.cost.per, found.cost.price, found.cost.daily) == ("late hour", 200, 24)


def test_without_a_price_of_an_hour_the_rows_that_were_late_count(a_finding: Make) -> None:
    """All of them, for as long as they were not there."""
    late = a_finding(check="finish_window", column=None, affected=929, volume=929, hours=(24.0, 168.0))
    assert middle(only(late, Cost(per_wrong_unit=12))) == pytest.approx(12 * 929 / 7 * 30 * 0.5, rel=0.01)


def test_a_missed_event_has_a_price_of_its_own(a_finding: Make) -> None:
    """Four frauds a day that nobody sees any more, at 500 each."""
    missed = a_finding(check="rare_events", evidence={"missed_per_day": 4.0}, affected=4, volume=40_000)
    assert middle(only(missed, Cost(per_missed_event=500))) == pytest.approx(4 * 500 * 30 * 0.5)


def test_costs_weigh_and_counts_do_not(a_finding: Make) -> None:
    """One dropped critical false negative in 10,000 requests outranks 1,000 harmless time-outs."""
    prices = {
        "churn": Cost(per_wrong_unit=0.01),
        "churn/fraud": Cost(per_missed_event=5000, per_wrong_unit=0.01),
    }
    timeouts = a_finding(check="latency", table="requests", affected=1000, volume=10_000)
    dropped = a_finding(
        check="rare_events",
        table="fraud",
        affected=1,
        volume=10_000,
        evidence={"missed_per_day": 1.0},
    )
    assert [each.table for each in rank([timeouts, dropped], prices)] == ["fraud", "requests"]


def test_a_tables_own_price_stands_over_the_pipelines(a_pipeline: Callable[..., Any]) -> None:
    """What it does not name is as the pipeline says."""
    pipeline = a_pipeline(
        cost={"currency": "EUR", "per_wrong_unit": 2, "per_late_hour": 9},
        tables={"usage": {"cost": {"per_wrong_unit": 30}}, "plain": {}},
    )
    known = prices_of([pipeline])
    assert known["churn"].per_wrong_unit == 2
    own = known["churn/usage"]
    assert (own.currency, own.per_wrong_unit, own.per_late_hour) == ("EUR", 30, 9)
    assert "churn/plain" not in known


def test_a_tables_own_price_is_enough(a_pipeline: Callable[..., Any]) -> None:
    """In dollars, where the pipeline names no currency."""
    own = prices_of([a_pipeline(tables={"usage": {"cost": {"per_late_hour": 30}}})])["churn/usage"]
    assert (own.currency, own.per_late_hour, own.per_wrong_unit) == ("USD", 30, None)


def test_a_tables_own_price_is_in_the_currency_of_the_others(a_pipeline: Callable[..., Any]) -> None:
    """All are ranked together: where its pipeline names none, that of another pipeline counts."""
    mine = a_pipeline(pipeline="billing", tables={"usage": {"cost": {"per_late_hour": 30}}})
    other = a_pipeline(cost={"currency": "EUR", "per_wrong_unit": 2}, tables={"usage": {}})
    assert prices_of([mine, other])["billing/usage"].currency == "EUR"


def test_what_costs_nothing_comes_after_what_costs_something(a_finding: Make) -> None:
    """And among what costs nothing, the more critical first."""
    prices = {"free": Cost(per_wrong_unit=0), "cheap": Cost(per_wrong_unit=0.001)}
    found = [
        a_finding(pipeline="free", table="low", feeds=("x", "low")),
        a_finding(pipeline="free", table="critical", feeds=("x", "critical"), affected=1),
        a_finding(pipeline="cheap", table="cheap", feeds=("x", "low"), affected=1),
    ]
    assert [each.table for each in rank(found, prices)] == ["cheap", "critical", "low"]


def test_where_no_rows_were_counted_it_weighs_as_loud_as_it_is(a_finding: Make) -> None:
    """A table that never came pages, and is all wrong; a note about a training set is next to nothing."""
    uncounted = {"volume": 0, "affected": 0}
    found = [
        a_finding(table="gone", **uncounted),
        a_finding(table="holes"),
        a_finding(table="nobody's", urgency=Urgency.TICKET, **uncounted),
        a_finding(table="training", urgency=Urgency.NOTE, **uncounted),
    ]
    assert [each.table for each in rank(found, {})] == ["gone", "nobody's", "holes", "training"]
