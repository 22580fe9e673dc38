"""PagerDuty calls: a real server, real requests, the signature of its documentation."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bot.clock import StoppedClock
from bot.store.store import open_store
from bot.web.pagerduty import pagerduty_routes
from bot.web.server import WebServer

SECRET = "what-pagerduty-showed-once"
EVENT = json.dumps({"event": {"event_type": "pagey.ping"}}).encode()


def signature(body, secret=SECRET):
    """As PagerDuty makes it."""
    return f"v1={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


@pytest.fixture
def call(tmp_path):
    """Call as PagerDuty does: the status, what is said, and how often the messages were looked at."""
    clock = StoppedClock(datetime(2026, 11, 20, 4, tzinfo=UTC))
    store = open_store(f"sqlite:///{tmp_path / 'oakum.db'}", clock)
    knocks = []
    server = WebServer(pagerduty_routes(store, clock, SECRET, lambda: knocks.append(1)), "127.0.0.1", 0)
    port = server.start()

    def called(body=EVENT, signed=None):
        headers = {"X-PagerDuty-Signature": signature(body) if signed is None else signed}
        try:
            with urlopen(Request(f"http://127.0.0.1:{port}/pagerduty", body, headers)) as answer:
                return answer.status, answer.read().decode(), len(knocks)
        except HTTPError as error:
            with error:
                return error.code, error.read().decode(), len(knocks)

    yield called
    server.stop()
    store.close()


def test_what_is_signed_is_taken(call):
    """The ping that PagerDuty sends to try the address, too."""
    assert call() == (200, "nothing follows from it\n", 1)


def test_while_a_secret_is_changed_there_are_two_signatures(call):
    """One of them is ours."""
    assert call(signed=f"{signature(EVENT, 'new')},{signature(EVENT)}")[0] == 200


@pytest.mark.parametrize("signed", ["", "v1=", "v1=00", signature(EVENT, "other"), "v2=ü"])
def test_what_is_not_signed_is_refused(call, signed):
    """It says what to compare, and changes nothing."""
    status, said, knocks = call(signed=signed)
    assert (status, knocks) == (401, 0)
    assert "routes.pagerduty.webhook_secret" in said


def test_what_is_no_json_is_refused(call):
    """As is what is longer than any event."""
    assert call(b"{")[0] == 400
    assert call(b"x" * 1_000_001)[0] == 413
