"""What a channel that is but an address hears of a pipeline as a whole: its shadow, its stage, its number."""

from datetime import date

import pytest

from bot.domain.stage import Stage, Step
from bot.engine import people
from bot.messages.hook import hook_about
from bot.store import stages
from checks.verdict import Outcome, Verdict

ROUTES = {"slack_webhook": {"url": "https://hooks.slack.com/services/T1/B1/x"}}
LADDER = {"oncall": [{"notify": "maria", "by": ["slack_webhook"]}]}
SESSIONS = {"sessions": {"primary": True, "drift": False}}


def number(ok=True, said="0.5%"):
    """What the check says of the first number; its day follows."""

    def on(day):
        outcome = Outcome.OK if ok else Outcome.BREACH
        evidence = {"days": {day: {"ok": ok, "said": said}}}
        return Verdict(
            check="null_rate", table="usage", column="sessions", outcome=outcome, evidence=evidence
        )

    return on


@pytest.fixture
def world(make_world, says):
    """A pipeline with a first number, whose channel is an address."""
    table = {"source": "lake", "path": "u/*", "partition": {"column": "day"}, "columns": SESSIONS}
    deployment = says.deployed(routes=ROUTES, policies=LADDER)
    return make_world(says.declared(tables={"usage": table}), deployment=deployment)


def about(world):
    """What was said of the pipeline since it was last looked at, as text."""
    said = [hook_about(intent.said).text for intent, _ in world.hook.said if intent.kind == "hook_about"]
    world.hook.clear()
    return said


def stage(world):
    with world.store.read() as connection:
        return stages.of(connection, "churn").stage


def days_of(world, *said):
    """The number is judged on these days, one after the other."""
    for number_on in said:
        world.checks.says["churn"] = [number_on(f"{world.clock():%Y-%m-%d}")]
        world.round(days=1)


def test_the_number_is_told_once_it_is_in_order(world):
    """Thirty green lines would be read by nobody; that it breaks, and when it is over, its incident tells."""
    days_of(world, number(ok=False, said="24%"), number(ok=False, said="25%"))
    assert about(world) == []
    days_of(world, number(), number(), number())
    assert about(world) == ["🟢 *`usage.sessions`* · 0.5% missing on Sun 22 Nov · quiet for 1 day"]
    days_of(world, number(ok=False), number(), number())
    assert about(world) == []


def test_after_two_weeks_the_second_number_is_proposed_once(world):
    """It is what the daily line is for."""
    days_of(world, *[number()] * 21)
    told = [str(hook_about(each.said).blocks) for each, _ in world.hook.said if each.kind == "hook_about"]
    assert len(told) == 2
    assert "Two weeks with one number: time for a second" in told[1]


def test_of_a_muted_pipeline_nothing_is_told(world):
    """An edit rings nobody; a message would."""
    world.round()
    people.step(world.store, world.settings, world.settings.pipelines[0], Step.MUTE, "maria", world.clock())
    world.deliver()
    assert about(world) == [
        "*churn* is muted: nobody is told of what I find until somebody types `oakum go churn` where Oakum "
        "runs, says *maria*."
    ]
    world.checks.says["churn"] = [number()("2026-11-21")]
    world.round(days=1)
    assert about(world) == []


def test_the_week_in_the_shadow_ends_with_its_summary(world, says):
    """Whoever types go is asked, as in an app: until then it posts tickets, and nobody is paged."""
    world.checks.since = date(2026, 11, 17)
    world.checks.says["churn"] = [says.bad()]
    for _ in range(5):
        world.round(days=1)
    assert stage(world) is Stage.TICKET
    (told,) = [each.said for each, _ in world.hook.said if each.kind == "hook_about"]
    message = hook_about(told)
    assert "a week in the shadow is over" in str(message.blocks)
    assert "nobody is paged until one of you says so, by `oakum go churn` where Oakum runs." in str(
        message.blocks
    )
    assert not [block for block in message.blocks if block["type"] == "actions"]
    assert "hook_page" not in world.hook.kinds()
    world.hook.clear()
    people.step(world.store, world.settings, world.settings.pipelines[0], Step.GO, "maria", world.clock())
    world.round(days=1)
    assert about(world)[0] == "*churn* pages from now on, says *maria*."
    assert world.incident().pages
