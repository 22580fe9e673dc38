"""Who may cancel a rollback is known by the member id: a name in Slack can be chosen freely."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.declared import Hop
from bot.domain.declared_rollback import RollbackTarget
from bot.domain.rollback import Rollback, Stand, moved
from bot.slack.asked import Asker
from bot.slack.commands import answer
from bot.slack.desk import Desk
from bot.store import rollbacks

MARIA, JON, EVE = "U1MARIA", "U2JON", "U3EVE"


@pytest.fixture
def desk(harbor: Any) -> Desk:
    """A countdown that Jon may cancel."""
    target = RollbackTarget.model_validate(
        {"by": "git", "repository": "x", "file": "v", "enabled": True, "allowed": ["jon"]}
    )
    before = harbor.settings.deployment
    ladder = (*before.policies["oncall"], Hop(rollback="churn-model"))
    declared = {"rollbacks": {"churn-model": target}, "policies": {"oncall": ladder}}
    deployment = before.model_copy(update=declared)
    now = harbor.clock()
    counting = Rollback(
        incident=1, round=1, name="churn-model", asked_at=now, look_at=now, stand=Stand.COUNTING, ends_at=now
    )
    with harbor.store.write() as connection:
        rollbacks.ask(connection, replace(counting, version="v7", previous="v6"))
    return Desk(harbor.store, replace(harbor.settings, deployment=deployment), harbor.clock)


def test_only_the_member_who_is_named_may_cancel(desk: Desk) -> None:
    """Maria is in the configuration and not named; Eve is a stranger, whatever she calls herself."""
    for member in (MARIA, EVE, "jon"):
        refused = desk.cancel(1, member)
        assert refused is not None
        assert refused.text.startswith("Only *jon* may cancel the rollback of `churn-model`.")
    assert desk.cancel(1, JON) is None
    assert [(each.who, each.by) for each in desk.incident(1).timeline][-1] == ("jon", "slack")
    late = desk.cancel(1, JON)
    assert late is not None
    assert late.text.startswith("Too late. ✋ Cancelled: `churn-model` by *jon*")


def test_whoever_may_roll_back_is_asked_whether_they_are_sure(desk: Desk) -> None:
    """By the command or the menu; only the button begins it, and only theirs."""
    with desk._store.write() as connection:
        counting = rollbacks.get(connection, 1)
        rollbacks.save(connection, moved(counting, Stand.CANCELLED, desk.now()), counting)
    told = answer(desk, "rollback 1", Asker("jon", member=JON))
    assert "Roll `churn-model` back to the version before the one that serves?" in told.text
    assert "*jon* may cancel" in told.text
    assert "Roll it back" in str(told.blocks)
    for member in (MARIA, EVE, "jon"):
        assert desk.roll_back(1, member, sure=True).text == (
            "Only *jon* may roll `churn-model` back: ask one of them."
        )
    assert desk.roll_back(1, JON, sure=True).text.startswith("It is looked which version of `churn-model`")
    assert desk.roll_back(1, JON, sure=True).text.startswith("A rollback of `churn-model` is under way")


def test_a_number_that_is_none_is_told_as_any_other(desk: Desk) -> None:
    """There is no such number any more."""
    with pytest.raises(LookupError):
        desk.cancel(99, JON)
