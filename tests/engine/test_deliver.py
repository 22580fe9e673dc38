"""Delivery on a bad day: rate limits, time-outs, dead senders, words that cannot be found."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.intent import DigestPost, IncidentPost
from bot.domain.way import Priority
from bot.engine import people
from bot.engine.backoff import LONGEST, LONGEST_PAGE, backoff
from bot.engine.deliver import deliver
from bot.engine.lease import LEASE
from bot.engine.postman import Postman
from bot.routes.outcome import Permanent, Retry
from bot.store import outbox
from bot.store.undelivered import undelivered

World = Any
SECOND = timedelta(seconds=1)


def send(world: World) -> Any:
    """Take the next message of Slack's queue."""
    return deliver(world.store, "slack", lambda parcel, about: parcel.intent.kind, world.slack, world.clock)


def test_a_rate_limit_is_waited_out_and_then_pages_go_first(world: World) -> None:
    """Slack said 30 seconds: nothing goes to the channel before that; the direct message does."""
    world.slack.answers.append(lambda *_: Retry("ratelimited", after=30 * SECOND))
    world.round()
    assert world.slack.kinds() == ["incident_page"]  # the direct message
    world.round(seconds=29)
    assert world.slack.kinds() == ["incident_page"]
    world.round(seconds=1)
    assert world.slack.kinds()[1:] == ["incident_post", "incident_page", "incident_note"]


def test_a_rate_limit_of_a_channel_is_not_tried_again_by_the_next_message(world: World, says: Any) -> None:
    """Two incidents in one channel: one answer of Slack is enough for both."""
    world.checks.says["churn"].append(says.bad("drift"))
    world.slack.answers.append(lambda *_: Retry("ratelimited", after=30 * SECOND))
    world.round()
    assert set(world.slack.kinds()) == {"incident_page"}
    assert all(intent.to == "dm" for intent, _ in world.slack.said)


def test_after_a_time_out_the_message_is_looked_for_before_it_is_posted_again(world: World) -> None:
    """It had got through: it is not posted twice, and its receipt is kept."""

    def timed_out(box: Any, parcel: Any, message: str) -> Retry:
        box.take(parcel, message)
        return Retry("timed out", unknown=True)

    world.slack.answers.append(timed_out)
    world.round()
    world.round(minutes=1)
    assert world.slack.posted()["post/1"] == 1
    assert world.slack.looks == 1
    with world.store.read() as connection:
        assert outbox.receipt(connection, "post/1") is not None


def test_after_a_time_out_that_lost_it_the_message_is_posted(world: World) -> None:
    """It is looked for in vain, and sent."""
    world.slack.answers.append(lambda *_: Retry("timed out", unknown=True))
    world.round()
    assert "post/1" not in world.slack.posted()
    world.round(minutes=1)
    assert world.slack.posted()["post/1"] == 1


