"""Answers, true as of now."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.domain.health import Status
from bot.engine import people
from bot.engine.answers import current_health, health_of, standing

World = Any


def test_how_every_pipeline_stands(make_world: Callable[..., World], says: Any) -> None:
    """Broken with an open page, healthy where all is well, with where the messages are."""
    world = make_world(says.declared("churn"), says.declared("ads"))
    world.checks.says = {"churn": [says.bad()], "ads": [says.good()]}
    world.round()
    churn, ads = current_health(world.store, world.settings, world.clock())
    assert (churn.health.status, ads.health.status) == (Status.BROKEN, Status.HEALTHY)
    assert churn.posts[1]["channel"] == "C1"
    assert [finding.summary for finding in churn.findings] == ["null_rate is bad"]
    assert health_of(world.store, world.settings, "nobody's", world.clock()) is None


def test_an_answer_grows_old(world: World) -> None:
    """Nobody looked for two days: unknown, not healthy."""
    world.checks.says = {}
    world.round()
    world.clock.move_forward(timedelta(days=2))
    (said,) = current_health(world.store, world.settings, world.clock())
    assert said.health.status is Status.UNKNOWN


def test_what_is_open_is_ranked_and_what_is_resolved_is_not_open(
    make_world: Callable[..., World], says: Any
) -> None:
    """Over all pipelines, the first to fix first."""
    world = make_world(says.declared("churn"), says.declared("ads"))
    world.checks.says = {"churn": [says.bad(affected=3)], "ads": [says.bad(affected=900)]}
    world.round()

    def open_ones() -> list[Any]:
        now = world.clock()
        with world.store.read() as connection:
            found = [standing(connection, world.settings, each, now) for each in world.settings.pipelines]
        return sorted((one for each in found for one in each.incidents), key=lambda one: one.lead.rank)

    assert [incident.pipeline for incident in open_ones()] == ["ads", "churn"]
    people.resolve(world.store, open_ones()[0].id, "maria", world.clock())
    assert [(each.pipeline, each.lead.rank) for each in open_ones()] == [("churn", 1)]
