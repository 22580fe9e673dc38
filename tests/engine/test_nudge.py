"""A digest that nobody signed by the evening: its owner is asked, once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.nudge import DigestNudge
from bot.domain.stage import Step
from bot.engine import people
from bot.engine.nudge import nudge_due
from bot.store import checkups

World = Any


def _nudges(world: World) -> list[DigestNudge]:
    return [intent for intent, _ in (*world.slack.said, *world.mail.said) if intent.kind == "digest_nudge"]


def _checkup(world: World) -> Any:
    with world.store.read() as connection:
        return checkups.last(connection, "churn")


def _friday_evening(world: World) -> None:
    """The digest is there since three; it is a minute to six."""
    world.round()
    world.round(hours=5, minutes=30)
    world.round(hours=2, minutes=59)


def test_at_six_the_owner_is_asked_once(world: World) -> None:
    """By a direct message, whatever happens next; the digest is edited to say so."""
    _friday_evening(world)
    assert _nudges(world) == []
    world.round(minutes=1)
    for _ in range(3):
        world.restart()
        world.round(hours=20)
    (nudge,) = _nudges(world)
    assert (nudge.person, nudge.to) == ("maria", "dm")
    assert (_checkup(world).nudged, _checkup(world).nudged_at.hour) == ("maria", 18)
    assert world.slack.kinds().count("digest_update") == 1


def test_two_engines_ask_once(world: World) -> None:
    """The second one finds that it was asked."""
    _friday_evening(world)
    later = world.clock() + timedelta(hours=1)
    assert [nudge_due(world.store, world.settings, later) for _ in range(2)] == [1, 0]


def test_nobody_is_asked_about_what_is_signed(world: World) -> None:
    """Neither before the evening, nor while the message waits to be sent."""
    world.round(hours=5, minutes=30)
    people.sign_off(world.store, 1, "jon", world.clock())
    world.round(hours=5)
    assert _nudges(world) == []


def test_a_nudge_that_waits_is_not_sent_once_somebody_looked(world: World) -> None:
    """Jon was quicker than the route."""
    _friday_evening(world)
    world.engine_only(minutes=1)
    people.sign_off(world.store, 1, "jon", world.clock())
    world.deliver()
    assert _nudges(world) == []


def test_once_somebody_looked_the_nudge_asks_no_more(world: World) -> None:
    """The direct message is edited, and so is the digest."""
    _friday_evening(world)
    world.round(minutes=1)
    world.slack.clear()
    people.sign_off(world.store, 1, "jon", world.clock())
    world.deliver()
    assert sorted(world.slack.kinds()) == ["digest_nudge_update", "digest_update"]


def test_a_digest_that_came_late_has_three_hours(world: World) -> None:
    """Oakum was down until five."""
    world.round()
    world.round(hours=7, minutes=30)
    world.round(hours=2, minutes=59)
    assert _nudges(world) == []
    world.round(minutes=1)
    assert len(_nudges(world)) == 1


@pytest.mark.parametrize(
    ("person", "to"), [({"email": "m@example.com"}, "email"), ({"slack": "U1"}, "dm"), ({}, "thread")]
)
def test_it_goes_where_the_owner_can_be_reached(
    make_world: Callable[..., World], says: Any, person: Any, to: str
) -> None:
    """A mail to whoever has no Slack; in the thread where they have neither."""
    everybody = {"maria": person, "jon": {"slack": "U2", "email": "jon@example.com"}}
    world = make_world(deployment=says.deployed(people=everybody, policies={"oncall": [{"notify": "jon"}]}))
    _friday_evening(world)
    world.round(minutes=1)
    assert [each.to for each in _nudges(world)] == [to]


def test_the_evening_is_that_of_the_checkups_time_zone(make_world: Callable[..., World], says: Any) -> None:
    """Six in New York."""
    world = make_world(says.declared(checkup={"at": "fri 15:00", "timezone": "America/New_York"}))
    world.round()
    world.round(hours=10, minutes=30)  # three there
    world.round(hours=2, minutes=59)
    assert _nudges(world) == []
    world.round(minutes=1)
    assert len(_nudges(world)) == 1


def test_a_muted_pipeline_asks_nobody(world: World) -> None:
    """Its digest is for whoever reads it."""
    _friday_evening(world)
    people.step(world.store, world.settings, world.settings.pipelines[0], Step.MUTE, "jon", world.clock())
    world.round(hours=1)
    assert _nudges(world) == []
