"""Whatever a button, a menu or a form carries, garbled over the wire: a word for its sender, no change."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from sqlalchemy import select

from bot.sandbox import payloads
from bot.sandbox.deliveries import Delivery
from bot.slack.app import build_app
from bot.store.tables import METADATA

JON = "U2JON"
BUTTONS = (
    "backlog_close", "backlog_promote", "checkup_sign_off", "drill_begin", "drill_came", "expert_draft",
    "expert_send", "fresh_rows", "fresh_row_0_right", "incident_acknowledge", "incident_details",
    "incident_fix", "incident_give_back", "incident_keep", "incident_more", "incident_resolve",
    "pipeline_not_now", "pipeline_write", "rollback_ask", "rollback_cancel", "silence_end", "silence_make",
    "stage_go", "survival_bring", "tuning_accept", "tuning_revert", "wish_reach", "wish_zone", "workload_0",
)  # fmt: skip
CARRY_NOTHING = {"pipeline_new", "silence_new"}
CAUSE = {"cause": {"cause": {"value": "a deploy"}}}
ABOUT: dict[str, dict[str, Any]] = {
    "resolve_incident": CAUSE,
    "close_incident": CAUSE,
    "snooze_incident": {"time": {"time": {"value": "1h"}}},
    "snooze_sure": {},
    "silence_sure": {},
}
SAYING = (
    "resolve_incident", "close_incident", "snooze_incident", "silence_form", "missed_outage", "pipeline_form"
)  # fmt: skip
MENUS = ("incident_more", "wish_reach", "wish_zone")
MEANS_SOMETHING = {"drill_begin": "null"}
"""All ladders."""
PLAIN = [None, 12, {"a": 1}, "", "{", "-1", "１", "9" * 30, ":1", "999:x:y", "a\0b", "\ud800", "x" * 10_000]
TARGET = {"target": {"pipeline": "churn"}, "until": "2026-11-20T12:00:00+00:00", "why": ""}
VALUES = [
    *PLAIN, True, [], " ", "[]", "{}", "null", "nan", "0", "1.5", "1:", "1:2:3", "[" * 3000,
    '{"incident": true}', '{"name": "../../oakum"}', '{"pipeline": "churn", "would": [1]}', *(
        json.dumps(TARGET | change)
        for change in (
            {"target": None}, {"target": {"pipeline": 1}}, {"target": {"pipeline": "nobody's"}}, {"until": 7},
            {"until": "2026-11-20T12:00:00"}, {"until": "2099-01-01T00:00:00+00:00"}, {"why": ["a"]},
            {"until": "2026-11-01T12:00:00+00:00"},
        )
    ),
]  # fmt: skip
CARRY_JSON = ("drill_begin", "pipeline_not_now", "pipeline_write", "silence_make", "tuning_accept")


@pytest.fixture
def unchanged(harbor: Any) -> Iterator[None]:
    """All that the store keeps is the same at the end."""

    def kept() -> dict[str, list[Any]]:
        with harbor.store.read() as connection:
            return {
                table.name: connection.execute(select(table)).all()
                for table in METADATA.sorted_tables
                if table.name != "slack_events"
            }

    before = kept()
    yield
    assert kept() == before


def faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What has a stack trace, or is an error."""
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR or each.exc_info]


def sent(harbor: Any, kind: str, more: dict[str, Any]) -> Delivery:
    """What Slack was answered."""
    told = payloads.interaction(harbor.sandbox.state, kind, JON, more)
    delivery: Delivery = harbor.sandbox.hub.dispatch(Delivery(told)).wait()
    return delivery


def heard(harbor: Any) -> int:
    """How many words came in private, in the channel or in direct messages."""
    return len(harbor.sandbox.ephemerals(JON, "#churn")) + len(harbor.sandbox.messages(JON))


