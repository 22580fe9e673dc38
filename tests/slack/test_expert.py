"""`/pipeline expert 1`: the draft to whoever hands over the data, and a button that sends it."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.declared import Deployment
from bot.domain.incident import What

MARIA, JON = "U1MARIA", "U2JON"
FACTS: dict[str, Any] = {
    "people": {"maria": {"slack": MARIA}, "jon": {"slack": JON}},
    "policies": {"oncall": [{"notify": "maria"}, {"notify": "jon"}]},
    "routes": {"slack": {"bot_token": "xoxb-sandbox", "app_token": "xapp-sandbox"}},
}
LAKE = {"kind": "files", "root": "/data"}


@pytest.fixture
def owned(make_harbor: Callable[..., Any], breach: Any) -> Callable[..., Any]:
    """Churn whose nulls grew; the source has this owner."""

    def made(owner: str | None, **more: Any) -> Any:
        sources = {"lake": LAKE | ({"owner": owner} if owner else {})}
        harbor = make_harbor(
            "churn", deployment=Deployment.model_validate(FACTS | {"sources": sources} | more)
        )
        harbor.says["churn"] = [breach()]
        harbor.round()
        return harbor

    return made


def test_the_draft_is_shown_and_sent_by_a_person(owned: Any) -> None:
    """Jon gets it in private; the thread says who sent it."""
    harbor = owned("jon")
    told = harbor.type(MARIA, "expert 1")
    assert "Not yet a problem for an expert: there were not two checkups yet." in told
    assert "Hello jon," in told
    assert "required: true" in told
    assert not harbor.sandbox.messages(JON)
    harbor.press(MARIA, "expert_send")
    assert "Sent to jon; the incident's thread says so." in harbor.told(MARIA, 2)
    harbor.deliver()
    (letter,) = harbor.sandbox.messages(JON)
    assert "usage" in letter["text"]
    (event,) = [each for each in harbor.desk.incident(1).timeline if each.kind == What.EXPERT]
    assert (event.who, event.text, event.by) == ("maria", "jon", "slack")


def test_people_outside_and_nobody_have_no_button(owned: Any) -> None:
    """The draft is there to copy."""
    told = owned("Billing team <billing@example.com>").type(MARIA, "expert 1")
    assert "billing@example.com" in told
    assert "Send to" not in told


def test_whoever_may_not_assign_may_not_send(owned: Any) -> None:
    """They are told who may."""
    harbor = owned("jon", may={"assign": ["jon"]})
    harbor.type(MARIA, "expert 1")
    harbor.press(MARIA, "expert_send")
    assert "Only jon may assign here" in harbor.told(MARIA, 2)


def test_a_number_that_is_none_is_told(owned: Any) -> None:
    """With what to ask."""
    harbor = owned("jon")
    assert "There is no incident 99" in harbor.type(MARIA, "expert 99")
    assert "is no number" in harbor.type(MARIA, "expert x", 2)
