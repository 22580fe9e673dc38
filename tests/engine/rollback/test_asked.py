"""A person who may asks for the rollback before the ladder comes to it."""

from typing import Any

import pytest

from bot.domain.rollback import Asked, Stand
from bot.engine import people
from bot.engine.rollback_asked import ask
from bot.engine.rollback_cancel import Answer, cancel
from bot.store import rollbacks


@pytest.fixture
def bay(make_bay: Any) -> Any:
    """Maria was paged; the ladder has not come to the rollback."""
    made = make_bay()
    made.go()
    return made


def asked(bay: Any, who: str | None = "jon", **facts: Any) -> Asked:
    """What becomes of the wish."""
    return ask(bay.store, bay.settings, 1, who, bay.clock, **facts)[0]


def test_jon_has_the_incident_and_rolls_back_by_hand(bay: Any) -> None:
    """The same countdown in the thread; that he has it stops nothing, and it is done once."""
    people.acknowledge(bay.store, 1, "jon", bay.clock())
    assert asked(bay) is Asked.ASKED
    bay.go()
    assert (bay.stand().stand, bay.stand().asked_by) == (Stand.COUNTING, "jon")
    assert bay.events()[-1].text == (
        "churn-model is rolled back from v7 to v6 in 5 min, unless somebody cancels (jon asked for it)"
    )
    bay.go(minutes=5)
    bay.go(minutes=5)
    assert bay.stand().stand is Stand.DONE
    assert bay.registry.calls == ["v7 to v6"]


@pytest.mark.parametrize("who", ["maria", None])
def test_only_the_named_may_ask(bay: Any, who: str | None) -> None:
    """Maria is paged and not named; a stranger is nobody."""
    assert asked(bay, who) is Asked.MAY_NOT
    with bay.store.read() as connection:
        assert rollbacks.unfinished(connection) == ()


def test_whoever_only_looks_asks_for_nothing(bay: Any) -> None:
    """They are asked whether they are sure."""
    assert asked(bay, dry_run=True) is Asked.MAY
    with bay.store.read() as connection:
        assert rollbacks.unfinished(connection) == ()


def test_a_second_wish_waits_for_the_first(bay: Any) -> None:
    """One at a time; and none for what is over."""
    assert asked(bay) is Asked.ASKED
    assert asked(bay) is Asked.UNDER_WAY
    people.resolve(bay.store, 1, "maria", bay.clock())
    assert asked(bay) is Asked.OVER
    bay.go()
    assert bay.stand().stand is Stand.STOPPED
    assert bay.registry.calls == []


def test_what_was_cancelled_may_be_asked_for_again(bay: Any) -> None:
    """Jon was too quick, and then was not; what is done is done once."""
    asked(bay)
    bay.go()
    assert cancel(bay.store, bay.settings, 1, "jon", bay.clock)[0] is Answer.CANCELLED
    assert asked(bay) is Asked.ASKED
    for _ in range(3):
        bay.go(minutes=5)
    assert bay.stand(2).stand is Stand.DONE
    assert asked(bay) is Asked.ASKED
    bay.go()
    assert bay.stand(3).stand is Stand.REFUSED
    assert "once is all" in bay.stand(3).said
    assert bay.registry.calls == ["v7 to v6"]


def test_while_a_person_s_counts_down_the_ladder_asks_for_no_other(bay: Any) -> None:
    """Nobody acknowledges, the ladder ends: one countdown runs already."""
    bay.go(minutes=8)
    asked(bay)
    for _ in range(3):
        bay.go(minutes=5)
    with bay.store.read() as connection:
        assert [each.asked_by for each in rollbacks.of_incident(connection, 1)] == ["jon"]
    assert bay.registry.calls == ["v7 to v6"]


def test_a_deployment_after_the_trouble_is_not_taken_back_by_hand_either(bay: Any) -> None:
    """It cannot have caused it; the thread says why, and what to do instead."""
    bay.registry.deployed_at = bay.clock()
    asked(bay)
    bay.go()
    assert bay.stand().stand is Stand.REFUSED
    assert "oakum gate" in bay.stand().said


def test_where_nothing_is_declared_nothing_can_be_asked_for(make_world: Any, says: Any) -> None:
    """The ladder of the pipeline has no such step."""
    world = make_world()
    world.checks.says["churn"] = [says.bad()]
    world.round()
    assert ask(world.store, world.settings, 1, "jon", world.clock) == (Asked.NOTHING, "")