def test_every_button_and_form_is_garbled(harbor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new one is named here."""
    heard: list[Any] = []
    for kind in ("action", "view"):
        listen = getattr(App, kind)

        def noted(app: App, what: Any, listen: Any = listen) -> Any:
            heard.append(what)
            return listen(app, what)

        monkeypatch.setattr(App, kind, noted)
    build_app(harbor.desk, "xoxb-sandbox", harbor.sandbox.api_url)
    known = {*BUTTONS, *CARRY_NOTHING, *ABOUT, *SAYING}
    patterns = [each for each in heard if isinstance(each, re.Pattern)]
    left = known - {each for each in heard if isinstance(each, str)}
    assert {each for each in heard if isinstance(each, str)} <= known
    assert sorted(left) == ["fresh_row_0_right", "workload_0"]
    assert all(any(pattern.search(each) for each in left) for pattern in patterns)


@pytest.mark.usefixtures("unchanged")
def test_a_button_that_carries_anything(harbor: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Also nothing at all. A line in the log says that it came."""
    for action in BUTTONS:
        caplog.clear()
        press_with_anything(harbor, action)
        assert faults(caplog) == [], action
        assert "is none of ours" in caplog.text, action


def press_with_anything(harbor: Any, action: str) -> None:
    """Each time there is an ack and a word."""
    values = VALUES if action in CARRY_JSON else PLAIN
    given = [{"value": each} for each in values if each != MEANS_SOMETHING.get(action)]
    if action in MENUS:
        given = [{"selected_option": each} for each in (None, [], {}, *given)]
    for what in [{}, *given]:
        before = heard(harbor)
        pressed = {"action_id": action, "block_id": "b", "type": "button", "action_ts": "1.0", **what}
        more = {"actions": [pressed], "channel": {"id": "C1CHURN", "name": "churn"}, "trigger_id": "1.2.abc"}
        assert sent(harbor, "block_actions", more).acked, what
        if action != "wish_zone":
            harbor.sandbox.wait_for(lambda before=before: heard(harbor) > before)


@pytest.mark.usefixtures("unchanged")
def test_a_form_that_is_about_anything(harbor: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever sent it hears that it is none."""
    for form, fields, what in [(*each, what) for each in ABOUT.items() for what in VALUES]:
        before = heard(harbor)
        view = {
            "id": "V1",
            "type": "modal",
            "callback_id": form,
            "private_metadata": what,
            "state": {"values": fields},
        }
        done = sent(harbor, "view_submission", {"view": view, "trigger_id": "1.2.abc"})
        assert done.acked, (form, what)
        assert done.payload or harbor.sandbox.wait_for(lambda before=before: heard(harbor) > before)
    assert faults(caplog) == []


@pytest.mark.usefixtures("unchanged")
def test_a_form_that_says_anything(harbor: Any, caplog: pytest.LogCaptureFixture) -> None:
    """No field, fields of another form, numbers for words."""
    names = (
        "cause",
        "outcome",
        "time",
        "what",
        "why",
        "table",
        "from",
        "to",
        "name",
        "channel",
        "owner",
        "due",
    )
    garbled: list[dict[str, Any]] = [{}, {"a": 1}, {name: {} for name in names}]
    for value in (7, ["a"], {"value": "a"}):
        field = {"value": value, "selected_option": value, "selected_date_time": value}
        garbled.append({name: {name: field} for name in names})
    garbled.append({name: {name: {"value": "", "selected_date_time": 10**30}} for name in names})
    for form, values in [(form, values) for form in SAYING for values in garbled]:
        before = heard(harbor)
        view = {
            "id": "V1",
            "type": "modal",
            "callback_id": form,
            "private_metadata": '{"incident": 999}' if form == "snooze_incident" else "999",
            "state": {"values": values},
        }
        done = sent(harbor, "view_submission", {"view": view, "trigger_id": "1.2.abc"})
        assert done.acked, (form, values)
        assert done.payload or harbor.sandbox.wait_for(lambda before=before: heard(harbor) > before)
    assert faults(caplog) == []
