"""A rollback is asked for, and cancelled; whoever may not is told so alone."""

import re

import pytest
from playwright.sync_api import expect

from bot.domain.declared import Deployment, Hop
from bot.domain.declared_rollback import RollbackTarget
from bot.domain.rollback import Rollback, Stand
from bot.domain.rollback_intent import RollbackPost
from bot.store import outbox, rollbacks
from tests.slack.conftest import a_deployment

JON = "U2JON"
proves = pytest.mark.proves


@pytest.fixture
def quay(make_harbor, breach):
    """The ladder ends with a rollback of the model, which Maria may ask for and cancel."""
    target = {"by": "git", "repository": "x", "file": "v", "enabled": True, "allowed": ["maria"]}
    before: Deployment = a_deployment()
    ladder = (*before.policies["oncall"], Hop(rollback="churn-model"))
    declared = {
        "rollbacks": {"churn-model": RollbackTarget.model_validate(target)},
        "policies": {"oncall": ladder},
    }
    harbor = make_harbor("churn", deployment=before.model_copy(update=declared))
    harbor.says["churn"] = [breach()]
    harbor.round()
    return harbor


@proves("incident_more:rollback", "rollback_ask", "/pipeline rollback")
def test_whoever_may_is_asked_whether_they_are_sure(quay, sit):
    """From the menu; only the second button begins it, and then it is under way."""
    maria = sit(quay)
    maria.choose("Roll churn-model back…", maria.incident)
    expect(maria.whisper).to_contain_text("Roll churn-model back to the version before the one that serves?")
    expect(maria.whisper).to_contain_text("maria may cancel")
    maria.press("Roll it back", maria.whisper)
    expect(maria.whisper).to_contain_text("It is looked which version of churn-model serves.")
    maria.type("/pipeline rollback 1")
    expect(maria.whisper).to_contain_text("A rollback of churn-model is under way already")


@proves("incident_more:rollback")
def test_whoever_may_not_is_offered_no_button(quay, sit):
    """They are told whom to ask."""
    jon = sit(quay, JON)
    jon.choose("Roll churn-model back…", jon.incident)
    expect(jon.whisper).to_contain_text("Only maria may roll churn-model back: ask one of them.")
    expect(jon.whisper.get_by_role("button", name="Roll it back")).to_have_count(0)


@proves("rollback_cancel")
def test_a_countdown_is_cancelled_by_whoever_may(quay, sit):
    """Jon's click changes nothing but what he reads; Maria's ends it, for all to see."""
    now = quay.clock()
    begun = {
        "incident": 1,
        "round": 1,
        "name": "churn-model",
        "asked_at": now,
        "look_at": now,
        "ends_at": now,
    }
    counting = Rollback(**begun, stand=Stand.COUNTING, version="v7", previous="v6")
    post = RollbackPost(incident=1, rollback=1, channel="#churn")
    with quay.store.write() as connection:
        rollbacks.ask(connection, counting)
        outbox.put(connection, [post], now)
    quay.deliver()
    jon, maria = sit(quay, JON), sit(quay)
    countdown = re.compile("churn-model is rolled back from v7 to v6|Cancelled: churn-model")
    jon.press("Cancel the rollback", jon.message(countdown))
    expect(jon.whisper).to_contain_text("Only maria may cancel the rollback of churn-model.")
    maria.press("Cancel the rollback", maria.message(countdown))
    expect(jon.message(countdown)).to_contain_text("Cancelled: churn-model from v7 to v6 by maria")
    expect(jon.page.get_by_role("button", name="Cancel the rollback")).to_have_count(0)
