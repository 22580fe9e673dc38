"""HTTP mode: what people do in Slack is called in, signed, over a real server; all works as by a socket."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from bot.sandbox.deliveries import Delivery
from bot.slack.app import build_app
from bot.slack.desk import Desk
from bot.slack.http import HttpMode
from bot.store.store import open_store
from bot.web.server import WebServer
from bot.web.slack import signature, slack_routes

SECRET = "0123456789abcdef0123456789abcdef"
MARIA, JON = "U1MARIA", "U2JON"


@pytest.fixture
def door(harbor: Any) -> Iterator[HttpMode]:
    """Oakum without a socket: Slack calls it. What is open is the incident about nulls in churn."""
    harbor.socket.close()
    harbor.sandbox.wait_for(lambda: harbor.sandbox.connections == 0)
    mode = HttpMode(build_app(harbor.desk, "xoxb-sandbox", harbor.sandbox.api_url))
    server = WebServer(slack_routes(harbor.clock, SECRET, mode.dispatch), "127.0.0.1", 0)
    harbor.sandbox.call(f"http://127.0.0.1:{server.start()}/slack/events", SECRET)
    yield mode
    harbor.sandbox.stop()
    server.stop()
    mode.close()


@pytest.mark.usefixtures("door")
def test_a_command_is_answered(harbor: Any) -> None:
    """To the asker, as by a socket."""
    assert "churn is broken" in harbor.type(JON, "health")


@pytest.mark.usefixtures("door")
def test_a_button_acknowledges(harbor: Any) -> None:
    """And the message is edited."""
    harbor.click(MARIA, "incident_acknowledge")
    harbor.round()
    assert harbor.buttons() == ["incident_resolve", "incident_details", "incident_more"]
    assert harbor.desk.incident(1).incident.acknowledged_by == "maria"


@pytest.mark.usefixtures("door")
def test_a_form_is_opened_and_sent(harbor: Any) -> None:
    """A modal by a menu, and its submission, answered within the call."""
    harbor.click(JON, "incident_more", "resolve:1")
    harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))
    sent = harbor.sandbox.submit_view(JON).wait()
    assert sent.acked, sent.error
    assert harbor.sandbox.modal(JON) is None
    assert harbor.desk.incident(1).incident.resolved_by == "jon"


def test_a_question_is_answered_once(harbor: Any, door: HttpMode, words: Any) -> None:
    """An event, in the thread of the mention; Slack sends it again, and nothing is said twice."""
    asked = harbor.sandbox.mention(JON, "#churn", "is the pipeline healthy?").wait()
    assert asked.acked, asked.error
    question = harbor.sandbox.messages("#churn")[-1]
    replies = harbor.sandbox.wait_for(lambda: harbor.sandbox.thread("#churn", question["ts"]))
    assert "churn is broken" in words(replies[0])
    assert harbor.sandbox.hub.dispatch(Delivery(asked.envelope)).wait().acked
    door.close()  # whatever is being answered is answered by now
    assert len(harbor.sandbox.thread("#churn", question["ts"])) == 1


def test_of_two_processes_one_answers(harbor: Any, door: HttpMode) -> None:
    """Slack missed the ack of the first, and its next try came to the second, behind one address."""
    asked = harbor.sandbox.mention(JON, "#churn", "is the pipeline healthy?").wait()
    assert asked.acked, asked.error
    with closing(open_store(str(harbor.store.engine.url), harbor.clock)) as store:
        desk = Desk(store, harbor.settings, harbor.clock, harbor.sandbox.page_url)
        other = HttpMode(build_app(desk, "xoxb-sandbox", harbor.sandbox.api_url))
        server = WebServer(slack_routes(harbor.clock, SECRET, other.dispatch), "127.0.0.1", 0)
        harbor.sandbox.call(f"http://127.0.0.1:{server.start()}/slack/events", SECRET)
        assert harbor.sandbox.hub.dispatch(Delivery(asked.envelope)).wait().acked
        other.close()
        door.close()  # whatever is being answered is answered by now
        server.stop()
    question = harbor.sandbox.messages("#churn")[-1]
    assert len(harbor.sandbox.thread("#churn", question["ts"])) == 1


GARBLED = [
    {"type": "block_actions", "actions": []},
    {"type": "block_actions"},
    {"type": "block_actions", "actions": "all"},
    {"type": "block_actions", "actions": [5], "user": {"id": JON}},
    {"type": "block_actions", "actions": [{"action_id": None}], "user": {"id": JON}},
    {"type": "block_actions", "actions": [{"action_id": "incident_acknowledge", "value": "1"}]},
    {"type": "block_actions", "actions": [{"action_id": "incident_acknowledge", "value": "1"}], "user": []},
    {"type": "view_submission"},
    {"type": "view_submission", "view": [], "user": {"id": JON}},
    {"type": "view_submission", "view": {"callback_id": 5}, "user": {"id": JON}},
    {"type": "event_callback"},
    {"type": "event_callback", "event": "app_mention"},
    {"type": ["block_actions"]},
    {"type": None},
    {},
]


@pytest.mark.usefixtures("door")
def test_a_signed_call_that_says_nothing(harbor: Any, caplog: pytest.LogCaptureFixture) -> None:
    """It is refused, with a line in the log; nothing breaks, and nothing is done."""
    stamp = str(int(harbor.clock().timestamp()))
    for body in map(json.dumps, GARBLED):
        for said, kind in ((body, "json"), (urlencode({"payload": body}), "x-www-form-urlencoded")):
            signed = signature(said.encode(), stamp, SECRET)
            headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed}
            asked = Request(
                harbor.sandbox.hub.caller.url,
                said.encode(),
                {**headers, "Content-Type": f"application/{kind}"},
            )
            with pytest.raises(HTTPError) as refused:
                urlopen(asked, timeout=10)
            refused.value.close()
            assert refused.value.code in (400, 404), body
    assert "is not what Slack sends" in caplog.text
    assert [each for each in caplog.records if each.exc_info or each.levelname == "ERROR"] == []
    assert harbor.desk.incident(1).incident.acknowledged_by is None


@pytest.mark.usefixtures("door")
def test_the_home_is_drawn(harbor: Any, words: Any) -> None:
    """Another event."""
    harbor.sandbox.open_home(JON)
    home = harbor.sandbox.wait_for(lambda: harbor.sandbox.home(JON))
    assert "Fix this first" in words(home)


def test_a_bot_that_stops_says_so(harbor: Any, door: HttpMode) -> None:
    """Slack tells the person at once that it did not work, and tries an event again later."""
    door.close()
    asked = harbor.sandbox.command(JON, "#churn", "/pipeline", "health").wait()
    assert (asked.acked, asked.error) == (False, "dispatch_failed")
    assert door.silent_for() == 0.0


@pytest.mark.usefixtures("door")
def test_who_does_not_know_the_secret_changes_nothing(harbor: Any) -> None:
    """A click that is signed with another secret."""
    harbor.sandbox.call(harbor.sandbox.hub.caller.url, "f" * 32)
    done = harbor.sandbox.click(MARIA, "#churn", harbor.message()["ts"], "incident_acknowledge").wait()
    assert (done.acked, done.error) == (False, "dispatch_failed")
    assert harbor.desk.incident(1).incident.acknowledged_by is None