def test_for_a_page_rather_twice_than_never(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack cannot be searched: a page is sent again, a digest waits some tries before it is."""
    monkeypatch.setattr(type(world.slack), "find", lambda *_: Retry("missing_scope"))
    world.slack.answers.append(lambda *_: Retry("timed out", unknown=True))
    world.round()
    world.round(minutes=1)
    assert world.slack.posted()["post/1"] == 1
    people.acknowledge(world.store, 1, "maria", world.clock())
    world.deliver()
    world.slack.answers.append(lambda *_: Retry("timed out", unknown=True))
    world.round(hours=5, minutes=29)  # three o'clock: the checkup
    world.round(minutes=1)
    assert world.slack.posted()["digest/1"] == 0
    for _ in range(5):
        world.round(minutes=20)
    assert world.slack.posted()["digest/1"] == 1


@pytest.mark.parametrize("searchable", [True, False])
def test_only_what_could_not_be_looked_for_may_be_a_repeat(
    world: World, monkeypatch: pytest.MonkeyPatch, searchable: bool
) -> None:
    """Looked for in vain it is none; where nobody can look, its route says that it may be one."""
    box, unsure = type(world.slack), {}
    take = box.take

    def noted(self: Any, parcel: Any, message: str) -> Any:
        unsure[parcel.intent.key] = parcel.unsure
        return take(self, parcel, message)

    monkeypatch.setattr(box, "take", noted)
    monkeypatch.setattr(world.slack, "searchable", searchable)
    world.slack.answers.append(lambda *_: Retry("timed out", unknown=True))
    world.round()
    world.round(minutes=1)
    assert unsure["post/1"] == (not searchable)
    assert unsure["page/1/1/0/slack/dm/maria"] is False


def test_whoever_died_while_sending_is_replaced_after_the_lease(world: World) -> None:
    """And what they may have sent is looked for."""

    class KilledError(BaseException):
        pass

    def killed(box: Any, parcel: Any, message: str) -> Any:
        box.take(parcel, message)
        raise KilledError

    world.engine_only()
    world.slack.answers.append(killed)
    with pytest.raises(KilledError):
        send(world)
    world.restart()
    world.round(seconds=1)
    assert "incident_note" not in world.slack.kinds()
    world.clock.move_forward(LEASE)
    world.round()
    assert set(world.slack.posted().values()) == {1}
    assert world.slack.kinds().count("incident_page") == 2


def test_what_cannot_be_delivered_is_told_why_and_the_others_go_on(world: World) -> None:
    """The bot is not in the channel: Maria is told directly all the same."""
    world.slack.answers.append(lambda *_: Permanent("not_in_channel: /invite @Oakum to #churn"))
    world.round()
    assert world.slack.kinds() == ["incident_page"]
    with world.store.read() as connection:
        (trouble,) = undelivered(connection)
    assert trouble.final
    assert "/invite" in trouble.error


def test_if_the_first_person_cannot_be_told_the_next_one_is_told_at_once(world: World) -> None:
    """A Slack that knows neither the channel nor Maria costs nobody five minutes."""
    world.slack.answers.extend([lambda *_: Permanent("channel_not_found")] * 2)
    world.round()
    world.round(seconds=5)
    assert [intent.person for intent, _ in world.mail.said] == ["jon"]


def test_a_slow_slack_delays_no_mail(world: World) -> None:
    """Each route has its own queue."""
    world.slack.answers.extend([lambda *_: Retry("503")] * 100)
    world.round()
    world.round(minutes=5)
    assert [intent.person for intent, _ in world.mail.said] == ["jon"]


def test_words_that_cannot_be_found_stop_no_queue(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A fault in a template is logged and tried again; what comes after it goes out."""

    def render(parcel: Any, about: Any) -> str:
        if parcel.intent.kind == "incident_post":
            raise KeyError("owner")
        return "words"

    world.engine_only()
    outcomes = [deliver(world.store, "slack", render, world.slack, world.clock) for _ in range(3)]
    assert [type(outcome).__name__ for outcome in outcomes] == ["Retry", "Receipt", "NoneType"]
    assert world.slack.kinds() == ["incident_page"]
    assert "cannot be put into words" in caplog.text


def test_a_fault_of_a_route_is_a_reason_to_look(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody knows what it did before it broke."""

    def broken(box: Any, parcel: Any, message: str) -> Any:
        box.take(parcel, message)
        raise RuntimeError("a fault")

    world.slack.answers.append(broken)
    world.round()
    world.round(minutes=1)
    assert world.slack.posted()["post/1"] == 1
    assert "a fault" in caplog.text


def test_a_digest_yields_to_an_incident(make_world: Callable[..., World], says: Any) -> None:
    """Both are due at once: the one that somebody waits for goes first."""
    world = make_world()
    world.round()
    world.checks.says["churn"] = [says.bad()]
    world.round(hours=5, minutes=30)
    kinds = [type(intent) for intent, _ in world.slack.said]
    assert kinds.index(IncidentPost) < kinds.index(DigestPost)
    assert kinds[-1] is DigestPost


@given(parcel=st.integers(1, 10**9), attempt=st.integers(1, 10**6), priority=st.sampled_from(Priority))
def test_the_wait_grows_has_an_end_and_is_the_same_on_every_run(
    parcel: int, attempt: int, priority: Priority
) -> None:
    """A page waits for a minute at most."""
    wait = backoff(parcel, attempt, priority)
    assert timedelta(seconds=1) <= wait <= (LONGEST_PAGE if priority is Priority.PAGE else LONGEST)
    assert wait == backoff(parcel, attempt, priority)
    assert backoff(parcel, attempt + 2, priority) >= wait * 0.99 or wait >= LONGEST_PAGE / 2


def test_the_postman_delivers_until_the_queue_is_empty_and_comes_when_knocked_at() -> None:
    """A fault of the store does not end the thread; stop ends it after the message at hand."""
    queue, delivered = ["a", "b"], []
    empty, again = Event(), Event()
    faults = [OSError("disk")]

    def deliver_next() -> object | None:
        if faults:
            raise faults.pop()
        if queue:
            delivered.append(queue.pop(0))
            return delivered[-1]
        (again if "c" in delivered else empty).set()
        return None

    postman = Postman("slack", deliver_next, pause=0.001)
    postman.start()
    assert empty.wait(5)
    queue.append("c")
    postman.knock()
    assert again.wait(5)
    postman.stop()
    assert delivered == ["a", "b", "c"]
