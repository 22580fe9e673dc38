"""A finding, a verdict, a pipeline, an audit: each with facts that a test may change."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import settings

from bot.domain.audit import Audit, Judgement
from bot.domain.declared import Pipeline
from bot.domain.finding import Finding
from checks.verdict import Outcome, Urgency, Verdict

settings.register_profile("calm", deadline=None)  # a busy machine is no failure
settings.load_profile("calm")

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday


def _finding(**changes: Any) -> Finding:
    facts: dict[str, Any] = {
        "pipeline": "churn",
        "check": "null_rate",
        "table": "usage",
        "column": "sessions",
        "segment": None,
        "urgency": Urgency.PAGE,
        "since": datetime(2026, 11, 14, tzinfo=UTC),
        "summary": "nulls grew from 1 % to 3 %",
        "affected": 1200,
        "volume": 40_000,
        "days_to_break": 0.0,
        "feeds": ("churn_model", "critical"),
        "bad": (date(2026, 11, 18), date(2026, 11, 19)),
    }
    return Finding(**facts | changes)


def _verdict(**changes: Any) -> Verdict:
    facts: dict[str, Any] = {
        "check": "null_rate",
        "table": "usage",
        "column": "sessions",
        "outcome": Outcome.BREACH,
        "urgency": Urgency.PAGE,
        "affected": 1200,
        "volume": 40_000,
        "bad": (date(2026, 11, 19),),
    }
    return Verdict(**facts | changes)


def _pipeline(**changes: Any) -> Pipeline:
    table = {
        "source": "lake",
        "path": "usage/*.parquet",
        "partition": {"column": "day"},
        "feeds": {"churn_model": "critical", "report": "low"},
        "finish_by": {"time": "06:30"},
        "columns": {"sessions": {"primary": True, "weight": 5}, "plan": {"weight": 2}},
    }
    declared: dict[str, Any] = {"pipeline": "churn", "owner": "maria", "channel": "#churn"}
    tables = changes.pop("tables", {"usage": {}})
    declared["tables"] = {name: table | facts for name, facts in tables.items()}
    return Pipeline.model_validate(declared | changes)


def _audit(*said: tuple[str, Outcome], **changes: Any) -> Audit:
    """An audit of churn's table usage: by column, what the null-rate check said."""
    judgements = tuple(
        Judgement(
            check="null_rate",
            table="usage",
            column=column,
            segment=None,
            outcome=outcome,
            needs="four earlier partitions" if outcome is Outcome.NOT_ENOUGH_DATA else "",
        )
        for column, outcome in said
    )
    facts: dict[str, Any] = {
        "pipeline": "churn",
        "as_of": NOON,
        "judgements": judgements,
        "judged": {"usage": tuple(date(2026, 11, day) for day in range(10, 20))},
    }
    return Audit(**facts | changes)


@pytest.fixture(scope="session")
def a_finding() -> Callable[..., Finding]:
    """Makes a finding: nulls in a primary feature of a critical model."""
    return _finding


@pytest.fixture(scope="session")
def a_verdict() -> Callable[..., Verdict]:
    """Makes the verdict that becomes such a finding."""
    return _verdict


@pytest.fixture(scope="session")
def a_pipeline() -> Callable[..., Pipeline]:
    """Makes the pipeline that it is about."""
    return _pipeline


@pytest.fixture(scope="session")
def an_audit() -> Callable[..., Audit]:
    """Makes an audit of it at noon on Friday 20 November 2026; partitions of 10 to 19 November are judged."""
    return _audit
