"""The number beside what is usual."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.messages.measure import measure

DAYS = {
    "2013-02-08": {"ok": True, "said": "06:10"},
    "2013-02-09": {
        "ok": False,
        "said": "09:12",
        "status": "late",
        "due": "2013-02-10T06:30:00-05:00",
    },
    "2013-02-10": {"ok": True, "said": "06:15"},
}


@pytest.mark.parametrize(
    ("check", "evidence", "said"),
    [
        (
            "null_rate",
            {"nulls": 30, "nan": 1, "empty": 0, "rows": 100, "usual": 0.02},
            ("31% null", "usually 2%"),
        ),
        ("null_rate", {"nulls": 30, "rows": 100, "usual": None}, ("30% null", "")),
        ("row_count", {"rows": 840, "expected": 1048}, ("840 rows", "1,048 expected")),
        ("duplicate_keys", {"duplicates": 1700}, ("1,700 rows with a repeated key", "should be none")),
        ("finish_window", {"days": DAYS}, ("finished 09:12", "due 06:30, 2 of 3 days in time")),
        ("drift", {"kind": "shift", "distance": 0.31, "limit": 0.05}, ("distance 0.31", "limit 0.05")),
        ("drift", {"kind": "range", "outside": 12}, ("23.8% of 1,000 rows", "")),
        ("contract", {"kind": "type"}, ("23.8% of 1,000 rows", "")),
        ("row_count", {}, ("23.8% of 1,000 rows", "")),
    ],
)
def test_every_check_has_its_number(
    story: SimpleNamespace, check: str, evidence: dict[str, Any], said: tuple[str, str]
) -> None:
    """Where the evidence lacks it, the affected share is told."""
    now, usual = measure(story.finding(check=check, evidence=evidence))
    assert (now.replace("\u00a0", " "), usual.replace("\u00a0", " ")) == said


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(
    check=st.sampled_from(["null_rate", "row_count", "duplicate_keys", "finish_window", "drift"]),
    evidence=st.dictionaries(
        st.sampled_from(["nulls", "rows", "usual", "expected", "duplicates", "days", "distance", "limit"]),
        anything,
    ),
)
def test_no_evidence_breaks_a_message(story: SimpleNamespace, check: str, evidence: dict[str, Any]) -> None:
    """Another version may have kept it."""
    now, usual = measure(story.finding(check=check, evidence=evidence))
    assert isinstance(now + usual, str)
