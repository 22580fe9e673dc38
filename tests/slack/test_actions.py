"""People press buttons; the message changes in place, and a late click gets a friendly word."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.accepted import NEW_NORMAL
from bot.domain.stage import Stage, Staged
from bot.domain.stage_intent import ShadowPost
from bot.engine import people
from bot.messages.modal import CAUSE, OUTCOME
from bot.store import outbox, stages

MARIA, JON, EVE = "U1MARIA", "U2JON", "U3EVE"
Words = Callable[[dict[str, Any]], str]


def test_acknowledge_changes_the_message_in_place(harbor: Any, words: Words) -> None:
    """Everybody sees who has it; the ladder stops; nobody is rung by it."""
    assert harbor.buttons() == ["incident_acknowledge", "incident_details", "incident_more"]
    before = harbor.message()
    harbor.click(MARIA, "incident_acknowledge")
    harbor.sandbox.wait_for(lambda: "*maria* has it since" in words(harbor.message()))
    after = harbor.message()
    assert after["ts"] == before["ts"]
    assert harbor.buttons() == ["incident_resolve", "incident_details", "incident_more"]
    thread = [words(reply) for reply in harbor.sandbox.thread("#churn", after["ts"])]
    assert "*maria* has it" in thread[-1]
    assert "<@" not in words(after) + thread[-1]
    paged = len(harbor.sandbox.messages(JON))
    harbor.round(minutes=6)
    assert len(harbor.sandbox.messages(JON)) == paged


def test_a_click_is_acked_once_it_is_kept(harbor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever pulls the plug between the two loses nothing: Slack shows the click as failed."""
    kept = threading.Event()

    def slowly(*given: Any, by: str) -> Any:
        kept.wait(0.3)
        done = acknowledge(*given, by=by)
        kept.set()
        return done

    acknowledge = people.acknowledge
    monkeypatch.setattr(people, "acknowledge", slowly)
    harbor.click(MARIA, "incident_acknowledge")
    assert kept.is_set()


def test_the_second_click_hears_who_was_faster(harbor: Any) -> None:
    """It changes nothing."""
    people.acknowledge(harbor.store, 1, "maria", harbor.clock())  # the message does not show it yet
    harbor.click(JON, "incident_acknowledge")
    assert "*maria* has it already" in harbor.told(JON)
    assert harbor.desk.incident(1).incident.acknowledged_by == "maria"


def test_somebody_outside_the_configuration_may_help(harbor: Any, words: Words) -> None:
    """Whoever is awake; the name is Slack's."""
    harbor.click(EVE, "incident_acknowledge")
    harbor.sandbox.wait_for(lambda: "*eve.mayer* has it since" in words(harbor.message()))


def test_details_are_for_the_one_who_asks(harbor: Any) -> None:
    """Rows, times and reasons do not flood the channel."""
    harbor.click(JON, "incident_details")
    told = harbor.told(JON)
    assert "id=4" in told
    assert "Thu 19 Nov 2026, 09:30:00 UTC" in told
    assert harbor.sandbox.ephemerals(MARIA, "#churn") == []


def test_resolve_asks_for_the_cause_and_tells_it(harbor: Any, words: Words) -> None:
    """From the menu of an open incident."""
    harbor.click(JON, "incident_more", "resolve:1")
    modal = harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))
    assert "What was the cause?" in words(modal)
    assert harbor.sandbox.submit_view(JON, {CAUSE: {CAUSE: "the <export> was late"}}).wait().acked
    assert harbor.sandbox.modal(JON) is None
    harbor.round()
    shown = words(harbor.message())
    assert "Resolved · usage" in shown
    assert "resolved by *jon*" in shown
    assert "the &lt;export&gt; was late" in shown
    assert harbor.buttons() == ["incident_details"]


def test_the_cause_may_be_left_empty(harbor: Any) -> None:
    """A button must not become homework."""
    harbor.click(JON, "incident_more", "resolve:1")
    harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))
    harbor.sandbox.submit_view(JON).wait()
    assert harbor.desk.incident(1).incident.resolved_by == "jon"


def test_a_changed_schema_may_be_the_new_normal(
    make_harbor: Callable[..., Any], breach: Callable[..., Any], words: Words
) -> None:
    """Only there the modal asks; the choice and the cause are kept in the thread."""
    harbor = make_harbor("churn")
    harbor.says["churn"] = [breach("plan", check="contract", evidence={"kind": "type"})]
    harbor.round()
    harbor.click(JON, "incident_more", "resolve:1")
    modal = harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))
    assert "That is the new normal" in words(modal)
    chosen = {OUTCOME: {OUTCOME: NEW_NORMAL}, CAUSE: {CAUSE: "plans have names"}}
    assert harbor.sandbox.submit_view(JON, chosen).wait().acked
    assert harbor.desk.incident(1).timeline[-1].text == "that is the new normal: plans have names"
    (bulletin,) = harbor.desk.bulletins()
    assert bulletin.notes.startswith("`usage.plan`: in the shadow until")
    assert "Fri 27 Nov 2026, 09:30 UTC" in bulletin.notes


def test_other_incidents_know_no_new_normal(harbor: Any, words: Words) -> None:
    """Missing values are mended."""
    harbor.click(JON, "incident_more", "resolve:1")
    assert "new normal" not in words(harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON)))


