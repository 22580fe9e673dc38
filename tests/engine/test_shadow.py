"""A pipeline without history is shadowed for a week: findings are counted, and nobody is told."""

from datetime import date
from typing import Any

from bot.domain.health import Status
from bot.domain.intent import ShadowPost
from bot.engine.answers import current_health
from bot.messages.shadow import shadow_message

World = Any


def shadows(world: World) -> list[ShadowPost]:
    return [intent for intent, _ in world.slack.said if isinstance(intent, ShadowPost)]


def test_in_its_first_week_a_pipeline_pages_nobody_and_is_not_called_healthy(world: World) -> None:
    """On Friday 20 November its first data is of Tuesday: a week of it is there on the 24th."""
    world.checks.since = date(2026, 11, 17)
    world.round()
    assert (world.slack.said, world.mail.said) == ([], [])
    (standing,) = current_health(world.store, world.settings, world.clock())
    assert standing.health.status is Status.UNKNOWN
    assert "only watched until Tue 24 Nov" in standing.health.unjudged["usage"]


def test_when_the_week_is_over_the_seam_that_would_have_broken_it_is_named_once(
    world: World, says: Any
) -> None:
    """It failed on three of four mornings; from then on people are told."""
    world.checks.since = date(2026, 11, 17)
    world.round()
    world.checks.says["churn"] = [says.good()]
    world.round(days=1)
    world.checks.says["churn"] = [says.bad(), says.bad("row_count", column=None, affected=1)]
    world.round(days=1)
    world.round(days=1)
    assert world.slack.posted() == {"digest/1": 1}, "the checkup's digest is for whoever reads it"
    world.round(days=1)
    (post,) = shadows(world)
    assert (post.audits, post.findings, post.places) == (4, 5, 2)
    assert (post.check, post.table, post.column, post.days) == ("null_rate", "usage", "sessions", 3)
    assert "post/1" in world.slack.posted()
    world.round(days=1)
    assert len(shadows(world)) == 1


def test_a_pipeline_with_a_history_is_not_shadowed(world: World) -> None:
    """The first run fills it in from what is there."""
    world.round()
    assert "post/1" in world.slack.posted()
    assert shadows(world) == []


def test_the_message_names_one_seam_and_can_be_sent() -> None:
    """In words, and where nothing failed, in fewer."""
    facts: dict[str, Any] = {"pipeline": "churn", "channel": "#churn", "audits": 8}
    seam = {
        "check": "null_rate",
        "table": "usage",
        "column": "sessions",
        "summary": "20% of sessions are null",
    }
    told = shadow_message(ShadowPost(**facts, findings=5, places=2, days=3, **seam))
    (block,) = told.blocks
    assert "I told nobody of 5 findings on 2 places" in block["text"]["text"]
    assert "null rate · `usage.sessions` · 3 of 8 days" in block["text"]["text"]
    assert "nothing failed" in shadow_message(ShadowPost(**facts, findings=0, places=0)).text
