"""Outside working hours tickets wait, and nobody is woken for less than their sleep is worth."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.incident import State
from bot.domain.intent import IncidentPage
from bot.engine import people
from checks.verdict import Urgency

World = Any
WORK = {"days": "mon-fri", "from": "08:00", "to": "18:00"}
COST = {"currency": "USD", "per_wrong_unit": 1, "daily_units": 1000}


@pytest.fixture
def at_night(make_world: Any, says: Any) -> Any:
    """Friday, half past nine in the evening; people are back on Monday at eight."""

    def made(wake_above: float | None = None, found: Any = None) -> World:
        cost = COST | ({"wake_above": wake_above} if wake_above else {})
        world = make_world(says.declared(cost=cost), deployment=says.deployed(working_hours=WORK))
        world.clock.move_forward(timedelta(hours=12))
        world.checks.says["churn"] = [found or says.bad()]
        return world

    return made


def paged(world: World) -> bool:
    """Whether anybody was."""
    return any(isinstance(intent, IncidentPage) for intent, _ in world.slack.said)


def test_a_ticket_is_posted_when_people_work(at_night: Any, says: Any) -> None:
    """On Monday at eight, and not a minute earlier."""
    world = at_night(found=says.bad(urgency=Urgency.TICKET))
    world.round()
    world.round(hours=58, minutes=29)
    assert "incident_post" not in world.slack.kinds()
    world.round(minutes=1)
    assert "incident_post" in world.slack.kinds()


def test_a_page_is_sent_at_once_where_nothing_says_otherwise(at_night: Any) -> None:
    """Working hours alone keep no page."""
    world = at_night()
    world.round()
    assert paged(world)


def test_a_ticket_that_becomes_a_page_is_told_at_night(at_night: Any, says: Any) -> None:
    """Its message, which the mention answers, waits no longer."""
    world = at_night(found=says.bad(urgency=Urgency.TICKET))
    world.round()
    world.checks.says["churn"] = [says.bad(day=date(2026, 11, 20))]
    world.round(hours=12)
    assert {"incident_post", "incident_page"} <= set(world.slack.kinds())


def test_nobody_is_woken_for_less_than_their_sleep_is_worth(at_night: Any) -> None:
    """The thread says that it waits and why; on Monday the ladder begins."""
    world = at_night(wake_above=1e6)
    world.round()
    assert not paged(world)
    assert world.events()[-1].text == (
        "it waits for working hours: until then it costs less than 1,000,000 (wake_above)"
    )
    world.round(hours=58, minutes=29)
    assert not paged(world)
    world.round(minutes=1)
    assert paged(world)
    assert [kind for kind, _ in world.story()].count("waits") == 1


def test_what_costs_more_wakes(at_night: Any) -> None:
    """58 hours of what is wrong here cost far more than a dollar."""
    world = at_night(wake_above=1)
    world.round()
    assert paged(world)


def test_what_becomes_dearer_meanwhile_wakes(at_night: Any, says: Any) -> None:
    """On Saturday morning all of it is wrong."""
    world = at_night(wake_above=400, found=says.bad(affected=100))
    world.round()
    assert not paged(world)
    world.checks.says["churn"] = [says.bad(affected=1000, day=date(2026, 11, 20))]
    world.round(hours=12)
    assert paged(world)


def test_what_has_no_price_wakes(make_world: Any, says: Any) -> None:
    """Nobody can say that it is cheap."""
    world = make_world(deployment=says.deployed(working_hours=WORK))
    world.clock.move_forward(timedelta(hours=12))
    world.checks.says["churn"] = [says.bad()]
    world.round()
    assert paged(world)


def test_once_somebody_was_paged_the_ladder_goes_on(at_night: Any) -> None:
    """It began at 17:59; at 18:04 the next one is told, though work is over."""
    world = at_night(wake_above=1e6)
    world.clock.move_forward(timedelta(days=3) - timedelta(hours=3, minutes=31))  # Monday, 17:59
    world.round()
    assert paged(world)
    world.slack.clear()
    world.round(minutes=5)
    assert paged(world)


def test_what_waits_can_be_taken(at_night: Any) -> None:
    """Whoever looks at it at night has it."""
    world = at_night(wake_above=1e6)
    world.round()
    people.acknowledge(world.store, 1, "maria", world.clock())
    world.round(days=3)
    assert not paged(world)
    assert world.incident().state is State.ACKNOWLEDGED
