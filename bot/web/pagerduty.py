"""What PagerDuty calls (a webhook of version 3): whoever has an alert there has its incident here."""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.engine.elsewhere import told
from bot.store.store import Store

_MOST = 1_000_000
"""Bytes; an event of PagerDuty's is a few thousand."""


def pagerduty_routes(store: Store, clock: Clock, secret: str, changed: Callable[[], None]) -> list[Route]:
    """`/pagerduty`; what is not signed with the secret is refused. `changed` is called after each."""

    async def called(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too long\n", 413)
        if not signed(body, request.headers.get("x-pagerduty-signature", ""), secret):
            return PlainTextResponse("wrong signature: compare routes.pagerduty.webhook_secret\n", 401)
        try:
            event = json.loads(body)
        except ValueError:
            return PlainTextResponse("this is no JSON\n", 400)
        said = await run_in_threadpool(told, store, event, clock())
        changed()
        return PlainTextResponse(f"{said}\n")

    endpoint: Callable[[Request], Awaitable[Response]] = called
    return [Route("/pagerduty", endpoint, methods=["POST"])]


def signed(body: bytes, signatures: str, secret: str) -> bool:
    """Whether a signature is the HMAC (SHA-256) of the body; while a secret is changed there are two."""
    ours = f"v1={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
    return any(hmac.compare_digest(ours.encode(), each.strip().encode()) for each in signatures.split(","))


async def _body(request: Request) -> bytes | None:
    read = b""
    async for part in request.stream():
        read += part
        if len(read) > _MOST:
            return None
    return read
