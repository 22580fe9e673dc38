"""Snooze… in the menu of an incident: a preview of what is muted, then it sleeps."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.incident import State

MARIA, JON = "U1MARIA", "U2JON"
Words = Callable[[dict[str, Any]], str]


@pytest.fixture
def form(harbor: Any) -> Any:
    """Jon chooses it, and sees the form."""
    harbor.click(JON, "incident_more", "snooze-ask:1")
    return harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))


def typed(harbor: Any, said: str) -> Any:
    """Jon says how long."""
    return harbor.sandbox.submit_view(JON, {"time": {"time": said}}).wait()


def test_the_form_says_what_is_muted_and_who_is_not_paged(form: Any, words: Words) -> None:
    """Maria was paged already: Jon would be the next one."""
    said = words(form)
    assert "Muted: `null_rate` of `usage` in `churn`, this incident alone" in said
    assert "Not paged meanwhile: *jon*." in said


def test_nothing_sleeps_before_the_preview_is_agreed_to(harbor: Any, form: Any, words: Words) -> None:
    """It says when it wakes, and who is paged then."""
    assert typed(harbor, "2h").acked
    said = words(harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON)))
    assert "It wakes <!date^" in said
    assert "11:30 UTC" in said
    assert "climbed from the first step: *maria*" in said
    assert harbor.desk.incident(1).incident.state is State.OPEN
    assert harbor.sandbox.submit_view(JON).wait().acked
    assert harbor.desk.incident(1).incident.state is State.SNOOZED
    event = harbor.desk.incident(1).timeline[-1]
    assert (event.who, event.by) == ("jon", "slack")


@pytest.mark.parametrize(
    ("said", "error"), [("soon", "Write how long"), ("1m", "from five minutes"), ("9w", "from five minutes")]
)
def test_a_mistake_is_told_at_the_field(harbor: Any, form: Any, said: str, error: str) -> None:
    """And the form stays."""
    done = typed(harbor, said)
    assert error in str(harbor.sandbox.modal(JON)) + str(done)
    assert harbor.desk.incident(1).incident.state is State.OPEN


def test_whoever_agrees_too_late_hears_that(harbor: Any, form: Any, words: Words) -> None:
    """Maria resolved it meanwhile."""
    typed(harbor, "2h")
    harbor.desk.resolve(1, "maria", "")
    harbor.sandbox.submit_view(JON).wait()
    assert "Nothing to do any more: *maria* resolved it" in words(harbor.sandbox.modal(JON))