def test_a_new_pipeline_pages_once_somebody_presses_the_button(harbor: Any, words: Words) -> None:
    """The message that ends its shadow asks; a second press hears who was first."""
    with harbor.store.write() as connection:
        stages.add(connection, "churn", Staged(Stage.TICKET, harbor.clock()))
        post = ShadowPost(pipeline="churn", channel="#churn", audits=8, findings=0, places=0)
        outbox.put(connection, [post], harbor.clock())
    harbor.deliver()
    assert harbor.buttons() == ["stage_go"]
    asking = harbor.message()["ts"]
    harbor.click(JON, "stage_go")
    assert "It pages from the next checks on" in harbor.told(JON)
    assert "*churn* pages from now on, says *jon*" in words(harbor.message())
    harbor.sandbox.click(MARIA, "#churn", asking, "stage_go").wait()
    assert "churn pages already: *jon* said so" in harbor.told(MARIA)


def test_a_modal_that_is_sent_too_late_says_so(harbor: Any, words: Words) -> None:
    """Somebody resolved it while it was being filled in."""
    harbor.click(JON, "incident_more", "resolve:1")
    harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))
    harbor.desk.resolve(1, "maria", "")
    harbor.sandbox.submit_view(JON).wait()
    shown = harbor.sandbox.modal(JON)
    assert "*maria* resolved it" in words(shown)
    assert harbor.desk.incident(1).incident.resolved_by == "maria"


@pytest.mark.parametrize(
    ("action", "value"), [("incident_acknowledge", None), ("incident_more", "resolve:1")]
)
def test_a_late_click_never_reopens(harbor: Any, action: str, value: str | None) -> None:
    """The message in front of somebody may be old."""
    people.resolve(harbor.store, 1, "maria", harbor.clock())  # the message does not show it yet
    harbor.click(JON, action, value)
    assert "Nothing to do any more: *maria* resolved it" in harbor.told(JON)
    assert harbor.desk.incident(1).incident.is_resolved


def test_the_checkup_is_signed_off_once(harbor: Any, words: Words) -> None:
    """It is on the record who looked; the second one hears who was first."""
    harbor.round(hours=6)
    digest = harbor.message()
    assert "Friday checkup: churn" in words(digest)
    harbor.click(MARIA, "checkup_sign_off")
    assert "Thank you" in harbor.told(MARIA)
    assert "*maria* looked" in words(harbor.sandbox.message("#churn", digest["ts"]))


def test_who_signs_off_second_hears_who_was_first(harbor: Any) -> None:
    """The button in front of them was old."""
    harbor.round(hours=6)
    people.sign_off(harbor.store, 1, "maria", harbor.clock())
    harbor.click(JON, "checkup_sign_off")
    assert "*maria* has signed it off already" in harbor.told(JON)


def test_what_cannot_be_answered_is_said_and_logged(
    harbor: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is swallowed."""

    def broken(id_: int) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(harbor.desk, "incident", broken)
    harbor.click(JON, "incident_details")
    assert "That did not work, and it is in my log" in harbor.told(JON)
    assert "the disk is full" in caplog.text


def test_a_button_of_a_forgotten_incident_says_so(harbor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store was begun anew, the message is still there."""

    def forgotten(id_: int) -> None:
        raise LookupError("there is no incident 1")

    monkeypatch.setattr(harbor.desk, "incident", forgotten)
    harbor.click(JON, "incident_details")
    assert "There is no such number any more" in harbor.told(JON)


def test_an_incident_is_put_to_sleep_and_still_shows_who_did(harbor: Any, words: Words) -> None:
    """From the menu until tomorrow morning, or typed for longer; whoever finds it can still take it."""
    harbor.click(MARIA, "incident_more", "snooze-day:1")
    harbor.sandbox.wait_for(lambda: "*maria* put it to sleep until" in words(harbor.message()))
    assert "Sat 21 Nov 2026, 09:00 UTC" in words(harbor.message())
    assert harbor.buttons() == ["incident_acknowledge", "incident_details", "incident_more"]
    assert "It sleeps." in harbor.type(JON, "snooze 1 3d")
    assert "put it to sleep until" in harbor.type(JON, "findings", 2)
    assert "like 30m, 2h or 3d" in harbor.type(JON, "snooze 1 forever", 3)
    harbor.click(EVE, "incident_acknowledge")
    harbor.sandbox.wait_for(lambda: "has it since" in words(harbor.message()))


def test_whoever_has_it_for_long_is_asked_and_answers_with_a_button(harbor: Any, words: Words) -> None:
    """In a direct message: still on it; or whoever has it gives it back, and the first is paged again."""
    harbor.click(MARIA, "incident_acknowledge")
    harbor.round(hours=24)
    asked = [each for each in harbor.sandbox.messages(MARIA) if "are you still on" in words(each)][-1]
    assert "Without an answer it is open again at" in words(asked)
    keep = harbor.sandbox.click(MARIA, MARIA, asked["ts"], "incident_keep", "1").wait()
    assert keep.acked, keep.error
    assert harbor.desk.incident(1).incident.asked_at is None
    harbor.round(hours=24)
    asked = [each for each in harbor.sandbox.messages(MARIA) if "are you still on" in words(each)][-1]
    assert harbor.sandbox.click(MARIA, MARIA, asked["ts"], "incident_give_back", "1").wait().acked
    harbor.round(seconds=1)
    assert harbor.desk.incident(1).incident.state == "open"
