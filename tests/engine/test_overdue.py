"""The engine looks at itself: what should have been done, and was not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from bot.domain.intent import IncidentPage
from bot.domain.stage import Step
from bot.engine import people
from bot.engine.overdue import WITHIN, Watch, overdue
from bot.engine.postman import HANGS, Postman
from bot.engine.ready import ready
from bot.store import outbox

World = Any


def late(world: World) -> list[str]:
    """What is overdue now."""
    with world.store.read() as connection:
        return [f"{each.name}: {each.said}" for each in overdue(connection, world.clock())]


def test_while_the_engine_does_its_work_nothing_is_overdue(world: World) -> None:
    """From the first hop to the last, with what waits in between."""
    for _ in range(15):
        world.round(minutes=1)
        assert late(world) == []


def test_a_ladder_that_nobody_climbs_is_seen_by_all_who_ask(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The pipeline's file is gone, its open page is not: the log says so once, `/readyz` all the time."""
    world.round()
    world.settings = replace(world.settings, pipelines=())
    watch = Watch(world.store, world.settings)
    world.clock.move_forward(timedelta(minutes=5) + WITHIN)
    assert [watch(world.clock()), watch(world.clock())] == [1, 1]
    (said,) = [each.getMessage() for each in caplog.records]
    assert said.startswith("overdue: incident 1 (churn): its next step was due at 09:35:00 UTC")
    assert "no file declares churn" in said
    things = ready(world.store, world.clock(), None).things
    assert things["incident 1 (churn)"].startswith("its next step was due")
    caplog.set_level("INFO")
    people.acknowledge(world.store, 1, "maria", world.clock())
    assert watch(world.clock()) == 0
    assert "no longer overdue: incident 1 (churn)" in caplog.text


def test_a_page_that_nobody_takes_up_is_overdue(world: World) -> None:
    """Its route has no postman, say. One that is tried in vain is not: it is in `/readyz` by itself."""
    world.engine_only()
    world.clock.move_forward(WITHIN - timedelta(seconds=1))
    assert late(world) == []
    world.clock.move_forward(timedelta(seconds=1))
    assert late(world) == ["pages by slack: one was due at 09:30:00 UTC, and nobody has taken it up"]
    world.deliver()
    assert late(world) == []


def test_a_page_whose_channel_was_asked_to_wait_is_not_overdue(world: World) -> None:
    """Slack said when."""
    page = IncidentPage(incident=1, channel="#churn", round=1, hop=0, person="maria", to="dm")
    with world.store.write() as connection:
        outbox.put(connection, [page], world.clock())
        outbox.hold_lane(connection, "slack", page.lane, world.clock() + timedelta(hours=1))
    world.clock.move_forward(WITHIN)
    assert late(world) == []


def test_of_a_muted_pipeline_nothing_is_overdue(world: World) -> None:
    """Nobody is to be told."""
    world.round()
    (churn,) = world.settings.pipelines
    assert people.step(world.store, world.settings, churn, Step.MUTE, "maria", world.clock()) is None
    world.clock.move_forward(timedelta(hours=1))
    assert late(world) == []


def test_a_postman_who_hangs_or_has_died_is_replaced(caplog: pytest.LogCaptureFixture) -> None:
    """The queue goes on; whoever wakes up later takes nothing more."""
    now, delivered = 0.0, Event()
    hanging, wake, first_left = Event(), Event(), Event()

    def deliver_next() -> Callable[[], None] | None:
        if not hanging.is_set():
            hanging.set()
            wake.wait(20)
            first_left.set()
            return print
        delivered.set()
        return None

    postman = Postman("slack", deliver_next, pause=0.001, stopwatch=lambda: now)
    postman.start()
    assert hanging.wait(5)
    now = HANGS
    postman.revive()
    assert not delivered.is_set()
    now = HANGS + 1
    postman.revive()
    assert delivered.wait(5)
    wake.set()
    assert first_left.wait(5)
    postman.revive()
    postman.stop()
    assert caplog.text.count("deliver-slack hangs: another thread goes on") == 1
