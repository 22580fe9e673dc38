"""A drill finds the pager that leads nowhere, so that ten silent days do not."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.drill import Receipt, Way, receipt
from bot.engine.drill import begin, confirm, drill_due, is_due
from bot.engine.elsewhere import told
from bot.routes.outcome import Permanent
from bot.store import drills

World = Any
DAY = timedelta(days=1)


@pytest.fixture
def world(make_world: Any, says: Any) -> World:
    """Maria is told by Slack; Jon by Slack, mail and PagerDuty."""
    hops = [{"notify": "maria"}, {"notify": "jon", "by": ["slack", "email", "pagerduty"]}]
    routes = {
        "slack": {"bot_token": "xoxb-1", "app_token": "xapp-1"},
        "email": {"smtp": "smtp://localhost:25"},
        "pagerduty": {"key": "a" * 32},
    }
    plan = {"at": "tue 10:00", "weeks": 2, "answer_within": "1d"}
    return make_world(deployment=says.deployed(policies={"oncall": hops}, routes=routes, drill=plan))


def begun(world: World) -> Any:
    """Ana begins a drill, and all of it is sent."""
    drill = begin(world.store, world.settings, "ana", world.clock(), DAY)
    world.deliver()
    return drill


def stands(world: World) -> dict[tuple[str, str], Receipt]:
    """How far it is known that each test page came."""
    with world.store.read() as connection:
        drill = drills.last(connection)
    return {(call.way.person, call.way.route): receipt(call) for call in drill.calls}


def reports(world: World) -> int:
    """How often a channel was told the result."""
    return world.slack.kinds().count("drill_report")


def test_everybody_is_called_by_each_of_their_routes(world: World) -> None:
    """Once, however many ladders they are on; the other side's word alone is no receipt."""
    begun(world)
    called = [
        (each.person, each.by) for box in (world.slack, world.mail, world.pager) for each, _ in box.said
    ]
    assert sorted(called) == [("jon", "email"), ("jon", "pagerduty"), ("jon", "slack"), ("maria", "slack")]
    assert set(stands(world).values()) == {Receipt.ACCEPTED}


def test_people_say_what_came_and_then_it_is_over(world: World) -> None:
    """The page in Slack shows it; when all have answered the channel is told at once."""
    drill = begun(world)
    for person, route in stands(world):
        assert reports(world) == 0
        assert confirm(world.store, drill.id, Way(person, route), person, world.clock())
        assert not confirm(world.store, drill.id, Way(person, route), person, world.clock())
        world.deliver()
    assert set(stands(world).values()) == {Receipt.CONFIRMED}
    assert "drill_update" in world.slack.kinds()
    world.round()
    assert reports(world) == 1
    world.round(days=2)
    assert reports(world) == 1


def test_what_has_no_receipt_is_told_when_the_time_is_over(world: World) -> None:
    """With what is known of it: the mail server refused, PagerDuty took it and nobody answered."""
    world.mail.answers.append(lambda box, parcel, message: Permanent("550 no such user"))
    drill = begun(world)
    confirm(world.store, drill.id, Way("maria", "slack"), "maria", world.clock())
    world.round(hours=23)
    assert reports(world) == 0
    world.round(hours=1)
    assert reports(world) == 1
    with world.store.read() as connection:
        missing = {each.way.route: each.error for each in drills.get(connection, drill.id).missing}
    assert missing == {"slack": "", "email": "550 no such user", "pagerduty": ""}
    assert stands(world)["jon", "email"] is Receipt.FAILED


def test_an_acknowledgement_in_pagerduty_is_a_receipt(world: World) -> None:
    """And the alert ends there."""
    drill = begun(world)
    key = f"drill/{drill.id}/pagerduty/jon@{int(world.clock().timestamp())}"
    event = {"event_type": "incident.acknowledged", "agent": {"type": "user_reference", "summary": "Jon D."}}
    said = told(world.store, {"event": event | {"data": {"incident_key": key}}}, world.clock())
    assert said == "drill 1 has its receipt"
    world.deliver()
    assert [each.kind for each, _ in world.pager.said] == ["drill_call", "drill_update"]
    assert stands(world)["jon", "pagerduty"] is Receipt.CONFIRMED


def test_the_calendar_begins_drills(world: World) -> None:
    """Every second Tuesday at ten; what was missed is caught up once."""
    world.round(days=4)  # Tuesday, half past nine
    assert world.slack.kinds().count("drill_call") == 0
    world.round(hours=1)
    assert world.slack.kinds().count("drill_call") == 2
    world.round(days=7)
    assert world.slack.kinds().count("drill_call") == 2
    world.round(days=7)
    assert world.slack.kinds().count("drill_call") == 4
    world.round(days=30)
    assert world.slack.kinds().count("drill_call") == 6


def test_a_rehearsal_the_day_before_takes_the_place_of_no_drill(world: World) -> None:
    """Whoever tries one pipeline each week must not keep everybody else from being tried."""
    world.round(days=3)
    begin(world.store, world.settings, "ana", world.clock(), DAY, about="nulls in `usage`")
    world.round()
    before = world.slack.kinds().count("drill_call")
    world.round(days=1, hours=1)
    assert world.slack.kinds().count("drill_call") == before + 2


def test_of_two_processes_that_see_at_once_that_it_is_due_one_begins_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one is so much behind that it has read already that none has begun."""
    world.round(days=4, hours=1)
    world.slack.clear()
    world.clock.move_forward(14 * DAY)
    seen: list[bool] = []

    def outrun(*arguments: Any) -> bool:
        due = is_due(*arguments)
        seen.append(due)
        if len(seen) == 1:
            drill_due(world.store, world.settings, world.clock())
        return due

    monkeypatch.setattr("bot.engine.drill.is_due", outrun)
    drill_due(world.store, world.settings, world.clock())
    world.deliver()
    assert world.slack.kinds().count("drill_call") == 2


def test_a_drill_is_not_begun_because_it_was_configured(world: World) -> None:
    """It is Friday: the first one is on Tuesday."""
    world.round()
    assert world.slack.said == []


def test_a_page_of_people_goes_on_beside_it(world: World, says: Any) -> None:
    """Nothing of a drill is an incident."""
    begun(world)
    world.checks.says["churn"] = [says.bad()]
    world.round()
    assert "incident_page" in world.slack.kinds()
    assert [kind for kind, _ in world.story()] == ["opened", "escalated"]
