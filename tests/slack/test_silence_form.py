"""“Silence something…”: what, how long and why; a preview; then it is silent."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.incident import State

JON = "U2JON"
Words = Callable[[dict[str, Any]], str]


@pytest.fixture
def form(harbor: Any) -> Any:
    """Jon looks what is silent, and presses the button below."""
    harbor.type(JON, "silence")
    harbor.press(JON, "silence_new")
    return harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))


def fill(harbor: Any, what: str, time: str = "2h") -> Any:
    """Jon fills the form in."""
    values = {"what": {"what": what}, "time": {"time": time}, "why": {"why": "we migrate"}}
    return harbor.sandbox.submit_view(JON, values).wait()


def test_the_preview_tells_what_is_muted_and_who_is_not_paged(harbor: Any, form: Any, words: Words) -> None:
    """Nothing is silenced before it is agreed to."""
    assert fill(harbor, "churn/usage").acked
    said = words(harbor.sandbox.modal(JON))
    assert "Silence *churn/usage* until" in said
    assert "muted: `usage`" in said
    assert "not paged meanwhile: *maria*, *jon*" in said
    assert harbor.desk.incident(1).incident.state is State.OPEN
    assert harbor.sandbox.submit_view(JON).wait().acked
    assert "is silent until" in words(harbor.sandbox.modal(JON))
    assert harbor.desk.incident(1).incident.snoozed_by == "silence 1 (jon)"


@pytest.mark.parametrize(
    ("what", "time", "error"),
    [
        ("sales", "2h", "There is no pipeline"),
        ("churn/users", "2h", "churn has no table"),
        ("churn nul_rate", "2h", "There is no check"),
        ("churn", "later", "Write how long"),
        ("churn", "99w", "A silence lasts"),
    ],
)
def test_a_mistake_is_told_at_its_field(harbor: Any, form: Any, what: str, time: str, error: str) -> None:
    """And the form stays as it was filled in."""
    done = fill(harbor, what, time)
    assert error in str(harbor.sandbox.modal(JON)) + str(done)
    assert harbor.desk.incident(1).incident.state is State.OPEN
