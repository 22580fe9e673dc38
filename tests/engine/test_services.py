"""A hop by the machine of somebody else: it rings once, until somebody has the incident, here or there."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.domain.incident import State
from bot.engine import people
from bot.engine.elsewhere import told
from bot.messages.alert import Action, alert
from bot.messages.surroundings import Surroundings
from bot.routes.outcome import Retry
from bot.store import outbox, tables

World = Any


@pytest.fixture
def world(make_world: Any, says: Any) -> World:
    """Maria is told by PagerDuty, then Jon; there is no Slack."""
    hops = [{"notify": name, "by": ["pagerduty"], "wait": "5m"} for name in ("maria", "jon")]
    routes = {"pagerduty": {"key": "a" * 32}}
    made = make_world(deployment=says.deployed(policies={"oncall": hops}, routes=routes))
    made.checks.says["churn"] = [says.bad()]
    return made


def rung(world: World) -> list[tuple[str, str]]:
    """Who was rung or told more, and how the incident stood."""
    return [(intent.person, f"{intent.kind}: {words.split()[0]}") for intent, words in world.pager.said]


def key_of_marias(world: World) -> str:
    """What PagerDuty knows the first alert by."""
    key = "page/1/1/0/pagerduty/maria"
    with world.store.read() as connection:
        at = connection.execute(
            select(tables.outbox.c.written_at).where(tables.outbox.c.key == key)
        ).scalar_one()
    return f"{key}@{int(at.timestamp())}"


def event(kind: str, key: str, agent: str = "user_reference") -> dict[str, Any]:
    """What PagerDuty calls with."""
    by = {"type": agent, "summary": "Jon D."}
    return {"event": {"event_type": kind, "agent": by, "data": {"incident_key": key}}}


def test_a_hop_rings_once_and_the_next_one_after_its_wait(world: World) -> None:
    """Without Slack, too."""
    world.round()
    world.round(minutes=4, seconds=59)
    assert rung(world) == [("maria", "incident_alert: open")]
    world.round(seconds=1)
    assert rung(world)[1:] == [("jon", "incident_alert: open")]


def test_whoever_has_it_here_stops_the_ringing_there(world: World) -> None:
    """Of all hops; at the end it is closed there, too."""
    world.round()
    world.round(minutes=5)
    for step, state in ((people.acknowledge, "acknowledged"), (people.resolve, "resolved")):
        world.pager.clear()
        step(world.store, 1, "maria", world.clock())
        world.round()
        assert rung(world) == [(who, f"incident_alert_update: {state}") for who in ("maria", "jon")]


def test_what_the_checks_see_end_is_closed_there(world: World, says: Any) -> None:
    """Nobody has to."""
    world.round()
    world.pager.clear()
    world.checks.says["churn"] = [says.good()]
    world.round(days=1)
    assert rung(world) == [("maria", "incident_alert_update: resolved")]


def test_an_acknowledgement_there_is_one_here(world: World) -> None:
    """By the name that PagerDuty tells; the ladder stops."""
    world.round()
    said = told(world.store, event("incident.acknowledged", key_of_marias(world)), world.clock())
    assert said == "incident 1 is acknowledged"
    assert world.incident().acknowledged_by == "Jon D. (PagerDuty)"
    assert world.events()[-1].by == "pagerduty"
    world.round(minutes=30)
    assert [who for who, what in rung(world) if what.startswith("incident_alert:")] == ["maria"]


def test_a_name_that_was_cut_in_the_middle_of_a_character_is_taken_all_the_same(world: World) -> None:
    """JSON can hold half an emoji, which no database keeps; the ladder stops, whatever they are called."""
    world.round()
    half = event("incident.acknowledged", key_of_marias(world))
    half["event"]["agent"]["summary"] = "Jon \ud83d"
    assert told(world.store, half, world.clock()) == "incident 1 is acknowledged"
    assert world.incident().acknowledged_by == "Jon ? (PagerDuty)"


def test_the_end_there_is_the_end_here(world: World) -> None:
    """And what comes twice changes nothing."""
    world.round()
    ended = event("incident.resolved", key_of_marias(world))
    assert told(world.store, ended, world.clock()) == "incident 1 is resolved"
    assert told(world.store, ended, world.clock()) == "it is so already"


def test_what_oakum_told_pagerduty_does_not_come_back_as_an_answer(world: World) -> None:
    """It is an event of no person."""
    world.round()
    said = event("incident.acknowledged", key_of_marias(world), agent="inbound_integration_reference")
    assert told(world.store, said, world.clock()) == "nothing follows from it"
    assert world.incident().state is State.OPEN


def test_a_late_answer_to_an_earlier_round_takes_nothing(world: World, says: Any) -> None:
    """The incident was over, and is back: whoever had it then need not have it now."""
    world.round()
    first = key_of_marias(world)
    people.resolve(world.store, 1, "maria", world.clock())
    world.checks.says["churn"] = [says.bad(day=date(2026, 11, 22))]
    world.round(days=2)
    assert world.incident().round == 2
    said = told(world.store, event("incident.acknowledged", first), world.clock())
    assert said == "it is about no incident of this round"
    assert world.incident().state is State.OPEN


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {},
        {"event": 3},
        event("incident.acknowledged", "what@ever"),
        event("incident.priority", "x"),
    ],
)
def test_what_is_no_answer_changes_nothing(world: World, said: Any) -> None:
    """Whatever is sent."""
    world.round()
    told(world.store, said, world.clock())
    assert world.incident().state is State.OPEN


def test_a_ring_that_may_have_got_through_is_told_to_stop(world: World) -> None:
    """The connection broke, then somebody took it: PagerDuty must not go on ringing for an alert of ours."""
    world.pager.answers.append(lambda box, parcel, message: Retry("reset", unknown=True))
    world.round()
    people.acknowledge(world.store, 1, "maria", world.clock())
    world.round(minutes=2)
    assert rung(world) == [("maria", "incident_alert: acknowledged")]
    with world.store.read() as connection:
        assert outbox.waiting(connection) == 0


def test_what_an_alert_asks_for_follows_from_the_incident(world: World) -> None:
    """An alert of an earlier round never rings again."""
    world.round()
    (page, _), around = world.pager.said[0], Surroundings(owner="maria", channel="", zone=ZoneInfo("UTC"))
    stood = [world.incident()]
    for step in (people.acknowledge, people.give_back, people.resolve):
        step(world.store, 1, "maria", world.clock())
        stood.append(world.incident())
    asked = [alert(page, each, around).action for each in stood]
    assert asked == [Action.TRIGGER, Action.ACKNOWLEDGE, Action.ACKNOWLEDGE, Action.RESOLVE]


def test_what_is_in_order_and_held_open_stops_ringing_there(world: World, says: Any) -> None:
    """It comes and goes; the service would page on by its own ladder. The next turn is another alert."""
    world.round()
    for day in range(20, 25):
        world.checks.says["churn"] = [says.bad(day=date(2026, 11, day)) if day % 2 else says.good()]
        world.round(days=1)
    held = world.incident()
    assert (held.state, held.round) == (State.OPEN, 3)
    [said] = [intent for intent, _ in world.pager.said if intent.kind == "incident_alert_update"][-1:]
    around = Surroundings(owner="maria", channel="#churn", zone=ZoneInfo("UTC"))
    assert alert(said, held, around).action is Action.RESOLVE
