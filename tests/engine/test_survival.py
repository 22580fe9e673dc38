"""Everything is broken at once: one page, one check-list, and what is muted comes back by a person's hand."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.incident import State
from bot.domain.survival import Now
from bot.engine import people, survival
from bot.store import checkups, incidents, survivals
from checks.verdict import Outcome, Urgency

World = Any
CHECKS = ("null_rate", "guards", "own", "duplicate_keys")


@pytest.fixture
def storm(make_world: Any, says: Any) -> World:
    """`usage` feeds the model; `orders` and `plans` feed a report. All of their checks fail."""
    usage = {"source": "lake", "partition": {"column": "day"}, "feeds": {"model": "critical"}}
    other = usage | {"feeds": {"report": "low"}}
    world = make_world(says.declared(tables={"usage": usage, "orders": other, "plans": other}))
    begin = says.bad().bad[0]
    world.checks.new = {"orders": begin, "plans": begin}
    world.checks.says["churn"] = all_of(says, "usage", "orders", "plans")
    return world


def all_of(says: Any, *failing: str) -> list[Any]:
    """Every check of these tables fails, those of the others are in order."""
    return [
        says.bad(check, table=table)
        if table in failing
        else says.bad(check, table=table, outcome=Outcome.OK, bad=(), urgency=Urgency.TICKET)
        for table in ("usage", "orders", "plans")
        for check in CHECKS
    ]


def standing(world: World) -> Any:
    with world.store.read() as connection:
        return survivals.last(connection, "churn")


def test_one_page_says_it_and_the_rest_is_silent(storm: World) -> None:
    """The core pages as ever, forty others do not."""
    storm.round()
    said = standing(storm)
    assert (said.watched, [each.table for each in said.muted]) == (("usage",), ["orders", "plans"])
    with storm.store.read() as connection:
        open_ = incidents.unresolved(connection)
    paged = {each.lead.table for each in open_ if each.hop}
    assert paged == {"usage", "pipeline churn"}
    asleep = {each.lead.table for each in open_ if each.state is State.SNOOZED}
    assert asleep == {"orders", "plans"}
    posts = [intent.incident for intent, _ in storm.slack.said if intent.kind == "incident_post"]
    assert len(posts) == len(CHECKS) + 1


def test_new_checks_change_the_list_and_say_nothing_new(storm: World, says: Any) -> None:
    """The message is edited in place; what is in order stays muted until somebody brings it back."""
    storm.round()
    storm.slack.clear()
    storm.checks.says["churn"] = all_of(says, "usage", "plans")
    storm.round(days=1)
    assert {each.table: each.now for each in standing(storm).muted} == {
        "orders": Now.IN_ORDER,
        "plans": Now.FAILING,
    }
    number = standing(storm).incident
    edits = [intent.kind for intent, _ in storm.slack.said if getattr(intent, "incident", None) == number]
    assert "incident_update" in edits
    storm.round(days=1)
    assert standing(storm).over_at is None


def test_what_is_brought_back_is_told(storm: World) -> None:
    """Who and when is kept; the others stay muted; it survives a restart."""
    storm.round()
    storm.restart()
    storm.slack.clear()
    now = storm.clock()
    survival.bring(storm.store, storm.settings, "churn", "orders", "maria", now)
    survival.bring(storm.store, storm.settings, "churn", "orders", "jon", now + timedelta(minutes=1))
    storm.round()
    (item,) = standing(storm).back
    assert (item.table, item.brought_by, item.brought_at) == ("orders", "maria", now)
    posts = [intent.incident for intent, _ in storm.slack.said if intent.kind == "incident_post"]
    assert len(posts) == len(CHECKS)
    assert ("brought back", "maria") in storm.story(standing(storm).incident)


def test_with_the_last_one_it_is_over_and_does_not_begin_again_at_once(storm: World, says: Any) -> None:
    """Though as much fails as before; after it was in order once, it may."""
    storm.round()
    for table in ("orders", "plans"):
        survival.bring(storm.store, storm.settings, "churn", table, "maria", storm.clock())
    first = standing(storm)
    assert (first.over_by, storm.incident(first.incident).state) == ("maria", State.RESOLVED)
    assert storm.events(first.incident)[-1].kind == "survived"
    storm.round(days=1)
    assert standing(storm).id == first.id
    storm.checks.says["churn"] = all_of(says)
    storm.round(days=1)
    storm.checks.says["churn"] = all_of(says, "usage", "orders", "plans")
    storm.round(days=1)
    assert standing(storm).id > first.id


@pytest.mark.parametrize("how", ["ended", "resolved"])
def test_somebody_ends_it(storm: World, how: str) -> None:
    """By the command, or by resolving its incident: all that slept is told."""
    storm.round()
    if how == "ended":
        survival.end(storm.store, storm.settings, "churn", "jon", storm.clock())
    else:
        people.resolve(storm.store, standing(storm).incident, "jon", storm.clock())
    storm.round()
    assert standing(storm).over_by == "jon"
    with storm.store.read() as connection:
        assert {each.state for each in incidents.unresolved(connection)} == {State.OPEN}


def test_there_must_be_something_to_bring_back(storm: World) -> None:
    """The answer says what there is."""
    with pytest.raises(survival.NotMutedError, match="not in survival"):
        survival.bring(storm.store, storm.settings, "churn", "orders", "maria", storm.clock())
    storm.round()
    with pytest.raises(survival.NotMutedError, match="muted are orders, plans"):
        survival.bring(storm.store, storm.settings, "churn", "usage", "maria", storm.clock())
    survival.end(storm.store, storm.settings, "churn", "jon", storm.clock())
    with pytest.raises(survival.NotMutedError, match="not in survival"):
        survival.end(storm.store, storm.settings, "churn", "maria", storm.clock())


def test_a_muted_pipeline_does_not_begin_one(storm: World) -> None:
    """Nobody is told of it anyway."""
    from bot.domain.stage import Step

    storm.checks.says["churn"] = []
    storm.round()
    people.step(storm.store, storm.settings, storm.settings.pipelines[0], Step.MUTE, "jon", storm.clock())
    storm.round(days=1)
    assert standing(storm) is None


def test_the_digest_ranks_nothing(storm: World) -> None:
    """What is watched and what is muted stands in its place."""
    storm.round()
    storm.round(hours=6)
    with storm.store.read() as connection:
        told = checkups.last(connection, "churn")
    assert told.instead[0] == "Everything is broken at once: 12 of 12 checks fail"
    assert told.instead[2] == "Muted: still failing: orders, plans."


def test_wherever_the_process_dies_it_begins_once(storm: World, killed_at: Any) -> None:
    """One survival, one incident, one message."""
    with killed_at(storm, 40):
        storm.round()
    storm.restart()
    storm.round()
    assert standing(storm).id == 1
    posts = storm.slack.posted()
    assert all(number == 1 for number in posts.values())
