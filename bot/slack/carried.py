"""What buttons and forms carry. We wrote it, but perhaps another version or store did, or nobody of ours."""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

log = logging.getLogger(__name__)

_MOST = 3000
"""Characters of a form; of a button Slack takes 2,000."""
_UNREADABLE = ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, OSError


class NotOursError(LookupError):
    """It says nothing that can be read."""


class NoNumberError(NotOursError):
    """It is about nothing that has a number."""


def is_readable(body: Mapping[str, Any]) -> bool:
    """Whether a call says who does what, as Slack's all do: bolt's own parts fail on others."""
    match body:
        case (
            {"type": "block_actions", "user": {"id": str()}, "actions": [{"action_id": str()}, *_]}
            | {"type": "view_submission", "user": {"id": str()}, "view": {"callback_id": str()}}
            | {"type": "event_callback", "event": {"type": str()}}
        ):
            return True
        case {"type": "block_actions" | "view_submission" | "event_callback"}:
            log.warning("a call of Slack's is not what Slack sends: it is left out")
            return False
        case _:
            return True


@contextmanager
def as_ours() -> Iterator[None]:
    """Around what only reads: whatever it cannot read is none of ours. Raises: NotOursError."""
    try:
        yield
    except NotOursError:
        raise
    except _UNREADABLE as error:
        raise NotOursError(f"what it carries cannot be read ({type(error).__name__})") from error


def value(body: Mapping[str, Any]) -> str:
    """What the button carries that was pressed, or the choice in a menu. Raises: NotOursError."""
    with as_ours():
        action = body["actions"][0]
        return _text(action.get("selected_option", action)["value"])


def metadata(view: Mapping[str, Any]) -> str:
    """What a form carries. Raises: NotOursError."""
    with as_ours():
        return _text(view["private_metadata"])


def number(body: Mapping[str, Any]) -> int:
    """What the button is about: `12`, or `resolve:12` of a menu. Raises: NotOursError."""
    return as_number(re.sub("^[a-z-]+:", "", value(body)))


def as_number(said: str) -> int:
    """Raises: NoNumberError."""
    if not re.fullmatch("[0-9]{1,18}", said):  # more than a database can count
        raise NoNumberError(f"{said[:99]!r} is no number")
    return int(said)


def _text(said: object) -> str:
    if not isinstance(said, str) or len(said) > _MOST:
        raise NotOursError("what it carries is no text, or too long")
    return said
