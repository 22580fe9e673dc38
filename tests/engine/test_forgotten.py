"""A page that somebody took, and then nothing: told by a clock that is moved forward."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.incident import State
from bot.domain.intent import IncidentAsk, IncidentPage
from bot.engine import people
from checks.verdict import Urgency

World = Any


def asked(world: World) -> list[tuple[str, str]]:
    """Who was asked, and where."""
    return [(each.person, each.to) for each, _ in world.slack.said if isinstance(each, IncidentAsk)]


def paged(world: World) -> set[tuple[str, int]]:
    """Who was paged, in which round."""
    return {(each.person, each.round) for each, _ in world.slack.said if isinstance(each, IncidentPage)}


@pytest.fixture
def world(make_world: Callable[..., World], says: Any) -> World:
    """Whoever has a page is asked after four hours."""
    made = make_world(says.declared(ack_timeout="4h"))
    made.checks.says["churn"] = [says.bad()]
    return made


def taken(world: World) -> World:
    """Maria has it."""
    world.round()
    people.acknowledge(world.store, 1, "maria", world.clock())
    world.round()
    world.slack.clear()
    return world


def test_after_four_hours_whoever_has_it_is_asked_and_without_an_answer_it_is_taken_back(
    world: World,
) -> None:
    """Once, in the thread and in private; half an hour later the ladder begins anew."""
    taken(world).round(hours=3, minutes=59)
    assert asked(world) == []
    world.round(minutes=1)
    assert sorted(asked(world)) == [("maria", "dm"), ("maria", "thread")]
    world.slack.clear()
    world.round(minutes=29)
    assert (asked(world), paged(world)) == ([], set())
    world.round(minutes=1)
    assert paged(world) == {("maria", 2)}
    assert world.incident().state is State.OPEN
    assert [kind for kind, _ in world.story()][-3:] == ["asked", "taken back", "escalated"]
    world.slack.clear()
    world.round(minutes=5)
    assert paged(world) == {("jon", 2)}


def test_whoever_still_has_it_is_left_in_peace_for_as_long_again(world: World) -> None:
    """And asked again then."""
    taken(world).round(hours=4)
    people.keep(world.store, 1, "maria", world.clock())
    world.slack.clear()
    world.round(hours=3, minutes=59)
    assert (asked(world), paged(world)) == ([], set())
    world.round(minutes=1)
    assert len(asked(world)) == 2


def test_whoever_gives_it_back_starts_the_ladder(world: World) -> None:
    """At once."""
    taken(world).round(hours=4)
    people.give_back(world.store, 1, "maria", world.clock())
    world.round(seconds=1)
    assert paged(world) == {("maria", 2)}


def test_a_ticket_may_take_its_time_and_a_pipeline_may_ask_nobody(
    make_world: Callable[..., World], says: Any
) -> None:
    """`ack_timeout: null`."""
    quiet = make_world(says.declared(ack_timeout=None))
    quiet.checks.says["churn"] = [says.bad()]
    ticket = make_world(says.declared(ack_timeout="4h"))
    ticket.checks.says["churn"] = [says.bad(urgency=Urgency.TICKET)]
    for world in (quiet, ticket):
        taken(world).round(hours=12)
        assert (asked(world), paged(world)) == ([], set())
