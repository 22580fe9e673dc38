"""The same at two Fridays in a row, though somebody tried: the owner upstream is to be called."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.expert import Call
from bot.domain.incident import What
from bot.engine import expert, people
from bot.store import checkups, incidents, outbox

World = Any
LAKE = {"lake": {"kind": "files", "root": "/data", "owner": "jon"}}


@pytest.fixture
def two_fridays(make_world: Callable[..., World], says: Any) -> Callable[..., World]:
    """It is found on a Friday; what is done about it; then it is found again, also a week later."""

    def played(tried: Callable[[World], None], **deployed: Any) -> World:
        world = make_world(deployment=says.deployed(**{"sources": LAKE} | deployed))
        world.checks.says["churn"] = [says.bad()]
        world.round()
        world.round(hours=6)  # the checkup
        tried(world)
        for day in range(7):
            world.checks.says["churn"] = [says.bad(day=date(2026, 11, 20) + timedelta(days=day))]
            world.round(days=1)
        world.round(hours=1)
        return world

    return played


def _resolved(world: World) -> None:
    people.resolve(world.store, 1, "maria", world.clock(), "restarted the export")


def _case(world: World, number: int = 1) -> Any:
    with world.store.read() as connection:
        return expert.case(connection, world.settings, number)


def test_what_was_resolved_and_came_back_is_an_experts(two_fridays: Any) -> None:
    """The digest and the thread say whom to call; what was tried is known."""
    world = two_fridays(_resolved)
    said = _case(world).call
    assert isinstance(said, Call)
    assert said.same
    assert [(each.who, each.did, each.said) for each in said.attempts] == [
        ("maria", "resolved it", "restarted the export")
    ]
    with world.store.read() as connection:
        last = checkups.last(connection, "churn")
    assert last is not None
    assert list(last.experts.values()) == [("jon", "jon")]
    (line,) = [intent for intent, _ in world.slack.said if intent.kind == "expert_post"]
    assert (line.incident, line.owner) == (1, "jon")


def test_what_nobody_touched_is_not_yet(two_fridays: Any) -> None:
    """It is told why."""
    world = two_fridays(lambda world: None)
    assert "nobody has tried to mend it yet" in _case(world).call
    assert "expert_post" not in world.slack.kinds()


def test_a_hand_over_is_an_attempt(two_fridays: Any) -> None:
    """Somebody had it, and handed it on."""
    assert isinstance(
        _case(two_fridays(lambda w: people.hand_over(w.store, 1, "maria", w.clock(), "jon"))).call, Call
    )


def test_ten_cases_ask_the_store_as_often_as_two(make_world: Any, says: Any) -> None:
    """A digest with a thousand open incidents is written within seconds."""

    def asked(many: int) -> int:
        world = make_world(deployment=says.deployed(sources=LAKE))
        days = (date(2026, 11, 19) - timedelta(days=back) for back in range(many))
        world.checks.says["churn"] = [says.bad(column=f"column_{day:%j}", day=day) for day in days]
        world.round()
        world.round(hours=6)  # the checkup
        questions: list[Any] = []
        with world.store.read() as connection:
            drawn = checkups.last(connection, "churn")
            assert len(incidents.unresolved(connection, "churn")) == many
            event.listen(connection, "before_cursor_execute", lambda *said: questions.append(said))
            expert.calls(connection, world.settings, world.settings.pipelines[0], drawn)
        return len(questions)

    assert asked(2) == asked(10)


def test_nothing_is_sent_before_a_person_does_and_then_once(two_fridays: Any) -> None:
    """The timeline says who sent it, to whom, and by which route."""
    world = two_fridays(_resolved)
    assert "expert_letter" not in world.slack.kinds()
    send = [
        expert.send(world.store, world.settings, 1, "maria", "the draft", world.clock(), by="slack")
        for _ in range(2)
    ]
    assert send == [["jon"], []]
    world.deliver()
    (letter,) = [intent for intent, _ in world.slack.said if intent.kind == "expert_letter"]
    assert (letter.person, letter.text) == ("jon", "the draft")
    (event,) = [each for each in world.events() if each.kind == What.EXPERT]
    assert (event.who, event.text, event.by) == ("maria", "jon", "slack")


def test_whoever_has_no_slack_gets_a_mail(two_fridays: Any) -> None:
    """By the route that they have."""
    person = {"jon": {"email": "jon@example.com"}, "maria": {"slack": "U1"}}
    world = two_fridays(_resolved, people=person, policies={"oncall": [{"notify": "maria"}]})
    expert.send(world.store, world.settings, 1, "maria", "the draft", world.clock(), by="slack")
    world.deliver()
    assert [intent.person for intent, _ in world.mail.said if intent.kind == "expert_letter"] == ["jon"]


def test_people_outside_are_never_written_to(two_fridays: Any) -> None:
    """Their address is for a person to use."""
    lake = {"lake": LAKE["lake"] | {"owner": "Billing team <billing@example.com>"}}
    world = two_fridays(_resolved, sources=lake)
    assert expert.send(world.store, world.settings, 1, "maria", "x", world.clock(), by="slack") == []
    with world.store.read() as connection:
        assert outbox.intent(connection, "expert/1/1/slack/jon") is None


def test_a_pipeline_that_is_gone_has_no_case(two_fridays: Any, says: Any) -> None:
    """And says so."""
    world = two_fridays(_resolved)
    object.__setattr__(world.settings, "pipelines", (says.declared("other"),))
    assert _case(world).call == "the pipeline churn is not declared any more"


def test_what_is_bad_on_mondays_only_says_so(make_world: Callable[..., World], says: Any) -> None:
    """Four Mondays of four weeks."""
    world = make_world(deployment=says.deployed(sources=LAKE))
    for day in range(31):
        yesterday = world.clock().date() - timedelta(days=1)
        monday = yesterday.weekday() == 0
        world.checks.says["churn"] = [says.bad(day=yesterday) if monday else says.good()]
        world.round(days=1 if day else 0)
        if monday and day > 20:
            break
    world.checks.says["churn"] = [says.bad(day=date(2026, 12, 14))]
    lead = world.incident().lead
    assert lead.evidence["calendar"].startswith("only on Mondays: 4 of ")
