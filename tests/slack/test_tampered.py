"""Buttons and forms that are old, of another store, or tampered with: a friendly word, and no fault."""

import logging
from typing import Any

import pytest

from bot.sandbox import payloads
from bot.sandbox.deliveries import Delivery
from bot.store.incidents import NoSuchIncidentError

JON = "U2JON"
GONE = "There is no such number any more."
CLOSE, MENU = "backlog_close", "incident_more"


def faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What somebody would have to look into."""
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]


@pytest.fixture
def press(harbor: Any) -> Any:
    """Presses a button with any value below it, as no page of Slack's would; answers with what is said."""

    def pressed(action: str, value: str) -> str:
        chosen = {"selected_option": {"value": value}} if action == MENU else {"value": value}
        harbor.told_so_far = len(harbor.sandbox.ephemerals(JON, "#churn"))
        what = {"action_id": action, "block_id": "b", "type": "button", "action_ts": "1.0", **chosen}
        more = {"actions": [what], "channel": {"id": "C1CHURN", "name": "churn"}, "trigger_id": "1.2.abc"}
        told = payloads.interaction(harbor.sandbox.state, "block_actions", JON, more)
        assert harbor.sandbox.hub.dispatch(Delivery(told)).wait().acked
        return str(harbor.told(JON, harbor.told_so_far + 1))

    return pressed


@pytest.mark.parametrize("action", ["incident_acknowledge", "incident_details", "incident_fix", CLOSE, MENU])
def test_a_number_that_is_none_is_nobodys(press: Any, action: str, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing, words, JSON, an unknown number, one that no database can count, one without end."""
    for value in ("", "nan", "{}", "-1", "１", "999", "9" * 30, "resolve:", "9" * 2000):
        assert press(action, value) == GONE
    assert faults(caplog) == []


def submitted(harbor: Any, before: Any = lambda: None) -> Any:
    """Somebody fills in “Resolve…”, and sends it after something happened."""
    harbor.click(JON, MENU, "resolve:1")
    harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))
    before()
    return harbor.sandbox.submit_view(JON).wait()


def test_a_form_about_what_is_gone(
    harbor: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, words: Any
) -> None:
    """The store was begun anew while somebody typed: they hear it in private."""

    def begun_anew() -> None:
        def forgotten(*_: Any) -> None:
            raise NoSuchIncidentError("there is no incident 1")

        monkeypatch.setattr(harbor.desk, "resolve", forgotten)

    before = len(harbor.sandbox.messages(JON))
    assert submitted(harbor, begun_anew).acked
    said = harbor.sandbox.wait_for(lambda: harbor.sandbox.messages(JON)[before:])
    assert words(said[0]) == GONE
    assert faults(caplog) == []


def test_a_form_that_is_sent_twice_resolves_once(harbor: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Slack sends again what it believes lost."""
    sent = submitted(harbor)
    assert sent.acked
    again = harbor.sandbox.hub.dispatch(Delivery(sent.envelope)).wait()
    assert again.acked
    timeline = harbor.desk.incident(1).timeline
    assert [each.kind for each in timeline].count("resolved") == 1
    assert faults(caplog) == []
