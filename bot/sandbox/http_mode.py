"""HTTP mode: what people do is sent to the app's request URL, signed as Slack signs it."""

import hashlib
import hmac
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from bot.sandbox.deliveries import Delivery
from bot.sandbox.state import State
from bot.sandbox.workspace import Json

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Caller:
    """Calls one address; an event that is not taken is tried again at once, as often as it may be."""

    def __init__(self, state: State, url: str, secret: str, ack_within: float) -> None:
        self._state, self.url, self._secret, self._ack_within = state, url, secret, ack_within
        self._pool = ThreadPoolExecutor(20, thread_name_prefix="slack-calls")

    def dispatch(self, delivery: Delivery) -> Delivery:
        """Call in the background; return at once."""
        self._pool.submit(self._deliver, delivery)
        return delivery

    def close(self) -> None:
        """Wait for the calls that are on their way."""
        self._pool.shutdown(wait=True)

    def _deliver(self, delivery: Delivery) -> None:
        kind, body = _written(delivery.envelope)
        payload, error = self._call(kind, body, {})
        for number in range(1, len(delivery.retries) + 1):
            if not error:
                break
            again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_error"}
            payload, error = self._call(kind, body, again)
        with self._state.change(kind="delivery"):
            delivery.finish(payload=payload, error=error)

    def _call(self, kind: str, body: bytes, more: dict[str, str]) -> tuple[Json, str]:
        """The payload of the ack, or Slack's word for why there is none."""
        stamp = str(int(self._state.clock().timestamp()))
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signed(body, stamp, self._secret),
            **more,
        }
        try:
            with urlopen(Request(self.url, body, headers), timeout=self._ack_within) as answer:
                return _payload(answer.read()), ""
        except HTTPError as error:
            with error:
                return {}, "dispatch_failed"
        except (URLError, HTTPException, OSError) as error:
            reason = getattr(error, "reason", error)
            return {}, "operation_timeout" if isinstance(reason, socket.timeout) else "dispatch_failed"


def signed(body: bytes, stamp: str, secret: str) -> str:
    """The value of X-Slack-Signature."""
    return f"v0={hmac.new(secret.encode(), b'v0:%s:%s' % (stamp.encode(), body), hashlib.sha256).hexdigest()}"


def _written(envelope: Json) -> tuple[str, bytes]:
    """The content type and the body of what Socket Mode would put into an envelope."""
    payload = envelope["payload"]
    if envelope["type"] == "events_api":
        return JSON, json.dumps(payload).encode()
    if envelope["type"] == "interactive":
        return FORM, urlencode({"payload": json.dumps(payload)}).encode()
    return FORM, urlencode(payload).encode()


def _payload(body: bytes) -> Json:
    """A command may be acked with bare text."""
    if not body:
        return {}
    try:
        said = json.loads(body)
    except ValueError:
        return {"text": body.decode()}
    return said if isinstance(said, dict) else {}
