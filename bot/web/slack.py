"""What Slack calls in HTTP mode: commands, clicks, forms and events, each with its signature."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock

PATH = "/slack/events"
OLDEST = timedelta(minutes=5)
"""Of a signature that is older nobody knows who sends it again."""
_MOST = 1_000_000
"""Bytes; a form full of text is a tenth of it."""

Calls = Callable[[BoltRequest], BoltResponse | None]
"""The bot's answer; None while it cannot give one, so that Slack tries again later."""


@runtime_checkable
class Answering(Protocol):
    """The way in from Slack, in HTTP mode."""

    def dispatch(self, request: BoltRequest) -> BoltResponse | None:
        """What Slack is answered."""


def dispatched(way: object, request: BoltRequest) -> BoltResponse | None:
    """What Slack is answered by the way in that stands open now; None while there is none."""
    return way.dispatch(request) if isinstance(way, Answering) else None


def slack_routes(clock: Clock, secret: str, calls: Calls) -> list[Route]:
    """`/slack/events`; what is not signed with the secret within the last five minutes is refused."""

    async def called(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too long\n", 413)
        said = _refusal(request, body, secret, clock())
        if said:
            return PlainTextResponse(said, 401)
        try:
            told = to_bolt_request(request, body)
        except (ValueError, RecursionError, AttributeError, TypeError):  # what is no object has no `get`
            return PlainTextResponse("not what Slack sends: a form, or an object of JSON\n", 400)
        # The app waits for the ack of its listener: not in the loop, which others wait for.
        answer = await run_in_threadpool(calls, told)
        if answer is None:
            return PlainTextResponse("not connected to Slack just now\n", 503)
        return to_starlette_response(answer)

    endpoint: Callable[[Request], Awaitable[Response]] = called
    return [Route(PATH, endpoint, methods=["POST"])]


def signature(body: bytes, stamp: str, secret: str) -> str:
    """What Slack writes into X-Slack-Signature: an HMAC (SHA-256) of its time stamp and the body."""
    base = b"v0:" + stamp.encode() + b":" + body
    return f"v0={hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()}"


def _refusal(request: Request, body: bytes, secret: str, now: datetime) -> str:
    """Why nobody is to be believed that this comes from Slack; empty where it does."""
    stamp = request.headers.get("x-slack-request-timestamp", "")
    if not (stamp.isascii() and stamp.isdecimal()) or len(stamp) > 12:
        return "no time stamp\n"
    if abs(now.timestamp() - int(stamp)) > OLDEST.total_seconds():
        return "the time stamp is older than five minutes: is the clock of this machine right?\n"
    given = request.headers.get("x-slack-signature", "")
    if not hmac.compare_digest(signature(body, stamp, secret).encode(), given.encode()):
        return "wrong signature: compare routes.slack.signing_secret with Basic Information of the app\n"
    return ""


async def _body(request: Request) -> bytes | None:
    read = b""
    async for part in request.stream():
        read += part
        if len(read) > _MOST:
            return None
    return read
