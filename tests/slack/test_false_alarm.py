"""Whoever was woken for nothing says so with two clicks, or a word."""

from collections.abc import Callable
from typing import Any

from bot.domain.triage import Labels
from bot.messages.modal import CAUSE
from bot.store.labels import labels

JON = "U2JON"


def test_a_false_alarm_is_marked_from_the_menu(harbor: Any, words: Callable[[dict[str, Any]], str]) -> None:
    """The modal has chosen already; the reason may be left empty."""
    harbor.click(JON, "incident_more", "false-alarm:1")
    modal = harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))
    assert "It was a false alarm: nothing was wrong" in words(modal)
    assert harbor.sandbox.submit_view(JON, {CAUSE: {CAUSE: "a <holiday>"}}).wait().acked
    assert harbor.desk.incident(1).timeline[-1].text == "false alarm: a <holiday>"
    harbor.round()
    assert "false alarm: a &lt;holiday&gt;" in words(harbor.message())
    with harbor.store.read() as connection:
        assert labels(connection) == {"null_rate": Labels(true=0, labelled=1)}


def test_whoever_has_it_can_call_it_a_false_alarm(harbor: Any) -> None:
    """Also after it was acknowledged: that is when people find out."""
    harbor.click(JON, "incident_acknowledge")
    harbor.deliver()
    harbor.click(JON, "incident_more", "false-alarm:1")
    harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))
    assert harbor.sandbox.submit_view(JON).wait().acked
    assert harbor.desk.incident(1).timeline[-1].text == "false alarm"


def test_a_false_alarm_is_typed(harbor: Any) -> None:
    """With a reason; a second time, it is over already."""
    assert "Resolved." in harbor.type(JON, "false-alarm 1 the team was at sea")
    assert harbor.desk.incident(1).timeline[-1].text == "false alarm: the team was at sea"
    assert "*jon* resolved it" in harbor.type(JON, "false-alarm 1", 2)
    assert "There is no incident 7" in harbor.type(JON, "false-alarm 7", 3)
