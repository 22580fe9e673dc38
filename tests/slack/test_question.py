"""What people ask in their own words: with a mention, in private, in the home."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.deliveries import Delivery
from bot.store import slack_events

MARIA, JON = "U1MARIA", "U2JON"
Words = Callable[[dict[str, Any]], str]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("is the pipeline healthy?", "churn is broken"),
        ("what broke?", "1 problem open"),
        ("what should I fix first?", "*Fix this first*"),
        ("help", "/pipeline health"),
        ("what's for lunch?", "I do not understand that. I can answer these"),
    ],
)
def test_a_mention_is_answered_in_its_thread(harbor: Any, words: Words, asked: str, answer: str) -> None:
    """The manager asks in the channel and reads a true answer below."""
    harbor.sandbox.mention(JON, "#churn", asked)
    question = harbor.sandbox.messages("#churn")[-1]
    replies = harbor.sandbox.wait_for(lambda: harbor.sandbox.thread("#churn", question["ts"]))
    assert answer in words(replies[0])


def test_a_direct_message_is_answered_where_it_was_asked(harbor: Any, words: Words) -> None:
    """And Oakum does not answer itself."""
    before = len(harbor.sandbox.messages(JON))
    harbor.sandbox.dm(JON, "is churn ok?")
    answers = harbor.sandbox.wait_for(lambda: harbor.sandbox.messages(JON)[before + 1 :])
    assert "churn is broken" in words(answers[0])
    assert len(answers) == 1


def test_the_home_shows_what_to_fix_first_and_its_button_works(harbor: Any, words: Words) -> None:
    """Acknowledged there, it is redrawn."""
    harbor.sandbox.open_home(JON)
    home = harbor.sandbox.wait_for(lambda: harbor.sandbox.home(JON))
    assert "Fix this first" in words(home)
    assert harbor.sandbox.click_home(JON, "incident_acknowledge").wait().acked
    harbor.sandbox.wait_for(lambda: "*jon* has it since" in words(harbor.sandbox.home(JON)))


def test_the_messages_tab_draws_no_home(harbor: Any) -> None:
    """Slack tells of both."""
    harbor.sandbox.open_home(JON, "messages").wait()
    harbor.sandbox.open_home(MARIA).wait()
    harbor.sandbox.wait_for(lambda: harbor.sandbox.home(MARIA))
    assert harbor.sandbox.home(JON) is None


def test_an_event_that_comes_twice_is_answered_once(harbor: Any) -> None:
    """Slack sends it again when our ack was lost."""
    asked = harbor.sandbox.mention(JON, "#churn", "is the pipeline healthy?").wait()
    again = harbor.sandbox.hub.dispatch(Delivery(asked.envelope)).wait()
    assert again.acked
    harbor.socket.close()  # whatever is being answered is answered by now
    question = harbor.sandbox.messages("#churn")[-1]
    assert len(harbor.sandbox.thread("#churn", question["ts"])) == 1


def test_a_store_that_cannot_be_written_keeps_no_answer_back(
    harbor: Any, words: Words, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its disk is full, say: what it holds can still be told."""

    def full(*_: Any) -> bool:
        raise OSError("no space left on device")

    monkeypatch.setattr(slack_events, "first", full)
    asked = harbor.sandbox.mention(JON, "#churn", "is the pipeline healthy?").wait()
    assert asked.acked
    question = harbor.sandbox.messages("#churn")[-1]
    (reply,) = harbor.sandbox.wait_for(lambda: harbor.sandbox.thread("#churn", question["ts"]))
    assert "churn is broken" in words(reply)
    assert "it may be answered twice" in caplog.text
