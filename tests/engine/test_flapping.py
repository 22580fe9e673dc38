"""What comes and goes: its first turns page as ever, then it is held open until it stays in order."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.incident import State
from bot.engine import people
from checks.verdict import Urgency

Turn = Callable[..., None]


@pytest.fixture
def turn_of(says: Any) -> Callable[[Any], Turn]:
    """In a world, a day passes, and the checks find it or not."""

    def of(world: Any) -> Turn:
        def turned(*, bad: bool) -> None:
            tomorrow = world.clock().date()  # yesterday, when the day has passed
            world.checks.says["churn"] = [says.bad(day=tomorrow) if bad else says.good()]
            world.round(days=1)

        return turned

    return of


@pytest.fixture
def turn(world: Any, turn_of: Callable[[Any], Turn]) -> Turn:
    """A day passes in this world."""
    return turn_of(world)


@pytest.fixture
def flapping(world: Any, turn: Turn) -> Any:
    """It was there three times within a week, and is in order now; Maria took it each time."""
    world.round()
    for bad in (False, True, False, True):
        turn(bad=bad)
        if bad:
            people.acknowledge(world.store, 1, "maria", world.clock())
    turn(bad=False)
    return world


def rung(world: Any) -> int:
    """How many were paged since the box was emptied."""
    return sum(intent.kind == "incident_page" for intent, _ in world.slack.said)


def test_what_came_back_twice_is_held_open_when_it_is_gone_again(flapping: Any) -> None:
    """Whoever has it keeps it; the thread says why it is not over, and nobody is paged."""
    incident = flapping.incident()
    assert (incident.state, incident.acknowledged_by) == (State.ACKNOWLEDGED, "maria")
    assert (incident.calm_since, incident.urgency) == (flapping.clock(), Urgency.TICKET)
    last = flapping.events()[-1]
    assert last.kind == "held open"
    assert last.text == (
        "the checks find it in order again; it came back 2 times in 14 days, "
        "so it stays open until that lasts 3 days"
    )


def test_while_it_is_held_its_next_turn_pages_nobody_who_has_it(flapping: Any, turn: Turn) -> None:
    """The channel sees that it is back, and that is all."""
    flapping.slack.clear()
    turn(bad=True)
    incident = flapping.incident()
    assert (incident.state, incident.acknowledged_by, incident.calm_since) == (
        State.ACKNOWLEDGED,
        "maria",
        None,
    )
    assert incident.urgency is Urgency.PAGE
    assert [
        (intent.what, intent.broadcast) for intent, _ in flapping.slack.said if intent.kind == "incident_note"
    ] == [("back", True)]
    assert rung(flapping) == 0


def test_it_is_over_when_it_has_been_in_order_for_three_days(flapping: Any, turn: Turn) -> None:
    """On the third morning after, and not before."""
    turn(bad=False)
    turn(bad=False)
    assert flapping.incident().state is State.ACKNOWLEDGED
    turn(bad=False)
    incident = flapping.incident()
    assert (incident.state, incident.resolved_by, incident.calm_since) == (State.RESOLVED, None, None)


def test_what_nobody_has_pages_when_it_is_back(world: Any, turn: Turn) -> None:
    """It was held open with its ladder at rest; then the ladder is climbed from its first step."""
    world.round()
    for bad in (False, True, False, True, False):
        turn(bad=bad)
    incident = world.incident()
    assert (incident.state, incident.next_hop_at) == (State.OPEN, None)
    world.slack.clear()
    world.round(hours=1)
    assert rung(world) == 0
    turn(bad=True)
    assert world.incident().state is State.OPEN
    assert rung(world) == 2  # Maria, in the thread and in private


def test_what_sleeps_sleeps_on_through_its_turns(flapping: Any, turn: Turn) -> None:
    """Whoever put it to sleep has said that it can wait."""
    until = flapping.clock() + timedelta(days=9)
    people.snooze(flapping.store, 1, "maria", flapping.clock(), until, "9d")
    flapping.slack.clear()
    for bad in (True, False, True):
        turn(bad=bad)
        assert flapping.incident().state is State.SNOOZED
    assert rung(flapping) == 0


def test_a_person_may_resolve_what_is_held(flapping: Any) -> None:
    """They know better."""
    people.resolve(flapping.store, 1, "jon", flapping.clock(), "the retry is fixed")
    incident = flapping.incident()
    assert (incident.state, incident.resolved_by, incident.calm_since) == (State.RESOLVED, "jon", None)


def test_turns_weeks_apart_are_no_flapping(world: Any, turn: Turn) -> None:
    """What came back long ago is forgotten."""
    world.round()
    turn(bad=False)
    turn(bad=True)
    world.round(days=14)
    turn(bad=False)
    turn(bad=True)
    turn(bad=False)
    assert world.incident().state is State.RESOLVED


def test_whoever_has_what_is_back_is_given_the_time_to_answer_anew(
    make_world: Callable[..., Any], says: Any, turn_of: Callable[[Any], Turn]
) -> None:
    """However long it was in order: nobody is asked in the night in which it is back."""
    world = make_world(says.declared(ack_timeout="1d"))
    turn = turn_of(world)
    world.checks.says["churn"] = [says.bad()]
    world.round()
    for bad in (False, True, False, True):
        turn(bad=bad)
    people.acknowledge(world.store, 1, "maria", world.clock())
    for bad in (False, False, True):  # held open for two days, about which nobody is asked
        turn(bad=bad)
    world.slack.clear()
    world.round(minutes=31)
    world.round(minutes=31)
    incident = world.incident()
    assert (incident.state, incident.acknowledged_by, rung(world)) == (State.ACKNOWLEDGED, "maria", 0)
    assert "asked" not in [kind for kind, _ in world.story()][-2:]
    turn(bad=True)
    assert world.story()[-1][0] == "asked"


def test_what_is_in_order_says_so_when_it_wakes(flapping: Any) -> None:
    """It is held open, so its sleep ends like any other; nobody is paged, nor told that it goes on."""
    now = flapping.clock()
    people.snooze(flapping.store, 1, "maria", now, now + timedelta(hours=1), "for an hour")
    flapping.slack.clear()
    flapping.round(hours=1)
    (woken,) = [each for each in flapping.events() if each.kind == "woke"]
    assert woken.text == "it is in order, held open as it comes and goes; maria had put it to sleep"
    flapping.round(minutes=30)
    assert rung(flapping) == 0
    assert [each.kind for each in flapping.events()][-1] == "woke"
