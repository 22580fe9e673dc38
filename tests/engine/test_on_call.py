"""Ladders that name a schedule or a team, told by a clock that is moved forward."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.duty import Copy, Shift
from bot.domain.intent import IncidentMail, IncidentPage
from bot.store import rollbacks

World = Any


@pytest.fixture
def given(make_world: Callable[..., World], says: Any) -> Callable[..., World]:
    """A world with these ladders, in which the checks find one page."""

    def make(**facts: Any) -> World:
        world = make_world(deployment=says.deployed(**facts))
        world.checks.says["churn"] = [says.bad()]
        return world

    return make


def told(world: World) -> list[tuple[str, str]]:
    """Who was told, and by which route."""
    pages = [(each.person, "slack") for each, _ in world.slack.said if isinstance(each, IncidentPage)]
    mails = [(each.person, "email") for each, _ in world.mail.said if isinstance(each, IncidentMail)]
    return [*dict.fromkeys(pages), *mails]


def lines(world: World) -> list[str]:
    """What the timeline says of each hop."""
    return [event.text for event in world.events() if event.kind == "escalated"]


def test_whoever_is_on_call_when_the_hop_is_due_is_paged(given: Callable[..., World]) -> None:
    """Maria until half past nine, then Jon: the first hop is hers, the second, five minutes later, is his."""
    turns = {"rotation": "daily", "people": ["jon", "maria"], "handover": "09:33", "since": "2026-11-18"}
    policy = [{"notify": "churn-primary", "wait": "5m"}] * 2
    world = given(schedules={"churn-primary": turns}, policies={"oncall": policy})
    world.round()
    assert told(world) == [("maria", "slack")]
    world.slack.clear()
    world.round(minutes=5)
    assert told(world) == [("jon", "slack")]
    assert lines(world) == [
        "maria (churn-primary) is told by slack",
        "jon (churn-primary) is told by slack",
    ]


def test_a_team_is_told_all_at_once(given: Callable[..., World]) -> None:
    """Each of them once, by every route of the hop."""
    policy = [{"notify": "squad", "by": ["slack", "email"]}]
    world = given(teams={"squad": ["maria", "jon"]}, policies={"oncall": policy})
    world.round()
    assert told(world) == [("maria", "slack"), ("jon", "slack"), ("maria", "email"), ("jon", "email")]


def test_a_user_group_is_told_once_by_each_route(given: Callable[..., World]) -> None:
    """Slack tells its members of the mention; a service has one address for it."""
    policy = [{"notify": "squad", "by": ["slack", "pagerduty"]}]
    routes = {"slack": {"bot_token": "xoxb-1", "app_token": "xapp-1"}, "pagerduty": {"key": "a" * 32}}
    world = given(teams={"squad": {"slack_group": "S1"}}, policies={"oncall": policy}, routes=routes)
    world.round()
    pages = [(each.person, each.to) for each, _ in world.slack.said if isinstance(each, IncidentPage)]
    assert pages == [("squad", "thread")]
    assert [each.person for each, _ in world.pager.said] == ["squad"]
    assert lines(world) == ["squad is told by slack and pagerduty"]


def test_in_a_gap_of_the_schedule_the_next_hop_is_told_at_once(given: Callable[..., World]) -> None:
    """Nobody is on call on that Friday morning: nothing is waited for, and the thread says why."""
    nights = {"people": ["maria"], "hours": {"from": "20:00", "to": "08:00"}}
    policy = [{"notify": "nights", "wait": "1h"}, {"notify": "jon"}]
    world = given(schedules={"nights": nights}, policies={"oncall": policy})
    world.round()
    world.round(seconds=2)
    assert told(world) == [("jon", "slack")]
    assert lines(world) == ["nobody (nights) is on call: a gap", "jon is told by slack"]
    assert world.incident().next_hop_at == world.clock() + timedelta(minutes=5)


def with_calendar(given: Callable[..., World], copy: Copy) -> World:
    """The first hop is whoever a calendar names, the second is Jon."""
    policy = [{"notify": "churn-primary", "wait": "5m"}, {"notify": "jon", "wait": "5m"}]
    world = given(schedules={"churn-primary": {"calendar": "oncall.ics"}}, policies={"oncall": policy})
    world.settings.calendars["churn-primary"] = copy
    return world


def test_whoever_a_calendar_names_is_paged(given: Callable[..., World]) -> None:
    """As the calendar stands in the moment in which the hop is due."""
    now = given().clock()
    shift = Shift("maria", now - timedelta(hours=1), now + timedelta(hours=1))
    world = with_calendar(given, Copy((shift,), as_of=now))
    world.round()
    assert told(world) == [("maria", "slack")]


def test_where_a_calendar_was_never_read_the_next_hop_is_told_at_once(given: Callable[..., World]) -> None:
    """And the thread says why."""
    world = with_calendar(given, Copy(trouble="its server answered 404"))
    world.round()
    world.round()
    assert told(world) == [("jon", "slack")]
    assert lines(world)[0] == (
        "nobody (churn-primary) is on call: a gap: the calendar of churn-primary cannot be read "
        "(its server answered 404)"
    )


def test_where_every_step_falls_into_a_gap_the_owner_is_told(given: Callable[..., World]) -> None:
    """Nobody was told: that is not a ladder that went unanswered, and nothing is rolled back for it."""
    nights = {"people": ["jon"], "hours": {"from": "20:00", "to": "08:00"}}
    target = {"by": "git", "repository": "x", "file": "v", "enabled": True, "allowed": ["jon"]}
    world = given(
        schedules={"nights": nights},
        policies={"oncall": [{"notify": "nights"}, {"rollback": "model"}]},
        rollbacks={"model": target},
    )
    world.round()
    world.round(seconds=1)
    assert told(world) == [("maria", "slack"), ("maria", "email")]
    assert lines(world)[1:] == [
        "nobody was on call at any step of the ladder, so the owner is told: maria is told by slack and email"
    ]
    with world.store.read() as connection:
        assert rollbacks.unfinished(connection) == ()


def test_without_a_policy_the_owner_is_told_by_what_reaches_them(
    make_world: Callable[..., World], says: Any
) -> None:
    """There is no Slack here: they get a mail, and nobody says that they were told by Slack."""
    people = {"maria": {"email": "maria@example.com"}}
    deployment = says.deployed(people=people, policies={}, routes={"email": {"smtp": "smtp://localhost:25"}})
    world = make_world(says.declared(policy=None), deployment=deployment)
    world.checks.says["churn"] = [says.bad()]
    world.round()
    assert told(world) == [("maria", "email")]
    assert lines(world) == ["maria is told by email"]
