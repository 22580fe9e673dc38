"""From a verdict to a finding, and its promised JSON form."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.declared import Pipeline
from bot.domain.downstream import places
from bot.domain.finding import Finding, Money, from_verdict
from bot.domain.record import from_record, plain, to_json, to_record
from checks.agreement import Agreed, Default
from checks.verdict import Failing, Outcome, Row, Urgency, Verdict

Make = Callable[..., Any]


def test_only_a_breach_is_a_finding(
    a_verdict: Callable[..., Verdict], a_pipeline: Callable[..., Pipeline]
) -> None:
    """Good news and missing data are no findings."""
    for outcome in (Outcome.OK, Outcome.NOT_ENOUGH_DATA):
        with pytest.raises(ValueError, match="no finding"):
            from_verdict(a_verdict(outcome=outcome), a_pipeline())


def test_the_most_critical_consumer_counts_not_their_number(a_verdict: Make, a_pipeline: Make) -> None:
    """Ten low reports do not outweigh one model; of equals the first by name is told."""
    feeds = {f"report_{number}": "low" for number in range(10)} | {"zeta": "high", "eta": "high"}
    pipeline = a_pipeline(tables={"usage": {"feeds": feeds}})
    assert from_verdict(a_verdict(), pipeline).feeds == ("eta", "high")


def test_the_most_critical_consumer_may_be_reached_over_other_tables(
    a_verdict: Make, a_pipeline: Make
) -> None:
    """Usage feeds a table of normal weight, which feeds a critical model: that is what it is about."""
    here = a_pipeline(tables={"usage": {"feeds": {"marts": "normal"}}})
    there = a_pipeline(pipeline="other", tables={"marts": {"feeds": {"churn@3": "critical", "board": "low"}}})
    page = a_verdict(urgency=Urgency.PAGE)
    alone, both = from_verdict(page, here), from_verdict(page, here, places([here, there]))
    assert (alone.feeds, alone.urgency) == (("marts", "normal"), Urgency.TICKET)
    assert (both.feeds, both.urgency, both.lowered) == (("churn@3", "critical"), Urgency.PAGE, "")


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        ("Mon 11 Feb finished at 11:40", "usage: Mon 11 Feb finished at 11:40"),
        ("2 of 5 rows of raw are not in usage", "2 of 5 rows of raw are not in usage"),
        ("the `usage` of raw is gone", "the `usage` of raw is gone"),
        ("usage_daily is not usages", "usage: usage_daily is not usages"),
        ("", "usage: null rate"),
    ],
)
def test_a_title_says_of_which_table(a_finding: Make, summary: str, title: str) -> None:
    """Unless the summary names it already."""
    assert a_finding(summary=summary).title == title


@pytest.mark.parametrize(
    ("feeds", "urgency"),
    [
        ({"model": "critical"}, Urgency.PAGE),
        ({"model": "high"}, Urgency.PAGE),
        ({"report": "normal"}, Urgency.TICKET),
        ({"report": "low"}, Urgency.TICKET),
        ({}, Urgency.PAGE),
    ],
)
def test_nobody_is_woken_for_what_feeds_nothing_critical(
    a_verdict: Make, a_pipeline: Make, feeds: dict[str, str], urgency: Urgency
) -> None:
    """A page stays a page for critical and high consumers, and where nothing is declared."""
    finding = from_verdict(a_verdict(), a_pipeline(tables={"usage": {"feeds": feeds}}))
    assert finding.urgency is urgency
    assert bool(finding.lowered) is (urgency is Urgency.TICKET)


def test_a_ticket_is_never_made_louder(a_verdict: Make, a_pipeline: Make) -> None:
    """What feeds a critical model may still wait until morning."""
    assert from_verdict(a_verdict(urgency=Urgency.NOTE), a_pipeline()).urgency is Urgency.NOTE


def test_the_weight_is_the_columns_or_the_largest_of_several(a_verdict: Make, a_pipeline: Make) -> None:
    """A table-wide finding and an undeclared column weigh one."""
    weights = {
        column: from_verdict(a_verdict(column=column), a_pipeline()).weight
        for column in ("sessions", ("plan", "sessions"), "other", None)
    }
    assert list(weights.values()) == [5, 5, 1, 1]


def test_a_table_that_is_not_declared_is_no_trouble(a_verdict: Make, a_pipeline: Make) -> None:
    """A check may speak of a table that the pipeline does not name."""
    assert from_verdict(a_verdict(table="other"), a_pipeline()).feeds is None


ASSUMED = [
    "timestamps are UTC",
    {"says": "missing is null", "check": "null_rate", "columns": ["sessions"]},
    {"says": "every account has a row", "check": "row_count"},
    {"says": "amounts are paid, never refunded", "check": "negative_amounts"},
]


@pytest.mark.parametrize(
    ("check", "column", "broken"),
    [
        ("null_rate", "sessions", ["missing is null"]),
        ("null_rate", ("plan", "sessions"), ["missing is null"]),
        ("null_rate", "plan", []),
        ("row_count", None, ["every account has a row"]),
        ("row_count", "sessions", ["every account has a row"]),
        ("drift", "sessions", []),
        ("own", "negative_amounts", ["amounts are paid, never refunded"]),
        ("own", "odd_hours", []),
        ("null_rate", "negative_amounts", []),
    ],
)
def test_a_finding_names_the_assumption_that_it_breaks(
    a_verdict: Make, a_pipeline: Make, check: str, column: Any, broken: list[str]
) -> None:
    """What the owner wrote down, tied to the check and the columns; a mere sentence no check can break."""
    pipeline = a_pipeline(tables={"usage": {"assumptions": ASSUMED}})
    finding = from_verdict(a_verdict(check=check, column=column), pipeline)
    assert list(finding.broken_assumptions) == broken
    assert from_record(to_record(finding)).broken_assumptions == finding.broken_assumptions


def test_the_same_trouble_has_the_same_fingerprint(a_finding: Make) -> None:
    """Numbers and times do not change it; place and check do; parts cannot run into each other."""
    first = a_finding()
    assert a_finding(affected=9, since=None, summary="other").fingerprint == first.fingerprint
    others = [
        a_finding(column="plan"),
        a_finding(segment="DE"),
        a_finding(check="drift"),
        a_finding(table="usag", column="esessions"),
        a_finding(pipeline="ads"),
    ]
    assert len({each.fingerprint for each in [first, *others]}) == 6


def test_a_finding_is_printed_as_promised(a_finding: Make) -> None:
    """The contract of check and replay: these keys, this spelling of times, plain JSON."""
    finding = a_finding(
        column=("a", "b"),
        cost=Money(currency="USD", low=2100.004, high=5200.0),
        evidence={"kind": "concept", "days": {date(2026, 11, 19): np.float64(0.5)}, "p": float("nan")},
        rows=(Row(key={"id": np.int64(7), "price": Decimal("1.10")}, at=None, why="`a` is null"),),
    )
    said = json.loads(json.dumps(to_json(finding), allow_nan=False))
    assert list(said) == [
        "fingerprint",
        "check",
        "table",
        "column",
        "segment",
        "rank",
        "urgency",
        "label",
        "since",
        "summary",
        "expected_cost",
        "reason",
        "affected_share",
        "probability",
        "evidence",
        "rows",
    ]
    assert said["column"] == ["a", "b"]
    assert said["since"] == "2026-11-14T00:00:00Z"
    assert said["expected_cost"] == {"currency": "USD", "from": 2100.0, "to": 5200.0}
    assert said["evidence"] == {"kind": "concept", "days": {"2026-11-19": 0.5}, "p": None}
    assert said["rows"] == [{"key": {"id": 7, "price": "1.10"}, "at": None, "why": "`a` is null"}]
    assert to_json(a_finding())["expected_cost"] is None


KEYS = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5) | st.booleans(), max_size=3)
FAILING = st.builds(
    Failing,
    what=st.just("not allowed"),
    partitions=st.lists(st.dates(), max_size=2).map(tuple),
    column=st.none() | st.text(max_size=5),
    agreed=st.none()
    | st.builds(
        Agreed,
        name=st.text(max_size=5),
        values=st.lists(st.text(max_size=3), max_size=2).map(tuple),
        default=st.none() | st.builds(Default, st.none() | st.text(max_size=3)),
    ),
    segment=st.none() | st.tuples(st.text(max_size=5), st.text(max_size=5)),
)
MOMENTS = st.none() | st.datetimes(timezones=st.just(UTC))


@given(
    column=st.none() | st.text(max_size=5) | st.lists(st.text(max_size=5), min_size=1, max_size=3).map(tuple),
    since=MOMENTS,
    key=KEYS,
    at=MOMENTS,
    bad=st.lists(st.dates(), max_size=3).map(tuple),
    urgency=st.sampled_from(Urgency),
    feeds=st.none() | st.tuples(st.text(max_size=5), st.sampled_from(["critical", "low"])),
    days=st.none() | st.floats(0, 90),
    hours=st.none() | st.tuples(st.floats(0, 168), st.floats(1, 168)),
    failing=st.none() | FAILING,
)
def test_a_kept_finding_comes_back_whole(
    a_finding: Make, key: Any, at: datetime | None, **facts: Any
) -> None:
    """Through JSON and back, nothing is lost."""
    facts["days_to_break"] = facts.pop("days")
    finding: Finding = a_finding(**facts, rows=(Row(key=key, at=at, why="why"),))
    assert from_record(json.loads(json.dumps(to_record(finding)))) == finding


@given(st.recursive(st.floats() | st.binary() | st.dates() | st.none(), lambda inner: st.lists(inner)))
def test_any_evidence_can_be_printed(value: Any) -> None:
    """Infinity, bytes and dates have a word in JSON."""
    json.dumps(plain(value), allow_nan=False)
