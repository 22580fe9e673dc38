"""Calling others by HTTP: within a time and a size, no other address followed, what comes back as JSON."""

import json
from collections.abc import Mapping
from typing import Any

import httpx2

from bot.rollback.way import NotToldError, RefusedError, UnsureError
from bot.within import within

WITHIN, WHOLE = 20.0, 30.0
"""Seconds that nothing is heard, and for a whole call, however slowly the answer drips: a connection that
is not made in time was never made."""
_MOST = 1_000_000
_SHOWN = 200
_NOT_NOW = (408, 423, 425)
NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.UnsupportedProtocol, httpx2.InvalidURL)


def ask(whose: str, url: str, **more: Any) -> Any:
    """What an address tells, as JSON; nothing is changed there. Raises `NotToldError`."""
    try:
        status, said = _call("GET", url, more)
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
        raise NotToldError(f"{whose} did not answer: {_reason(error)}") from error
    if status != 200:
        raise NotToldError(f"{whose} answered {status}: {_shown(said)}".rstrip(": "))
    try:
        return json.loads(said)
    except ValueError as error:
        raise NotToldError(f"{whose} answered what is no JSON: {_shown(said)}") from error


def tell(whose: str, url: str, **more: Any) -> None:
    """Ask for a change, once. Raises `RefusedError` where nothing was changed, `UnsureError` where it may."""
    try:
        status, said = _call("POST", url, more)
    except NEVER_SENT as error:
        raise RefusedError(f"{whose} cannot be reached: {_reason(error)}") from error
    except (httpx2.HTTPError, TimeoutError) as error:
        raise UnsureError(f"{whose} did not answer: {_reason(error)}") from error
    answered = f"{whose} answered {status}: {_shown(said)}".rstrip(": ")
    if status >= 500 or status in _NOT_NOW:
        raise UnsureError(answered)
    if not 200 <= status < 300:
        raise RefusedError(answered)


def text_of(facts: Any, *keys: str) -> str | None:
    """The text or number that stands there, whatever was answered; None where there is none."""
    for key in keys:
        facts = facts.get(key) if isinstance(facts, Mapping) else None
    told = str(facts).strip() if isinstance(facts, (str, int)) and not isinstance(facts, bool) else ""
    return told or None


def _call(method: str, url: str, more: Mapping[str, Any]) -> tuple[int, str]:
    asked = httpx2.stream(method, url, timeout=WITHIN, follow_redirects=False, **more)
    with within(WHOLE), asked as answer:
        read = b""
        for part in answer.iter_bytes():
            read += part
            if len(read) > _MOST:
                raise TimeoutError("the answer is too long")
        return answer.status_code, read.decode(errors="replace")


def _shown(said: str) -> str:
    return " ".join(said.split())[:_SHOWN]


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
