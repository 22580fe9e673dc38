"""Incidents that are put to sleep, told by a clock that is moved forward."""

from datetime import timedelta
from typing import Any

from bot.domain.incident import Illegal, State
from bot.domain.intent import IncidentNote, IncidentPage
from bot.engine import people
from checks.verdict import Urgency

World = Any


def sleep(world: World, minutes: int = 60) -> Any:
    """Maria wants to hear nothing of it for an hour."""
    until = world.clock() + timedelta(minutes=minutes)
    return people.snooze(world.store, 1, "maria", world.clock(), until, "until noon")


def test_nobody_is_told_of_what_sleeps_and_it_wakes_with_its_ladder(world: World) -> None:
    """For an hour not a word; then it is open again, and the first person is paged again."""
    world.round()
    sleep(world)
    world.round(minutes=1)
    world.slack.clear()
    world.round(minutes=58)
    assert world.slack.said == []
    world.round(minutes=1)
    pages = [each for each, _ in world.slack.said if isinstance(each, IncidentPage)]
    assert {(each.person, each.round, each.hop) for each in pages} == {("maria", 2, 0)}
    note = next(each for each, _ in world.slack.said if isinstance(each, IncidentNote))
    assert (note.what, note.broadcast) == ("woke", True)
    assert world.incident().state is State.OPEN
    world.slack.clear()
    world.round(minutes=5)
    assert {each.person for each, _ in world.slack.said if isinstance(each, IncidentPage)} == {"jon"}


def test_what_is_over_while_it_sleeps_wakes_nobody(world: World, says: Any) -> None:
    """The checks find it in order again on the next morning."""
    world.round()
    sleep(world, minutes=3 * 24 * 60)
    world.checks.says["churn"] = [says.good()]
    world.round(days=1)
    assert world.incident().state is State.RESOLVED
    world.slack.clear()
    world.round(days=3)
    assert not [each for each, _ in world.slack.said if isinstance(each, IncidentPage)]


def test_a_ticket_that_sleeps_wakes_when_it_becomes_a_page(world: World, says: Any) -> None:
    """Whoever put a ticket to sleep did not know that."""
    world.checks.says["churn"] = [says.bad(urgency=Urgency.TICKET)]
    world.round()
    sleep(world, minutes=3 * 24 * 60)
    world.slack.clear()
    world.checks.says["churn"] = [says.bad()]
    world.round(days=1)
    assert {each.person for each, _ in world.slack.said if isinstance(each, IncidentPage)} == {"maria"}


def test_whoever_takes_it_meanwhile_has_it(world: World) -> None:
    """It does not wake; and what is over cannot be put to sleep."""
    world.round()
    sleep(world)
    people.acknowledge(world.store, 1, "jon", world.clock())
    world.slack.clear()
    world.round(hours=2)
    assert world.incident().acknowledged_by == "jon"
    assert not [each for each, _ in world.slack.said if isinstance(each, IncidentPage)]
    people.resolve(world.store, 1, "jon", world.clock())
    assert isinstance(sleep(world), Illegal)
