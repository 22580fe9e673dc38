"""The record tells by which route somebody did something; of what Oakum does itself there is none."""

from datetime import timedelta
from typing import Any

from bot.domain.silence import Silence, Target
from bot.engine import people
from bot.engine.silence import add, end

World = Any


def ways(world: World) -> list[tuple[str, str | None, str | None]]:
    """What happened, who did it and by which route."""
    return [(event.kind, event.who, event.by) for event in world.events()]


def test_what_a_person_does_is_kept_with_its_route(world: World) -> None:
    """Each act; what Oakum does has none."""
    world.round()
    at = world.clock() + timedelta(hours=2)
    people.acknowledge(world.store, 1, "maria", world.clock(), by="pagerduty")
    people.hand_over(world.store, 1, "maria", world.clock(), "jon", by="slack")
    people.keep(world.store, 1, "jon", world.clock(), by="slack")
    people.give_back(world.store, 1, "jon", world.clock(), by="slack")
    people.snooze(world.store, 1, "jon", world.clock(), at, "until two", by="slack")
    people.resolve(world.store, 1, "maria", world.clock(), by="pagerduty")
    assert ways(world)[:2] == [("opened", None, None), ("escalated", None, None)]
    assert ways(world)[2:] == [
        ("acknowledged", "maria", "pagerduty"),
        ("handed", "maria", "slack"),
        ("kept", "jon", "slack"),
        ("taken back", "jon", "slack"),
        ("snoozed", "jon", "slack"),
        ("resolved", "maria", "pagerduty"),
    ]


def test_a_silence_puts_to_sleep_and_its_end_wakes_by_the_route_of_whoever_said_so(world: World) -> None:
    """What is found later Oakum puts to sleep by itself."""
    world.round()
    now = world.clock()
    asked = Silence(
        id=0,
        target=Target("churn"),
        starts_at=now,
        ends_at=now + timedelta(hours=2),
        who="jon",
        why="we migrate",
    )
    add(world.store, world.settings, asked, now, by="terminal")
    end(world.store, world.settings, 1, "jon", world.clock(), by="slack")
    assert ways(world)[-2:] == [("snoozed", "silence 1 (jon)", "terminal"), ("woke", None, "slack")]
