"""Who may cancel a rollback is known by the member id: a name in Slack can be chosen freely."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.declared_rollback import RollbackTarget
from bot.domain.rollback import Rollback, Stand
from bot.slack.desk import Desk
from bot.store import rollbacks

MARIA, JON, EVE = "U1MARIA", "U2JON", "U3EVE"


@pytest.fixture
def desk(harbor: Any) -> Desk:
    """A countdown that Jon may cancel."""
    target = RollbackTarget.model_validate(
        {"by": "git", "repository": "x", "file": "v", "enabled": True, "allowed": ["jon"]}
    )
    deployment = harbor.settings.deployment.model_copy(update={"rollbacks": {"churn-model": target}})
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
        assert desk.cancel(1, member).startswith("Only *jon* may cancel the rollback of `churn-model`.")
    assert desk.cancel(1, JON) == ""
    assert desk.cancel(1, JON).startswith("Too late. ✋ Cancelled: `churn-model` by *jon*")


def test_a_number_that_is_none_is_told_as_any_other(desk: Desk) -> None:
    """There is no such number any more."""
    with pytest.raises(LookupError):
        desk.cancel(99, JON)
