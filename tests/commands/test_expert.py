"""`oakum expert 1`: the draft and the rule, on the command line."""

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml

from bot.domain.finding import Finding
from bot.domain.incident import opened
from bot.store import incidents
from bot.store.store import open_store
from checks.verdict import Urgency

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def found(company: Any, words: Any) -> Any:
    """An incident of usage; the lake is owned by people outside."""
    owned = words.oakum.replace("lake: {", 'lake: {owner: "Billing <billing@example.com>", ')
    company.declare("oakum.yaml", owned)
    finding = Finding(
        pipeline="churn",
        check="null_rate",
        table="usage",
        column="sessions",
        segment=None,
        urgency=Urgency.PAGE,
        since=FRIDAY,
        summary="nulls of `sessions` grew",
        affected=60,
        volume=300,
        days_to_break=0.0,
    )
    with (
        closing(open_store(f"sqlite:///{company.config / 'oakum.db'}")) as store,
        store.write() as connection,
    ):
        incidents.add(connection, opened(0, [finding], FRIDAY))
    return company


def test_it_prints_how_it_stands_and_the_draft(found: Any) -> None:
    """Nothing is sent."""
    ran = found.oakum("expert", "1")
    assert ran.status == 0
    assert ran.out.startswith("Not yet a problem for an expert: there were not two checkups yet.")
    assert "To: Billing <billing@example.com>" in ran.out


def test_the_rule_alone_is_yaml(found: Any) -> None:
    """By the declared limit."""
    rule = yaml.safe_load(found.oakum("expert", "1", "--rule").out)
    assert rule["schema"][0]["properties"][0]["quality"][0]["mustBeLessOrEqualTo"] == 5.0


def test_machines_get_both(found: Any) -> None:
    """With the reason why it is no case yet."""
    said = json.loads(found.oakum("expert", "1", "--format", "json").out)
    assert (said["call"], said["owner"], said["contact"]) == (False, "Billing", "billing@example.com")
    assert said["why_not"] == "there were not two checkups yet"
    assert said["rule"] in said["letter"]


def test_a_number_that_is_none_says_where_to_look(found: Any) -> None:
    """And a table that is gone what is the matter."""
    ran = found.oakum("expert", "9")
    assert found.oakum("expert", "9" * 30).status == 2
    assert "there is no incident 999" in found.oakum("expert", "9" * 30).err
    assert (ran.status, "there is no incident 9: `oakum incidents` lists them" in ran.err) == (2, True)
