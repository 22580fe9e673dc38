"""The countdown to a rollback: when it begins, who can stop it, and why it may end in nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.rollback import Deployed, Stand
from bot.domain.stage import Step
from bot.engine import people
from bot.engine.rollback_cancel import Answer, cancel

Bay = Any
DEPLOYED = datetime(2026, 11, 18, 21, tzinfo=UTC)
TROUBLE = datetime(2026, 11, 19, 4, tzinfo=UTC)


def test_when_nobody_on_the_ladder_answers_the_countdown_begins(bay: Bay) -> None:
    """One message in the thread, for all to see, and nothing is rolled back yet."""
    assert bay.slack.kinds().count("rollback_post") == 1
    said = bay.events()[-1]
    assert (said.kind, said.text) == (
        "counting down",
        "churn-model is rolled back from v7 to v6 in 5 min, unless somebody acknowledges or cancels",
    )
    assert bay.stand().ends_at == bay.clock() + timedelta(minutes=5)


def test_at_its_end_the_former_version_is_restored_and_that_is_verified(bay: Bay, registry: Any) -> None:
    """Not a second earlier; the message changes in place and the thread tells it."""
    bay.go(minutes=4, seconds=59)
    assert registry.calls == []
    bay.slack.clear()
    bay.go(seconds=1)
    assert registry.calls == ["v7 to v6"]
    assert bay.stand().stand is Stand.DONE
    (note,) = bay.notes()
    assert (note.what, note.broadcast) == ("rolled back", True)
    assert note.text == "churn-model was rolled back from v7 to v6, and v6 is seen to serve"
    assert "rollback_update" in bay.slack.kinds()
    bay.go(hours=3)
    assert registry.calls == ["v7 to v6"]


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda world: people.acknowledge(world.store, 1, "maria", world.clock()), "maria has it"),
        (
            lambda world: people.resolve(world.store, 1, "maria", world.clock()),
            "the incident is resolved by maria",
        ),
    ],
)
def test_who_acknowledges_in_the_last_second_stops_it(
    bay: Bay, registry: Any, act: Callable[[Bay], Any], why: str
) -> None:
    """Also who resolves: the message says so, and nothing is rolled back."""
    bay.go(minutes=4, seconds=59)
    act(bay)
    bay.slack.clear()
    bay.go(seconds=1)
    assert (bay.stand().stand, bay.stand().said, registry.calls) == (Stand.STOPPED, why, [])
    assert "rollback_update" in bay.slack.kinds()


def test_who_acknowledges_while_the_version_is_read_stops_it(
    bay: Bay, registry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked again in the transaction that claims."""
    look = registry.look

    def slow_look() -> Deployed:
        people.acknowledge(bay.store, 1, "maria", bay.clock())
        return look()

    monkeypatch.setattr(registry, "look", slow_look)
    bay.go(minutes=5)
    assert (bay.stand().stand, registry.calls) == (Stand.STOPPED, [])


def test_one_who_may_cancels_and_one_who_may_not_does_not(bay: Bay, registry: Any) -> None:
    """Jon is named, Maria is not, and of others there is not even a name."""
    for who in ("maria", None):
        answer, _ = cancel(bay.store, bay.settings, 1, who, bay.clock)
        assert (answer, bay.stand().stand) == (Answer.MAY_NOT, Stand.COUNTING)
    assert cancel(bay.store, bay.settings, 1, "jon", bay.clock)[0] is Answer.CANCELLED
    bay.go(minutes=5)
    assert (bay.stand().stand, bay.stand().who, registry.calls) == (Stand.CANCELLED, "jon", [])
    assert bay.story()[-1] == ("cancelled", "jon")
    assert cancel(bay.store, bay.settings, 1, "jon", bay.clock)[0] is Answer.TOO_LATE


