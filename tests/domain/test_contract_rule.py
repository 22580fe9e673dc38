"""A rule to agree on with whoever hands over: it says in the standard's words what the finding breaks."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from bot.domain.contract_rule import of_directives, of_signature, rule

WITH = {
    "freshness": {"error_after": "24h"},
    "columns": {
        "sessions": {"primary": True, "null_rate": {"limit": "5%"}},
        "plan": {"values": ["free", "pro"]},
        "age": {"minimum": 0, "maximum": 120},
        "day": {"format": "%Y-%m-%d"},
    },
}
NULLS = {"metric": "nullValues", "mustBeLessOrEqualTo": 5.0, "unit": "percent"}
CASES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"check": "null_rate"}, {"quality": [NULLS]}),
    ({"check": "null_rate", "column": "plan", "evidence": {"usual": 0.0}}, {"required": True}),
    ({"check": "contract", "column": "plan", "evidence": {"kind": "values"}},
     {"enum": [{"value": "free"}, {"value": "pro"}]}),
    ({"check": "contract", "column": "age", "evidence": {"kind": "range"}},
     {"logicalTypeOptions": {"minimum": 0.0, "maximum": 120.0}}),
    ({"check": "contract", "column": "age", "evidence": {"kind": "nullability"}}, {"required": True}),
    ({"check": "value_format", "column": "day", "evidence": {"kind": "declared"}},
     {"logicalType": "string", "logicalTypeOptions": {"pattern": r"^\d{4}\-\d{2}\-\d{2}$"}}),
    ({"check": "value_format", "column": "plan", "evidence": {"before": "99:99"}},
     {"logicalType": "string", "logicalTypeOptions": {"pattern": r"^\d{2}:\d{2}$"}}),
]  # fmt: skip


def proposed(a_finding: Any, a_pipeline: Any, **facts: Any) -> dict[str, Any]:
    found = rule(a_finding(**facts), a_pipeline(tables={"usage": WITH}).tables["usage"], "raw")
    OpenDataContractStandard.from_string(yaml.safe_dump(found))  # it is of the standard
    return found


@pytest.mark.parametrize(("facts", "terms"), CASES)
def test_a_column_has_its_terms(a_finding: Any, a_pipeline: Any, facts: dict[str, Any], terms: Any) -> None:
    """Required, a list, bounds, a pattern, or a share of nulls."""
    (table,) = proposed(a_finding, a_pipeline, **facts)["schema"]
    (column,) = table["properties"]
    assert {name: value for name, value in column.items() if name != "name"} == terms


def test_a_key_of_two_columns_is_one_key(a_finding: Any, a_pipeline: Any) -> None:
    """With their places."""
    (table,) = proposed(a_finding, a_pipeline, check="duplicate_keys", column=("id", "day"))["schema"]
    assert table["properties"] == [
        {"name": "id", "primaryKey": True, "primaryKeyPosition": 1},
        {"name": "day", "primaryKey": True, "primaryKeyPosition": 2},
    ]


def test_times_are_agreed_as_service_levels(a_finding: Any, a_pipeline: Any) -> None:
    """When a partition is due, and how old the newest row may be."""
    (due,) = proposed(a_finding, a_pipeline, check="finish_window", column=None)["slaProperties"]
    assert (due["property"], due["value"]) == ("timeOfAvailability", "06:30")
    (age,) = proposed(a_finding, a_pipeline, check="freshness", column=None)["slaProperties"]
    assert (age["property"], age["value"], age["unit"]) == ("latency", 24.0, "h")


def test_lost_rows_are_agreed_by_their_number(a_finding: Any, a_pipeline: Any) -> None:
    """Nine tenths of what was expected."""
    evidence = {"kind": "total", "rows": 500, "expected": 1000}
    (table,) = proposed(a_finding, a_pipeline, check="row_count", column=None, evidence=evidence)["schema"]
    assert table["quality"][0]["mustBeGreaterOrEqualTo"] == 900


@pytest.mark.parametrize(
    "check", ["drift", "reconciliation", "lineage", "rare_events", "guards", "own", "unheard"]
)
def test_what_has_no_words_in_the_standard_is_said_in_a_sentence(
    a_finding: Any, a_pipeline: Any, check: str
) -> None:
    """Whatever the check, something can be agreed."""
    (table,) = proposed(a_finding, a_pipeline, check=check)["schema"]
    assert table["quality"][0]["type"] == "text"
    assert table["quality"][0]["description"].endswith(".")


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d.%m.%Y %H:%M:%S", "%Y%m%d", "%H:%M:%S.%f", "100%% %Y"])
def test_a_declared_format_becomes_a_pattern_of_what_it_writes(form: str) -> None:
    """And of nothing else."""
    pattern = of_directives(form)
    assert re.fullmatch(pattern, datetime(2026, 2, 3, 4, 5, 6, 789, tzinfo=UTC).strftime(form))
    assert not re.fullmatch(pattern, "yesterday")


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("9999-99-99", "2026-01-02"),
        ("9.9", "3.14"),
        ("A99", "AB12"),
        ("Aa (9)", "Hamburg (3)"),
    ],
)
def test_a_signature_becomes_a_pattern_of_what_was_written_so(form: str, value: str) -> None:
    """Digit by digit, and a run of letters for each letter."""
    assert re.fullmatch(of_signature(form), value)


def test_what_no_pattern_says_is_left_out() -> None:
    """Free text, an odd directive."""
    assert of_signature("…") == ""
    assert of_directives("%Y week %W") == ""
