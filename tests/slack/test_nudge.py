"""Nobody signed off by the evening: the owner is asked in a direct message, and answers there."""

from collections.abc import Callable
from typing import Any

Words = Callable[[Any], str]
MARIA, JON = "U1MARIA", "U2JON"


def _asked(harbor: Any, words: Words) -> list[Any]:
    return [each for each in harbor.sandbox.messages(MARIA) if "checkup_sign_off" in str(each)]


def test_the_owner_signs_off_in_the_direct_message(harbor: Any, words: Words) -> None:
    """The digest says that they were asked, then that they looked; the message asks no more."""
    harbor.round(hours=6)
    assert _asked(harbor, words) == []
    harbor.round(hours=3)
    (asked,) = _asked(harbor, words)
    assert f"<@{MARIA}> nobody has looked at it yet" in words(asked)
    assert "Open the digest" in words(asked)
    assert "was asked to" in words(harbor.message())
    done = harbor.sandbox.click(MARIA, MARIA, asked["ts"], "checkup_sign_off").wait()
    assert done.acked, done.error
    harbor.sandbox.wait_for(lambda: "*maria* looked" in words(harbor.message()))
    harbor.sandbox.wait_for(lambda: not _asked(harbor, words))
    assert "was asked to" not in words(harbor.message())
