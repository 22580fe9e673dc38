"""The backlog in Slack: asked for, promoted from, closed with a reason, and proposed from at a checkup."""

from typing import Any

import pytest

from bot.messages.backlog import CLOSE, PROMOTE
from bot.messages.modal import CAUSE
from bot.store import focuses
from checks.verdict import Urgency

CROSSING = {"limit": "5%", "at": "2026-12-10", "from": "2026-12-07", "to": "2026-12-20"}
GROWS = {"direction": "growing", "crossing": CROSSING, "kendall_p": 0.001}


@pytest.fixture
def three(harbor: Any, breach: Any) -> Any:
    """Nulls that page, a null rate that will cross its limit, and a report that annoys."""
    ticket = {"urgency": Urgency.TICKET}
    harbor.says["churn"] = [
        breach(),
        breach("plan", check="null_rate", summary="nulls of `plan` grow", days_to_break=20.0, evidence=GROWS,
               affected=20, bad=(), **ticket),
        breach("country", check="contract", summary="country has a new value", days_to_break=99.0, affected=5,
               **ticket),
    ]  # fmt: skip
    harbor.round(hours=5, minutes=30)  # Friday's checkup
    return harbor


def thread_of(harbor: Any) -> list[str]:
    """What stands in the channel and in its threads."""
    roots = harbor.sandbox.messages("#churn")
    threads = [each for root in roots for each in harbor.sandbox.thread("#churn", root["ts"])]
    return [str(each.get("text")) for each in threads]


def focus(harbor: Any) -> int | None:
    """The number of the incident that is the focus."""
    with harbor.store.read() as connection:
        found = focuses.current(connection, "churn")
    return found.incident if found else None


def test_the_backlog_is_what_can_wait_with_label_age_owner_and_number(three: Any) -> None:
    """For the asker alone."""
    three.round(days=2)
    text = three.type("U2JON", "backlog")
    assert "2 problems in the backlog" in text
    assert "Focus of `churn`: usage: nulls of sessions grew from 1 % to 20 %" in text
    assert "_will break next month_ · open for 2 days · owner *maria*" in text
    assert "crosses 5% about Thu 10 Dec (7 to 20 Dec)" in text
    assert "_annoying but stable_" in text
    assert "`churn` · incident 2" in text
    three.desk.acknowledge(2, "jon")
    assert "*jon* has it since" in three.type("U2JON", "backlog churn", 2)
    assert "There is no pipeline `churm`" in three.type("U2JON", "backlog churm", 3)


def test_an_empty_backlog_says_so(harbor: Any) -> None:
    """With the focus, or that nothing is open."""
    assert "The backlog is empty: what is open is the focus." in harbor.type("U2JON", "backlog")
    harbor.desk.resolve(1, "maria", "mended")
    assert "Nothing is open" in harbor.type("U2JON", "backlog", 2)


def test_one_is_promoted_with_a_reason_and_both_threads_hear_it(three: Any) -> None:
    """Without a reason it is asked for one."""
    assert "Why? `/pipeline promote 2 the board" in three.type("U2JON", "promote 2")
    assert focus(three) == 1
    said = three.type("U2JON", "promote 2 the board <!channel> asked", 2)
    assert "It is the focus of `churn` until the next checkup" in said
    assert focus(three) == 2
    notes = [said for said in thread_of(three) if "made `usage" in said]
    assert len(notes) == 2
    instead = "jon made `usage: nulls of plan grow` the focus instead of `usage: nulls"
    assert all(instead in each for each in notes)
    assert all("&lt;!channel&gt;" in each for each in notes)
    assert "There is no incident 77" in three.type("U2JON", "promote 77 because", 3)


def test_one_is_closed_with_a_reason_and_comes_back_only_with_new_evidence(three: Any) -> None:
    """The reason is in its thread; the same evidence does not open it again."""
    assert "Why? `/pipeline close 3" in three.type("U2JON", "close 3")
    said = three.type("U2JON", "close 3 nobody reads that report", 2)
    assert "Closed, with the reason in its thread." in said
    three.round(days=1)
    told = three.desk.incident(3)
    assert told.incident.is_resolved
    (line,) = [each for each in told.timeline if each.kind == "resolved"]
    assert (line.who, line.text, line.by) == ("jon", "nobody reads that report", "slack")
    assert "resolved it" in three.type("U2JON", "promote 3 after all", 3)


def test_the_checkup_proposes_one_and_a_click_makes_it_the_focus(three: Any, words: Any) -> None:
    """What crosses its limit first; who clicked is on the record."""
    text = words(three.message())
    assert "*From the backlog:*" in text
    assert "it will break next month: crosses 5% about Thu 10 Dec (7 to 20 Dec)" in text
    assert "Proposed: *make it the next focus*" in text
    three.click("U2JON", PROMOTE)
    assert "It is the focus of `churn`" in three.told("U2JON")
    assert focus(three) == 2
    (line,) = [each for each in three.desk.incident(2).timeline if each.kind == "focus"]
    assert (line.who, line.by) == ("jon", "slack")


def test_the_checkup_closes_one_with_a_reason_in_a_modal(three: Any, words: Any) -> None:
    """Without one the modal asks for it; a second click comes too late."""
    three.click("U2JON", CLOSE)
    modal = three.sandbox.wait_for(lambda: three.sandbox.modal("U2JON"))
    assert "Why is it closed, or accepted?" in words(modal)
    three.sandbox.submit_view("U2JON", {CAUSE: {CAUSE: "   "}}).wait()
    assert three.sandbox.modal("U2JON") is not None
    assert three.sandbox.submit_view("U2JON", {CAUSE: {CAUSE: "the limit was too low"}}).wait().acked
    told = three.desk.incident(2)
    assert (told.incident.resolved_by, told.incident.is_resolved) == ("jon", True)
    three.click("U2JON", CLOSE)
    assert "Nothing to do any more: *jon* resolved it" in three.told("U2JON")


def test_the_focus_comes_first_in_findings_and_at_home(three: Any) -> None:
    """Whatever ranks higher."""
    three.type("U2JON", "promote 3 the board asked")
    text = three.type("U2JON", "findings", 2)
    assert text.index("country has a new value") < text.index("nulls of sessions")
    assert "open: the focus, then the most costly" in text
