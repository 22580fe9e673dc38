"""Who may do what: everybody, unless it is kept to some. A refusal is told to whoever asked alone."""

from typing import Any

import pytest

from bot.domain.incident import State
from bot.domain.rights import Right, Rights

MARIA, JON, EVE = "U1MARIA", "U2JON", "U3EVE"


@pytest.fixture
def strict(harbor: Any) -> Any:
    """Only Maria may do anything."""
    everything = {right.value: ["maria"] for right in Right}
    may = Rights.model_validate(everything)
    deployment = harbor.settings.deployment.model_copy(update={"may": may})
    object.__setattr__(harbor.settings, "deployment", deployment)
    return harbor


def test_a_click_of_somebody_else_changes_nothing(strict: Any) -> None:
    """They alone hear why, and whom to ask."""
    strict.click(JON, "incident_acknowledge")
    assert "Only maria may acknowledge here: ask one of them." in strict.told(JON)
    assert strict.desk.incident(1).incident.state is State.OPEN
    assert "Only maria" not in str(strict.sandbox.messages("#churn"))
    strict.click(MARIA, "incident_acknowledge")
    assert strict.desk.incident(1).incident.acknowledged_by == "maria"


def test_only_who_may_sends_test_pages(strict: Any) -> None:
    """Everybody else sees whom they would ring, and whom to ask."""
    assert "Try every ladder" in strict.type(JON, "drill")
    strict.press(JON, "drill_begin")
    assert "Only maria may drill here: ask one of them." in strict.told(JON, 2)
    strict.deliver()
    assert "This is a drill" not in str(strict.sandbox.messages(MARIA))


@pytest.mark.parametrize(
    "typed",
    [
        "ack 1",
        "assign 1 jon",
        "snooze 1",
        "resolve 1",
        "promote 1 why not",
        "close 1 why not",
        "mute churn",
        "go churn",
    ],
)
def test_a_word_of_somebody_else_changes_nothing(strict: Any, typed: str) -> None:
    """Neither."""
    assert "Only maria may" in strict.type(JON, typed)
    assert strict.desk.incident(1).incident.state is State.OPEN


def test_a_silence_is_shown_to_all_and_made_by_some(strict: Any) -> None:
    """The preview does nothing."""
    strict.type(JON, "silence churn 2h")
    strict.press(JON, "silence_make")
    assert "Only maria may silence here" in strict.told(JON, 2)
    assert strict.desk.incident(1).incident.state is State.OPEN


def test_the_modal_of_a_resolution_is_not_even_opened(strict: Any) -> None:
    """Nobody types a cause for nothing."""
    strict.click(JON, "incident_more", "resolve:1")
    assert "Only maria may resolve here" in strict.told(JON)


def test_nobody_is_somebody_because_slack_tells_the_same_name(strict: Any) -> None:
    """Eve calls herself maria; her member id is another one."""
    assert strict.desk.name_of(EVE, "maria") == "maria (U3EVE)"
    assert strict.desk.name_of(MARIA, "whatever") == "maria"
