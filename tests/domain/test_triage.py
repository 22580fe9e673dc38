"""One thing first: the order of findings, their labels and reasons."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import beta

from bot.domain.declared import Cost
from bot.domain.finding import Finding, Label
from bot.domain.triage import Labels, in_order, label, rank
from bot.domain.wording import reason
from checks.verdict import Urgency

Make = Callable[..., Finding]
PRICE = {"churn": Cost(per_wrong_unit=12, daily_units=40_000)}


def only(finding: Finding, prices: dict[str, Cost] | None = None, **labels: Labels) -> Finding:
    """The finding, ranked alone."""
    return rank([finding], prices or {}, labels)[0]


def test_the_expected_cost_is_price_times_volume_times_share_times_probability_times_days(
    a_finding: Make,
) -> None:
    """The formula of the rules, with the 80 % Jeffreys interval of the share as its range."""
    cost = only(a_finding(), PRICE, null_rate=Labels(true=7, labelled=9)).cost
    assert cost is not None
    month = 12 * 40_000 * 0.75 * 30
    low, high = beta.ppf([0.1, 0.9], 1200.5, 38_800.5)
    assert cost.low == pytest.approx(month * low)
    assert cost.high == pytest.approx(month * high)
    assert cost.low < month * 0.03 < cost.high


def test_without_declared_units_the_rows_of_the_table_count(a_finding: Make) -> None:
    """The measured volume stands in."""
    measured = only(a_finding(volume=1000, affected=30), {"churn": Cost(per_wrong_unit=12)})
    declared = only(a_finding(volume=1000, affected=30), {"churn": Cost(per_wrong_unit=12, daily_units=2000)})
    assert measured.cost is not None
    assert declared.cost is not None
    assert declared.cost.high == pytest.approx(2 * measured.cost.high)


def test_what_breaks_later_costs_less_this_month(a_finding: Make) -> None:
    """Nothing at all if it breaks after 30 days."""
    costs = [only(a_finding(days_to_break=days), PRICE).cost for days in (0.0, 12.0, 30.0, 90.0)]
    highs = [cost.high for cost in costs if cost]
    assert highs[0] > highs[1] > highs[2] == highs[3] == 0


def test_a_check_that_cried_wolf_costs_less(a_finding: Make) -> None:
    """Half sure where nobody said anything, less after false alarms."""
    assert only(a_finding(), PRICE).probability == 0.5
    assert only(a_finding(), PRICE, null_rate=Labels(true=0, labelled=9)).probability == pytest.approx(0.05)


def test_where_nobody_gave_a_price_share_and_criticality_rank_and_no_money_is_shown(a_finding: Make) -> None:
    """Of equal shares critical before high before undeclared before low, a heavier feature first; a row in
    forty thousand that feeds a critical model waits for a report that is all wrong."""
    found = [
        a_finding(table="a", feeds=("x", "low")),
        a_finding(table="b", feeds=None),
        a_finding(table="c", feeds=("x", "critical")),
        a_finding(table="d", feeds=("x", "high")),
        a_finding(table="e", feeds=("x", "high"), weight=1.5),
        a_finding(table="f", feeds=("x", "critical"), affected=1),
        a_finding(table="g", feeds=("x", "low"), affected=40_000),
    ]
    ranked = rank(found, {})
    assert [finding.table for finding in ranked] == ["g", "c", "e", "d", "b", "a", "f"]
    assert all(finding.cost is None and "a month" not in reason(finding) for finding in ranked)


def test_what_nobody_declared_or_said_is_not_told(a_finding: Make) -> None:
    """No consumer, no price, no feedback: neither is the reason padded with them."""
    said = reason(only(a_finding(feeds=None)))
    assert said == "1st: null rate `usage.sessions` · 3% of 40k rows a day, broken now"
    heard = reason(only(a_finding(feeds=None), null_rate=Labels(true=7, labelled=9)))
    assert ", 0.75 sure, " in heard


def test_of_two_that_cost_the_same_the_page_comes_first(a_finding: Make) -> None:
    """Nobody is woken for the second while the first can wait."""
    page = a_finding(table="b")
    ticket = a_finding(table="a", urgency=Urgency.TICKET)
    assert [finding.table for finding in rank([ticket, page], {})] == ["b", "a"]


def test_a_pipeline_without_a_price_is_ranked_as_if_it_cost_the_median(a_finding: Make) -> None:
    """It is neither lost at the end nor first by default."""
    prices = {"cheap": Cost(per_wrong_unit=1), "dear": Cost(per_wrong_unit=100)}
    found = [a_finding(pipeline=name) for name in ("cheap", "dear", "unpriced")]
    assert [finding.pipeline for finding in rank(found, prices)] == ["dear", "unpriced", "cheap"]


def test_the_reason_is_one_line(a_finding: Make) -> None:
    """What, how much, how sure, whom it feeds, when it breaks, what it costs."""
    assert reason(only(a_finding(), {"churn": Cost(per_wrong_unit=0.02)})) == (
        "1st: null rate `usage.sessions` · 3% of 40k rows a day, "
        "feeds churn_model (critical), broken now, $350–370 a month"
    )
    later = replace(a_finding(), days_to_break=11.6, lowered="a ticket, since it only feeds a report")
    said = reason(only(later, PRICE))
    assert "breaks in ~12 days" in said
    assert said.endswith(", a ticket, since it only feeds a report")
    hostile = reason(only(a_finding(column="a\nb", segment="x\ny"), PRICE))
    assert "\n" not in hostile


def test_a_finding_without_rows_shows_no_money(a_finding: Make) -> None:
    """A table that never arrived has no share: criticality ranks it."""
    empty = only(a_finding(volume=0, affected=0), PRICE)
    assert empty.cost is None
    assert "month" not in reason(empty)


def test_a_batch_that_came_twice_once_a_week_is_not_the_loss_of_every_day(a_finding: Make) -> None:
    """38 of 956 rows on one day of seven: a seventh of what it would cost on each of them."""
    daily = only(a_finding(affected=38, volume=956), PRICE)
    weekly = only(a_finding(affected=38, volume=956, hours=(24.0, 168.0)), PRICE)
    assert weekly.affected_share == daily.affected_share
    assert daily.cost is not None
    assert weekly.cost is not None
    assert weekly.cost.high == pytest.approx(daily.cost.high / 7)
    assert " · 4% of 960 rows a day, on 1 day of 7" in reason(weekly)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0.75, "for 45 min in 7 days"),
        (2 + 2 / 3, "for 2 h 40 min in 7 days"),
        (27.0, "for 1 day 3 h in 7 days"),
        (48.0, "on 2 days of 7"),
    ],
)
def test_rows_that_came_late_were_all_late_for_a_time(a_finding: Make, hours: float, said: str) -> None:
    """Not a share of the rows: each of them was not there for so long."""
    because = reason(only(a_finding(affected=929, volume=929, hours=(hours, 168.0)), PRICE))
    assert f"all of 930 rows a day, {said}" in because


def test_a_sample_is_not_told_as_the_rows_of_a_day(a_finding: Make) -> None:
    """One of three traced records says nothing about the units of a day, unless they are declared."""
    found = a_finding(affected=1, volume=3, unit="traced records")
    sampled = only(found, {"churn": Cost(per_wrong_unit=12)})
    assert sampled.cost is None
    assert "33% of 3 traced records" in reason(sampled)
    assert "month" not in reason(sampled)
    assert only(found, PRICE).cost is not None


def test_among_equals_the_larger_share_of_the_coming_days_is_first(a_finding: Make) -> None:
    """All rows, 45 minutes late once, are less than a twentieth of them on every day."""
    late = a_finding(table="late", affected=929, volume=929, hours=(0.75, 168.0))
    nulls = a_finding(table="nulls", affected=50, volume=1000)
    assert [each.table for each in rank([late, nulls], {})] == ["nulls", "late"]


@pytest.mark.parametrize(
    ("days", "evidence", "said"),
    [
        (12.0, {"kendall_p": 0.01}, Label.WILL_BREAK),
        (12.0, {"significant": True}, Label.WILL_BREAK),
        (12.0, {"direction": "growing"}, Label.WILL_BREAK),
        (12.0, {"kendall_p": 0.2}, Label.CANNOT_TELL),
        (12.0, {"direction": "growing", "significant": False}, Label.CANNOT_TELL),
        (12.0, {}, Label.CANNOT_TELL),
        (31.0, {}, Label.ANNOYING),
        (0.0, {}, Label.ANNOYING),
        (0.0, {"direction": "growing"}, Label.WILL_BREAK),
        (None, {}, Label.CANNOT_TELL),
        (None, {"direction": "flat"}, Label.ANNOYING),
    ],
)
def test_the_label_says_what_becomes_of_it_if_it_is_left(
    a_finding: Make, days: float | None, evidence: dict[str, Any], said: Label
) -> None:
    """A crossing without significance is "cannot tell", never "stable"."""
    standing = tuple(date(2026, 11, day) for day in range(1, 8))
    finding = a_finding(days_to_break=days, evidence=evidence, urgency=Urgency.TICKET, bad=standing)
    assert label(finding) is said


@pytest.mark.parametrize("days", [0.0, None, 31.0])
def test_what_pages_is_never_called_annoying_but_stable(a_finding: Make, days: float | None) -> None:
    """However long it stands."""
    standing = tuple(date(2026, 11, day) for day in range(1, 20))
    finding = a_finding(days_to_break=days, evidence={"direction": "flat"}, bad=standing)
    assert label(finding) is Label.CANNOT_TELL


@pytest.mark.parametrize("days", [0.0, None])
def test_what_began_this_week_is_not_called_stable(a_finding: Make, days: float | None) -> None:
    """A fresh jump may go on: on its sixth day nobody knows."""
    fresh = tuple(date(2026, 11, day) for day in range(1, 7))
    facts = {"days_to_break": days, "evidence": {"direction": "flat"}, "urgency": Urgency.TICKET}
    assert label(a_finding(**facts, bad=fresh)) is Label.CANNOT_TELL


NAMES = st.sampled_from(["a", "b", "c"])
FACTS = st.fixed_dictionaries(
    {
        "pipeline": NAMES,
        "table": NAMES,
        "column": st.none() | NAMES,
        "affected": st.integers(0, 1000),
        "volume": st.integers(0, 1000),
        "days_to_break": st.none() | st.floats(0, 60),
        "weight": st.floats(0.5, 5),
        "feeds": st.none() | st.tuples(NAMES, st.sampled_from(["critical", "high", "normal", "low"])),
        "since": st.none() | st.just(datetime(2026, 1, 1, tzinfo=UTC)) | st.datetimes(timezones=st.just(UTC)),
    }
)
PRICES = st.dictionaries(NAMES, st.floats(0.01, 1000).map(lambda price: Cost(per_wrong_unit=price)))
MANY = st.lists(FACTS, max_size=8, unique_by=lambda each: (each["pipeline"], each["table"], each["column"]))


def order(ranked: tuple[Finding, ...]) -> list[str]:
    """The fingerprints, the first to fix first."""
    return [finding.fingerprint for finding in ranked]


@given(facts=MANY, prices=PRICES, data=st.data())
def test_the_order_is_total_and_does_not_depend_on_the_order_of_the_input(
    a_finding: Make, facts: list[dict[str, Any]], prices: dict[str, Cost], data: st.DataObject
) -> None:
    """Ranks are 1 to n, one finding is first, and shuffling changes nothing."""
    found = [a_finding(**each) for each in facts]
    ranked = rank(found, prices)
    assert [finding.rank for finding in ranked] == list(range(1, len(found) + 1))
    assert [finding.label is Label.FIX_FIRST for finding in ranked] == [at == 0 for at in range(len(found))]
    assert order(rank(data.draw(st.permutations(found)), prices)) == order(ranked)
    assert in_order(ranked) == ranked


@given(facts=MANY, prices=PRICES, power=st.integers(-3, 6))
def test_another_unit_of_money_changes_no_rank(
    a_finding: Make, facts: list[dict[str, Any]], prices: dict[str, Cost], power: int
) -> None:
    """All prices times one factor: the same order (powers of two, so that no rounding breaks a tie)."""
    found = [a_finding(**each) for each in facts]
    scaled = {
        name: price.model_copy(update={"per_wrong_unit": price.per_wrong_unit * 2.0**power})
        for name, price in prices.items()
    }
    assert order(rank(found, scaled)) == order(rank(found, prices))


@given(facts=MANY.filter(bool), prices=PRICES, more=st.integers(1, 1000), data=st.data())
def test_what_costs_more_never_ranks_lower(
    a_finding: Make,
    facts: list[dict[str, Any]],
    prices: dict[str, Cost],
    more: int,
    data: st.DataObject,
) -> None:
    """More wrong rows, everything else alike."""
    at = data.draw(st.integers(0, len(facts) - 1))
    assume(facts[at]["volume"] > 0)
    worse = [dict(each) for each in facts]
    worse[at]["affected"] += more
    found, dearer = ([a_finding(**each) for each in some] for some in (facts, worse))
    fingerprint = found[at].fingerprint
    assert order(rank(dearer, prices)).index(fingerprint) <= order(rank(found, prices)).index(fingerprint)
