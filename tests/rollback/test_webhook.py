"""A deployer that is asked by a signed webhook, and tells by another address what serves."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks import Webhook

from bot.clock import seconds, system_clock
from bot.domain.declared_rollback import RollbackTarget
from bot.domain.rollback import Deployed
from bot.rollback import calls
from bot.rollback.way import NotToldError, RefusedError, UnsureError
from bot.rollback.webhook import WebhookWay

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SERVES = {"version": "v7", "previous": "v6", "deployed_at": "2026-11-18T22:00:00+01:00"}


@pytest.fixture
def way(server: Any) -> WebhookWay:
    """The way back by that server."""
    server.answers = lambda method, *_: (200, SERVES)
    return WebhookWay(declared(server.url), system_clock)


def declared(url: str) -> RollbackTarget:
    """What stands in oakum.yaml."""
    facts = {"by": "webhook", "secret": SECRET, "url": f"{url}/back", "status_url": f"{url}/status?key=1"}
    return RollbackTarget.model_validate(facts)


def test_the_status_tells_what_serves(way: WebhookWay) -> None:
    """A time of any zone is one moment."""
    assert way.look() == Deployed("v7", "v6", datetime(2026, 11, 18, 21, tzinfo=UTC))


def test_it_is_asked_for_by_a_signed_message(server: Any, way: WebhookWay, rollback: Any) -> None:
    """The receiver's library takes it; it says from what to what, so that nothing else is rolled back."""
    way.roll_back(rollback)
    ((method, path, _, headers, body),) = server.heard
    said = Webhook(SECRET).verify(body, headers)
    assert (method, path) == ("POST", "/back")
    assert headers["webhook-id"] == f"rollback/churn-model/3/1@{int(rollback.asked_at.timestamp())}"
    assert said["type"] == "rollback.requested"
    assert said["data"] == {"rollback": "churn-model", "incident": 3, "from": "v7", "to": "v6"}


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\nServer: ", b"HTTP/1.1 200 OK\r\n\r\n{"])
def test_whose_answer_drips_may_have_rolled_back(
    dripping: Any, first: bytes, rollback: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not asked twice; what serves is not known."""
    monkeypatch.setattr(calls, "WHOLE", 0.3)
    way, began = WebhookWay(declared(f"http://127.0.0.1:{dripping(first)}"), system_clock), seconds()
    with pytest.raises(UnsureError, match=r"did not answer: it took longer than 0\.3 s"):
        way.roll_back(rollback)
    with pytest.raises(NotToldError, match="longer than"):
        way.look()
    assert seconds() - began < 2.6


@pytest.mark.parametrize(
    ("status", "raised"),
    [(403, RefusedError), (302, RefusedError), (429, RefusedError), (500, UnsureError), (408, UnsureError)],
)
def test_a_no_is_told_from_what_nobody_knows(
    server: Any, way: WebhookWay, rollback: Any, status: int, raised: type[Exception]
) -> None:
    """It is asked once, whatever is answered, and no other address is followed."""
    server.answers = lambda *_: (status, {"why": "busy"})
    with pytest.raises(raised, match=f"the webhook answered {status}: "):
        way.roll_back(rollback)
    assert len(server.heard) == 1


def test_nobody_listens(rollback: Any) -> None:
    """Then for certain nothing was done."""
    way = WebhookWay(declared("http://127.0.0.1:1"), system_clock)
    with pytest.raises(RefusedError, match="the webhook cannot be reached"):
        way.roll_back(rollback)
    with pytest.raises(NotToldError, match="status_url did not answer"):
        way.look()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((503, {}), "status_url answered 503"),
        ((302, {}), "status_url answered 302"),
        ((200, b"<html>"), "status_url answered what is no JSON: <html>"),
        ((200, []), "status_url tells no version"),
        ((200, {"version": None}), "status_url tells no version"),
        ((200, {"version": "v7", "deployed_at": "yesterday"}), "deployed_at is no time: 'yesterday'"),
        ((200, {"version": "v7", "deployed_at": "2026-11-18T21:00:00"}), "deployed_at has no time zone"),
        ((200, {"version": "v" * 201}), "status_url tells a version of more than 200 characters"),
        ((200, b"7" * 1_100_000), "status_url did not answer: the answer is too long"),
    ],
)
def test_a_status_that_tells_nothing_says_why(server: Any, way: WebhookWay, answer: Any, said: str) -> None:
    """Whatever is answered; nobody guesses a version."""
    server.answers = lambda *_: answer
    with pytest.raises(NotToldError, match=said):
        way.look()


def test_what_is_not_told_is_not_known(server: Any, way: WebhookWay) -> None:
    """Without a former version or a time nothing will be rolled back; numbers are versions too."""
    server.answers = lambda *_: (200, json.dumps({"version": 7}).encode())
    assert way.look() == Deployed("7", None, None)


def test_a_secret_is_shown_nowhere() -> None:
    """Nor are addresses, which may hold keys."""
    shown = repr(declared("https://deploy.example.com"))
    assert "whsec" not in shown
    assert "deploy.example.com" not in shown
