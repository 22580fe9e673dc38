"""A pipeline of flights and its troubles, as messages show them; and what Slack thinks of the result."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.models.blocks import Block

from bot.domain.checkup import Checkup, Day, Line, Strip
from bot.domain.declared import Deployment, Pipeline
from bot.domain.finding import Finding, Label, Money
from bot.domain.focus import Focus
from bot.domain.health import Status
from bot.domain.incident import Incident, opened
from bot.domain.roster import roster
from bot.messages.message import SlackMessage, payload
from bot.messages.surroundings import Surroundings, surroundings
from bot.sandbox.validate import (
    BLOCK_CHARACTERS,
    attachment_problems,
    block_problems,
    characters,
    view_problems,
)
from checks.verdict import Row, Urgency

FRIDAY = datetime(2013, 2, 15, 20, 0, tzinfo=UTC)
"""Friday 15 February 2013, three o'clock in the afternoon in New York."""
NEW_YORK = ZoneInfo("America/New_York")


def a_finding(**changes: Any) -> Finding:
    """Wind gusts that go missing, priced and ranked first."""
    facts: dict[str, Any] = {
        "pipeline": "flights",
        "check": "null_rate",
        "table": "weather",
        "column": "wind_gust",
        "segment": None,
        "urgency": Urgency.PAGE,
        "since": datetime(2013, 2, 8, 9, 0, tzinfo=UTC),
        "summary": "nulls of `wind_gust` grew from 2.1% to 23.8% since Fri 8 Feb",
        "affected": 238,
        "volume": 1000,
        "days_to_break": 0.0,
        "feeds": ("delay_model", "critical"),
        "bad": (date(2013, 2, 13), date(2013, 2, 14)),
        "evidence": {"nulls": 238, "nan": 0, "empty": 0, "rows": 1000, "usual": 0.021},
        "rows": (
            Row(
                key={"origin": "EWR", "hour": 4},
                at=datetime(2013, 2, 8, 9, 0, tzinfo=UTC),
                why="`wind_gust` is null",
            ),
        ),
        "rank": 1,
        "label": Label.FIX_FIRST,
        "cost": Money(currency="USD", low=2100.0, high=5200.0),
        "score": 3650.0,
    }
    return Finding(**facts | changes)


def an_incident(*findings: Finding, **changes: Any) -> Incident:
    """An open incident; without findings, the one of the wind gusts. What ranks first is the focus."""
    made = opened(7, findings or (a_finding(),), FRIDAY - timedelta(hours=2))
    pinned = Focus(
        incident=7, name="wind_gust", score=3650.0, since=date(2013, 2, 14), cycle=None, why="it ranks first"
    )
    return replace(made, **{"focus": pinned if made.lead.rank == 1 else None} | changes)


def a_checkup(**changes: Any) -> Checkup:
    """Friday's checkup of a healthy pipeline of two tables."""
    facts: dict[str, Any] = {
        "id": 3,
        "pipeline": "flights",
        "due_at": FRIDAY,
        "made_at": FRIDAY,
        "as_of": FRIDAY,
        "health": Status.HEALTHY,
        "unjudged": {},
        "findings": (),
        "weekly": tuple(
            a_strip(table, check)
            for table in ("flights", "weather")
            for check in ("finish_window", "null_rate", "duplicate_keys")
        ),
        "watched": ("flights", "weather"),
        "unwatched": (),
        "came": (),
        "went": (),
        "acknowledged": (),
    }
    return Checkup(**facts | changes)


def a_strip(table: str, check: str, *, bad: int = 0, said: str = "", note: str = "") -> Strip:
    """Seven days up to Thursday, the last `bad` of them failing."""
    days = [date(2013, 2, 8) + timedelta(days=step) for step in range(7)]
    return Strip(
        table=table,
        check=check,
        note=note,
        days=tuple(
            Day(day=day, ok=at < 7 - bad, said=said if at >= 7 - bad else "") for at, day in enumerate(days)
        ),
    )


