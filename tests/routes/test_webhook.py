"""A machine of somebody else's is called, with a signature that its own library accepts."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from bot.clock import StoppedClock, system_clock
from bot.domain.declared_routes import WebhookRoute as Declared
from bot.messages.alert import Action
from bot.routes.outcome import Permanent, Receipt, Retry
from bot.routes.webhook import WebhookRoute

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KEY = "page/7/1/0/webhook/maria@1360958400"


@pytest.fixture
def send(service: Any, parcel: Any) -> Callable[..., Any]:
    """Call that machine, now."""
    route = WebhookRoute(Declared(url=f"{service.url}/hooks/oakum", secret=SECRET), system_clock)
    return lambda intent, alert, root=None: route.send(parcel(intent, root), alert)


def test_a_hop_is_a_signed_message(service: Any, send: Any, page_by: Any, alert: Any) -> None:
    """The receiver's library takes it, and finds the facts in it."""
    assert send(page_by("webhook"), alert()) == Receipt({"key": KEY})
    path, headers, body = service.heard[0]
    said = Webhook(SECRET).verify(body, dict(headers))
    assert path == "/hooks/oakum"
    assert headers["webhook-id"] == KEY
    assert (said["type"], said["timestamp"]) == ("incident.triggered", "2013-02-15T20:00:00+00:00")
    assert (said["data"]["key"], said["data"]["incident"], said["data"]["state"]) == (KEY, 7, "open")
    assert said["data"]["findings"] == [{"summary": "24 % of delays are null"}]


def test_what_becomes_of_it_is_another_message_of_the_same_alert(
    service: Any, send: Any, answer_by: Any, alert: Any
) -> None:
    """Its id is its own, so that a receiver who drops what came twice does not drop it."""
    send(answer_by("webhook"), alert(Action.RESOLVE), {"key": KEY})
    (_, headers, body) = service.heard[0]
    assert (json.loads(body)["type"], json.loads(body)["data"]["key"]) == ("incident.resolved", KEY)
    assert headers["webhook-id"] != KEY


def test_whoever_changes_a_byte_is_found_out(service: Any, send: Any, page_by: Any, alert: Any) -> None:
    """So is whoever repeats an old message."""
    send(page_by("webhook"), alert())
    _, headers, body = service.heard[0]
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"24 %", b"2 %"), dict(headers))


def test_the_time_of_the_signature_is_the_clocks(service: Any, parcel: Any, page_by: Any, alert: Any) -> None:
    """An old one is refused by the receiver."""
    old = StoppedClock(datetime.now(UTC) - timedelta(hours=1))  # noqa: TID251
    route = WebhookRoute(Declared(url=service.url, secret=SECRET), old)
    route.send(parcel(page_by("webhook")), alert())
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(SECRET).verify(service.heard[0][2], dict(service.heard[0][1]))


@pytest.mark.parametrize(
    ("status", "meant"), [(429, Retry), (500, Retry), (404, Permanent), (401, Permanent), (302, Permanent)]
)
def test_an_answer_that_is_no(
    service: Any, send: Any, page_by: Any, alert: Any, status: int, meant: Any
) -> None:
    """What may pass is tried again; what will not says what to mend. No other address is followed."""
    service.answers.append((status, {"Location": "/elsewhere"}, {}))
    assert isinstance(send(page_by("webhook"), alert()), meant)
    assert len(service.heard) == 1


def test_nobody_listens(parcel: Any, page_by: Any, alert: Any) -> None:
    """It is tried again."""
    route = WebhookRoute(Declared(url="http://127.0.0.1:1", secret=SECRET))
    assert isinstance(route.send(parcel(page_by("webhook")), alert()), Retry)
