"""A column changes its type: people hear of it, somebody accepts it, and its checks are quiet for a week."""

from datetime import date
from typing import Any

import pytest

from bot.engine import people
from bot.engine.answers import current_health
from checks.verdict import Verdict

World = Any


@pytest.fixture
def retyped(says: Any) -> Verdict:
    """The contract's word, the same every day but for its date."""
    found: Verdict = says.bad("contract", summary="`sessions` is text now", evidence={"kind": "type"})
    return found


def test_a_new_schema_is_told_until_somebody_accepts_it(world: World, says: Any, retyped: Verdict) -> None:
    """Then neither it nor what else its column says; what happens elsewhere is told."""
    world.checks.says["churn"] = [retyped]
    world.round()
    assert world.slack.posted()["post/1"] == 1
    people.resolve(world.store, 1, "jon", world.clock(), "that is the new normal: the app was rewritten")
    world.round()
    world.slack.clear()
    later = {"day": date(2026, 11, 20)}
    drift, other = says.bad("drift", **later), says.bad("drift", column="plan", **later)
    world.checks.says["churn"] = [says.bad("contract", **later, **facts(retyped)), drift]
    for _ in range(5):
        world.round(days=1)
    assert not [key for key in world.slack.posted() if key.startswith("post/")]
    assert world.incident(1).is_resolved
    world.checks.says["churn"].append(other)
    world.round(days=1)
    assert [each.column for each in world.incident(2).findings] == ["plan"]
    world.round(days=1)
    assert {each.column for each in world.incident(2).findings} == {"plan", "sessions"}, "the week is over"
    assert world.incident(1).is_resolved, "the reference does not know the new type yet"


def facts(verdict: Verdict) -> dict[str, Any]:
    return {"summary": verdict.summary, "evidence": verdict.evidence}


def test_what_is_only_resolved_comes_back(world: World, says: Any, retyped: Verdict) -> None:
    """ "It was mended", and the next day it is there again."""
    world.checks.says["churn"] = [retyped]
    world.round()
    people.resolve(world.store, 1, "jon", world.clock(), "it was mended")
    world.checks.says["churn"] = [says.bad("contract", day=date(2026, 11, 20), **facts(retyped))]
    world.round(days=1)
    assert not world.incident(1).is_resolved


def test_whoever_asks_is_told_what_is_in_the_shadow(world: World, retyped: Verdict) -> None:
    """By whom and until when."""
    world.checks.says["churn"] = [retyped]
    world.round()
    people.resolve(world.store, 1, "jon", world.clock(), "that is the new normal")
    (standing,) = current_health(world.store, world.settings, world.clock())
    (said,) = standing.accepted
    assert (said.who, [each.column for each in said.findings]) == ("jon", ["sessions"])