def test_a_version_that_changed_meanwhile_is_not_rolled_back(bay: Bay, registry: Any) -> None:
    """Somebody deployed v8: what Oakum looked at is gone."""
    registry.version, registry.previous = "v8", "v7"
    bay.go(minutes=5)
    assert (bay.stand().stand, registry.calls) == (Stand.REFUSED, [])
    assert bay.notes()[0].text == "churn-model is not rolled back: v8 serves by now, and no longer v7"


@pytest.mark.parametrize(
    ("since", "deployed_at", "why"),
    [
        (
            TROUBLE,
            TROUBLE + timedelta(hours=1),
            "v7 was deployed on Thu 19 Nov at 05:00 UTC, after the trouble began on Thu 19 Nov at 04:00 UTC: "
            "it is not the cause",
        ),
        (
            None,  # only the day is known
            DEPLOYED - timedelta(days=30),
            "v7 was deployed on Mon 19 Oct at 21:00 UTC, 30 days before the trouble began on Thu 19 Nov at "
            "00:00 UTC: too long to be the cause",
        ),
        (TROUBLE, None, "it is not known since when v7 serves"),
    ],
)
def test_without_a_deployment_before_the_trouble_the_gate_is_named_instead(
    make_bay: Any, registry: Any, since: Any, deployed_at: Any, why: str
) -> None:
    """Nothing counts down, and nothing is rolled back."""
    registry.deployed_at = deployed_at
    world = make_bay(since)
    world.to_the_countdown()
    instead = "What helps instead: `oakum gate churn/usage --partition 2026-11-19` before the model serves it"
    assert world.notes()[0].text == f"churn-model is not rolled back: {why}. {instead} holds the batch"
    assert "rollback_post" not in world.slack.kinds()
    world.go(hours=1)
    assert registry.calls == []


def test_one_that_is_off_says_what_it_would_do(make_bay: Any, registry: Any) -> None:
    """And how to switch it on."""
    world = make_bay(enabled=False)
    world.to_the_countdown()
    assert world.notes()[0].text == (
        "churn-model is not rolled back: its rollback is off (rollbacks.churn-model.enabled); it would go "
        "back from v7, deployed on Wed 18 Nov at 21:00 UTC, to v6"
    )
    world.go(hours=1)
    assert registry.calls == []


def test_without_a_former_version_nothing_is_rolled_back(make_bay: Any, registry: Any) -> None:
    """The thread says so."""
    registry.previous = None
    world = make_bay()
    world.to_the_countdown()
    assert "there is no version before v7 to go back to" in world.notes()[0].text


def test_a_countdown_that_nobody_saw_does_not_count(make_bay: Any, registry: Any) -> None:
    """Slack was down: it begins when its message is there."""
    world = make_bay()
    world.round()
    world.round(minutes=5)
    world.round(minutes=5)
    world.roll_back()  # and nothing is delivered
    world.clock.move_forward(timedelta(minutes=5))
    world.roll_back()
    assert (world.stand().stand, registry.calls) == (Stand.COUNTING, [])
    world.deliver()
    world.clock.move_forward(timedelta(minutes=4, seconds=59))
    world.roll_back()
    assert registry.calls == []
    world.clock.move_forward(timedelta(seconds=1))
    world.roll_back()
    assert registry.calls == ["v7 to v6"]


def test_a_countdown_whose_message_cannot_be_delivered_fails_loudly(make_bay: Any, registry: Any) -> None:
    """After an hour: the ladder is climbed again, by e-mail too."""
    world = make_bay()
    for _ in range(3):
        world.round(minutes=5)
    world.roll_back()
    for _ in range(13):
        world.clock.move_forward(timedelta(minutes=5))
        world.roll_back()
    assert (world.stand().stand, registry.calls) == (Stand.FAILED, [])
    assert "cannot be delivered" in world.stand().said


def test_a_pipeline_that_is_muted_is_not_rolled_back(bay: Bay, registry: Any) -> None:
    """Who mutes it wants no more of it."""
    people.step(bay.store, bay.settings, bay.settings.pipelines[0], Step.MUTE, "maria", bay.clock())
    bay.go(minutes=5)
    assert (bay.stand().stand, registry.calls) == (Stand.STOPPED, [])
