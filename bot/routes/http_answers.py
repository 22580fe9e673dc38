"""What an answer by HTTP means for a message: it is there, try again, or something must be changed."""

from collections.abc import Mapping
from datetime import timedelta

from bot.routes.outcome import Outcome, Permanent, Receipt, Retry

ANSWER_WITHIN = 20
"""Seconds; the claim of a message is renewed meanwhile."""
_NOT_NOW = (408, 423, 425)
_SAID = 200


def meaning(
    whose: str, status: int, said: str, headers: Mapping[str, str], receipt: Mapping[str, str], change: str
) -> Outcome:
    """`whose` names the other side, `change` is what to mend where it refuses, `receipt` where it took it."""
    answered = f"{whose} answered {status}: {' '.join(said.split())[:_SAID]}".rstrip(": ")
    if 200 <= status < 300:
        return Receipt(receipt)
    if status == 429:
        return Retry(answered, after=patience(headers))
    if status >= 500 or status in _NOT_NOW:
        return Retry(answered, unknown=True)
    return Permanent(f"{answered}: {change}")


def patience(headers: Mapping[str, str]) -> timedelta:
    """How long Retry-After asks for, a second to an hour; half a minute where it does not say seconds."""
    asked = headers.get("retry-after", "")
    return timedelta(seconds=min(max(int(asked[:9]), 1), 3600) if asked.isdecimal() else 30)
