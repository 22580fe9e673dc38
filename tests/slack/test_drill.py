"""A test page in Slack: it says that it is none, asks what has come, and shows what was answered."""

from datetime import timedelta
from typing import Any

from bot.engine.drill import begin

MARIA = "U1MARIA"


def test_whoever_is_called_presses_what_came(harbor: Any, words: Any) -> None:
    """The button goes, and the message says who said so."""
    begin(harbor.store, harbor.settings, "ana", harbor.clock(), timedelta(hours=2))
    harbor.deliver()
    (page,) = [each for each in harbor.sandbox.messages(MARIA) if "drill" in words(each)]
    assert "This is a drill (no. 1, by *ana*): nothing is wrong" in words(page)
    assert "It came" in words(page)
    done = harbor.sandbox.click(MARIA, MARIA, page["ts"], "drill_came").wait()
    assert done.acked, done.error
    harbor.sandbox.wait_for(lambda: "came, says *maria*" in words(_again(harbor, page)))
    assert "It came" not in words(_again(harbor, page))


def test_the_channel_is_told_what_did_not_come(harbor: Any, words: Any) -> None:
    """When the time is over."""
    begin(harbor.store, harbor.settings, "ana", harbor.clock(), timedelta(hours=2))
    harbor.round(hours=2)
    report = words(harbor.message())
    assert "Drill 1: 0 of 2 test pages came" in report
    assert "*maria* by Slack: was taken by the other side; nobody says that it came" in report
    page = harbor.sandbox.messages(MARIA)[-1]
    assert "It is over." in words(page)
    assert "It came" not in words(page)


def _again(harbor: Any, message: Any) -> Any:
    return next(each for each in harbor.sandbox.messages(MARIA) if each["ts"] == message["ts"])
