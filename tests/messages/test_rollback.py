"""The message of a rollback: a countdown with its Cancel, then how it ended; foreign text stays text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.declared import Deployment
from bot.domain.incident import Incident
from bot.domain.rollback import Rollback, Stand
from bot.messages.message import payload
from bot.messages.rollback import rollback_message, too_late

NOON, ZONE = datetime(2026, 11, 20, 12, tzinfo=UTC), ZoneInfo("UTC")
COUNTING = Rollback(
    id=4,
    incident=1,
    round=1,
    name="churn-model",
    asked_at=NOON,
    look_at=NOON,
    stand=Stand.COUNTING,
    version="v7",
    previous="v6",
    deployed_at=NOON - timedelta(days=1),
    ends_at=NOON + timedelta(minutes=5),
)
DEPLOYMENT = Deployment.model_validate(
    {
        "people": {"maria": {"slack": "U1"}, "jon": {"slack": "U2"}},
        "rollbacks": {"churn-model": {"by": "git", "repository": "x", "file": "v", "allowed": ["jon"]}},
    }
)


def shown(rollback: Rollback, incident: Any) -> str:
    """Everything that is in the message."""
    return str(payload(rollback_message(rollback, incident, DEPLOYMENT, ZONE)))


@pytest.fixture
def incident(story: Any) -> Incident:
    """An incident that pages."""
    made: Incident = story.incident(story.finding())
    return made


def test_the_countdown_says_from_what_to_what_until_when_and_who_may_cancel(incident: Any) -> None:
    """With a button for each way to stop it."""
    said = shown(COUNTING, incident)
    assert "`churn-model` is rolled back from `v7` to `v6` at <!date^" in said
    assert "<@U2> may cancel." in said
    assert "'action_id': 'rollback_cancel'" in said
    assert "'value': '4'" in said
    assert "incident_acknowledge" in said


@pytest.mark.parametrize("stand", [each for each in Stand if each is not Stand.COUNTING])
def test_what_no_longer_counts_asks_for_nothing(incident: Any, stand: Stand) -> None:
    """It says how it stands, and why."""
    said = shown(replace(COUNTING, stand=stand, over_at=NOON, said="maria has it"), incident)
    assert "action_id" not in said
    assert "maria has it" in said


def test_who_cancelled_is_named(incident: Any) -> None:
    """Also to whoever comes too late."""
    over = replace(COUNTING, stand=Stand.CANCELLED, who="jon", over_at=NOON)
    assert "Cancelled: `churn-model` from `v7` to `v6` by *jon*" in shown(over, incident)
    assert "Too late. ✋ Cancelled: `churn-model` by *jon*" in too_late(over, ZONE).text


def test_what_others_answer_rings_nobody(incident: Any) -> None:
    """A version or a reason is text from elsewhere."""
    over = replace(COUNTING, version="<!channel>", said="<@U1> & `rm`", stand=Stand.FAILED)
    said = shown(over, incident)
    assert "<!channel>" not in said
    assert "<@U1>" not in said