def a_line(summary: str = "rows were missing", who: str | None = None, incident: int = 5) -> Line:
    """Something that happened during the week."""
    return Line(incident=incident, at=FRIDAY - timedelta(days=2), who=who, summary=summary)


@pytest.fixture
def around() -> Surroundings:
    """Ana owns the flights; Jon is paged first, then Kim."""
    people = {
        "ana": {"slack": "U0ANA", "email": "ana@example.com"},
        "jon": {"slack": "U0JON"},
        "kim": {"email": "kim@example.com"},
    }
    deployment = Deployment.model_validate(
        {
            "people": people,
            "policies": {"on-call": [{"notify": "jon"}, {"notify": "kim", "by": ["email"]}]},
            "timezone": "America/New_York",
            "routes": {"slack": {"bot_token": "xoxb-1", "app_token": "xapp-1"}},
        }
    )
    pipeline = Pipeline.model_validate(
        {
            "pipeline": "flights",
            "owner": "ana",
            "channel": "#flights-data",
            "policy": "on-call",
            "runbook": "https://example.com/runbooks/flights",
            "tables": {"weather": {"source": "s", "path": "p/*.parquet", "partition": {"column": "day"}}},
        }
    )
    return surroundings(pipeline, deployment, roster(deployment, {}))


def problems(message: SlackMessage) -> list[str]:
    """What Slack would refuse of a message, or show other than it was meant; empty if nothing."""
    sent = payload(message)
    found = [*block_problems(sent["blocks"]), *attachment_problems(sent["attachments"])]
    if not sent["text"].strip() or len(sent["text"]) > 4000:
        found.append("no notification, or too long a one")
    if characters(sent["blocks"], sent["attachments"]) > BLOCK_CHARACTERS:
        found.append("too many characters in all")
    blocks = [*sent["blocks"], *(block for each in sent["attachments"] for block in each["blocks"])]
    return found + [f"slack_sdk reads it differently: {block}" for block in blocks if not _same(block)]


def home_problems(view: Any) -> list[str]:
    """What Slack would refuse of a home or a modal."""
    return [*view_problems(view), *(f"{block}" for block in view["blocks"] if not _same(block))]


def _same(block: Any) -> bool:
    parsed = Block.parse(dict(block))
    return parsed is not None and parsed.to_dict() == block


def words(message: SlackMessage, *, marked_up: bool = False) -> str:
    """What a person reads in the message, below the notification; or of it only the markup."""
    sent = payload(message)
    found: list[str] = []

    def read(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("text"), str) and (not marked_up or part["type"] == "mrkdwn"):
                found.append(part["text"])
            for value in part.values():
                read(value)
        elif isinstance(part, list):
            for value in part:
                read(value)

    read(sent["blocks"])
    read([attachment["blocks"] for attachment in sent["attachments"]])
    return "\n".join(found or [sent["text"]]).replace(
        "\u00a0", " "
    )  # nobody sees that a space does not break


@pytest.fixture
def story(around: Surroundings) -> SimpleNamespace:
    """The moment, the place, and the makers of what is told."""
    return SimpleNamespace(
        now=FRIDAY,
        zone=NEW_YORK,
        around=around,
        finding=a_finding,
        incident=an_incident,
        checkup=a_checkup,
        strip=a_strip,
        line=a_line,
    )


@pytest.fixture
def refused() -> Callable[[SlackMessage], list[str]]:
    """Tells what Slack would refuse of a message; an empty list if nothing."""
    return problems


@pytest.fixture
def refused_view() -> Callable[[Any], list[str]]:
    """Tells what Slack would refuse of a home or a modal."""
    return home_problems


@pytest.fixture
def read() -> Callable[[SlackMessage], str]:
    """Tells what a person reads in a message."""
    return words


@pytest.fixture
def markup() -> Callable[[SlackMessage], str]:
    """Tells what Slack reads as markup in a message, the notification included."""
    return lambda message: f"{message.text}\n{words(message, marked_up=True)}"
