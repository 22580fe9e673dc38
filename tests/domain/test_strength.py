"""How far beyond its limit a finding is, as its evidence tells."""

from typing import Any

import pytest

from bot.domain.finding import Finding
from bot.domain.strength import strength
from checks.verdict import Urgency


def a_finding(check: str, urgency: Urgency = Urgency.PAGE, **evidence: Any) -> Finding:
    """With this evidence."""
    return Finding(
        pipeline="churn",
        check=check,
        table="usage",
        column=None,
        segment=None,
        urgency=urgency,
        since=None,
        summary="it is bad",
        affected=3,
        volume=100,
        days_to_break=None,
        evidence=evidence,
    )


@pytest.mark.parametrize(
    ("check", "evidence", "expected"),
    [
        ("drift", {"kind": "shift", "distance": 0.3, "limit": 0.2}, 1.5),
        (
            "drift",
            {
                "kind": "shift",
                "distance": 0.3,
                "limit": 0.2,
                "features": {"plan": {"distance": 0.5, "limit": 0.2}},
            },
            2.5,
        ),
        ("drift", {"kind": "mass_point", "rows": 12}, None),
        ("null_rate", {"kind": "limit", "rate": 0.15, "limit": 0.05}, 3.0),
        ("null_rate", {"kind": "level", "rate": 0.15, "limit": None, "jump": 2.0, "jump_limit": 1.0}, 2.0),
        ("null_rate", {"kind": "level", "jump": 0.4, "jump_limit": 1.0}, 1.0),  # it is a page all the same
        ("null_rate", {"kind": "disguised", "rate": 0.1, "limit": None}, None),
        ("row_count", {"kind": "total", "share": 0.4, "pages_from": 0.1}, 4.0),
        ("duplicate_keys", {"kind": "replayed", "share": 0.1, "pages_from": 0.05}, 2.0),
        ("freshness", {"kind": "age", "age_hours": 30, "limit_hours": 24}, 1.25),
        ("freshness", {"kind": "age", "age_hours": None, "limit_hours": 24}, None),
        ("vectors", {"kind": "norm", "also": [], "ks": {"distance": 0.4, "limit": 0.1}}, 4.0),
        ("vectors", {"kind": "dimension", "ks": {"distance": 0.4, "limit": 0.1}}, None),
        ("contract", {"kind": "missing"}, None),
        ("own", {"limit": "hostile", "share": "much", "pages_from": True}, None),
        ("row_count", {"kind": "total", "share": 0.4, "pages_from": 0.1, "confidence": "low"}, None),
        ("null_rate", {"kind": "limit", "rate": 1.0, "limit": 0.0}, None),
    ],
)
def test_a_value_stands_over_its_limit(check: str, evidence: dict[str, Any], expected: float | None) -> None:
    """Where evidence has none, there is no strength, and nothing is tuned."""
    found = strength(a_finding(check, **evidence))
    assert found == (expected if expected is None else pytest.approx(expected))


def test_a_ticket_may_be_below_the_limit_from_which_on_its_check_pages() -> None:
    """So that an outage that was missed can bring that limit down."""
    ticket = a_finding("duplicate_keys", Urgency.TICKET, kind="scattered", share=0.03, pages_from=0.05)
    assert strength(ticket) == pytest.approx(0.6)
