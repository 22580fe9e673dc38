"""A pipeline without history is shadowed for a week, then posts tickets, and pages once a person says so."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete

from bot.domain.health import Status
from bot.domain.stage import Stage, Step
from bot.domain.stage_intent import ShadowPost
from bot.engine import people
from bot.engine.answers import current_health
from bot.messages.shadow import shadow_message
from bot.store import stages, tables
from checks.verdict import Urgency

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
    """It failed on three of four mornings; from then on people are told, as tickets."""
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
    assert (post.audits, post.findings, post.places, post.others) == (4, 5, 2, 0)
    assert (post.check, post.table, post.column, post.days) == ("null_rate", "usage", "sessions", 3)
    assert "post/1" in world.slack.posted()
    assert world.incident().urgency is Urgency.TICKET
    assert "nobody has said yet that churn, which is new, may page" in world.incident().lead.lowered
    world.round(days=1)
    assert len(shadows(world)) == 1
    assert world.mail.kinds() == ["digest_mail"]


def test_only_failures_are_counted_in_the_shadow(world: World, says: Any) -> None:
    """Drift against three days is no reason to mend anything: it is counted apart, and never the seam."""
    world.checks.since = date(2026, 11, 17)
    world.checks.says["churn"] = [says.bad("drift"), says.bad("row_count", column=None, affected=1)]
    for _ in range(5):
        world.round(days=1)
    (post,) = shadows(world)
    assert (post.findings, post.others, post.check) == (3, 3, "row_count")
    said = shadow_message(post).blocks[0]["text"]["text"]
    assert "Not counted: 3 findings of checks that know it better by now." in said


@pytest.fixture
def ticketing(world: World) -> World:
    """A pipeline whose week in the shadow is over, with one problem that would page."""
    world.checks.since = date(2026, 11, 17)
    for _ in range(5):
        world.round(days=1)
    assert stage(world) is Stage.TICKET
    world.slack.clear()
    return world


def stage(world: World) -> Stage:
    with world.store.read() as connection:
        return stages.of(connection, "churn").stage


def go(world: World, step: Step = Step.GO, who: str = "jon") -> Any:
    (pipeline,) = world.settings.pipelines
    return people.step(world.store, world.settings, pipeline, step, who, world.clock())


def test_a_person_says_that_it_pages_from_now_on(ticketing: World) -> None:
    """The channel hears who; with the next checks the open problem is a page, and its ladder begins."""
    world = ticketing
    assert go(world) is None
    world.round()
    assert world.slack.kinds() == ["stage_post"]
    world.round(days=1)
    assert world.incident().pages
    assert "incident_page" in world.slack.kinds()
    staged = go(world, who="maria")
    assert (staged.stage, staged.who) == (Stage.PAGE, "jon")


def test_a_table_that_is_new_to_a_pipeline_pages_nobody_for_a_week(world: World, says: Any) -> None:
    """The pipeline is known and pages; on Friday its new table has been there since Tuesday."""
    world.checks.new["plans"] = date(2026, 11, 17)
    world.checks.says["churn"] = [says.bad(), says.bad(table="plans")]
    world.round()
    known, new = (world.incident(number).lead for number in (1, 2))
    assert (known.table, known.urgency, known.lowered) == ("usage", Urgency.PAGE, "")
    assert (new.table, new.urgency) == ("plans", Urgency.TICKET)
    assert new.lowered == "a ticket, since plans is new: its history begins on Tue 17 Nov"
    for _ in range(4):
        world.round(days=1)
    assert world.incident(2).urgency is Urgency.PAGE


def test_whoever_says_that_a_new_pipeline_pages_means_its_new_tables_too(ticketing: World) -> None:
    """A week old it pages by Oakum's own word; a person's word holds for what is there."""
    world = ticketing
    world.checks.since = date(2026, 11, 23)
    go(world)
    world.round(days=1)
    assert world.incident().pages


def test_a_muted_pipeline_tells_nobody_and_its_health_stays_true(world: World, says: Any) -> None:
    """Open ladders stop, new problems are written down; when somebody says go, they are told."""
    world.round()
    assert go(world, Step.MUTE) is None
    world.round()
    world.slack.clear()
    world.mail.clear()
    world.checks.says["churn"] = [says.bad(), says.bad("row_count")]
    world.round(days=1)
    assert world.incident(2).pages
    assert [kind for kind in world.slack.kinds() if kind != "incident_update"] == ["digest_post"]
    assert "incident_mail" not in world.mail.kinds()
    (standing,) = current_health(world.store, world.settings, world.clock())
    assert (standing.health.status, standing.staged.stage) == (Status.BROKEN, Stage.MUTED)
    go(world)
    world.round()
    assert "post/2" in world.slack.posted()
    assert "incident_page" in world.slack.kinds()


def test_where_nobody_can_be_asked_a_pipeline_pages_after_its_week(make_world: Any, says: Any) -> None:
    """Without Slack there is no button, and a page that never comes is worse."""
    deployment = says.deployed(
        routes={"email": {"smtp": "smtp://localhost:25"}},
        policies={"oncall": [{"notify": "maria", "by": ["email"]}]},
    )
    world = make_world(deployment=deployment)
    world.checks.says["churn"] = [says.bad()]
    world.checks.since = date(2026, 11, 17)
    for _ in range(5):
        world.round(days=1)
    assert stage(world) is Stage.PAGE
    assert "incident_mail" in world.mail.kinds()


def test_a_shadow_of_a_version_that_kept_no_stages_ends_like_any_other(world: World) -> None:
    """What was audited before tells where the pipeline stood."""
    world.checks.since = date(2026, 11, 17)
    world.round(days=1)
    with world.store.write() as connection:
        connection.execute(delete(tables.stages))
    world.round(days=4)
    assert stage(world) is Stage.TICKET
    assert len(shadows(world)) == 1


def test_a_pipeline_with_a_history_is_not_shadowed(world: World) -> None:
    """The first run fills it in from what is there."""
    world.round()
    assert "post/1" in world.slack.posted()
    assert shadows(world) == []
    assert stage(world) is Stage.PAGE


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
    block, ask = told.blocks
    assert (ask["elements"][0]["text"]["text"], ask["elements"][0]["value"]) == ("Page from now on", "churn")
    assert "I told nobody of 5 failures on 2 places" in block["text"]["text"]
    assert "null rate · `usage.sessions` · 3 of 8 days" in block["text"]["text"]
    assert "nothing failed" in shadow_message(ShadowPost(**facts, findings=0, places=0)).text
