"""`check --post` is waited for, by cron or a person: it ends in reasonable time, whoever does not answer."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bot.clock import StoppedClock, system_clock
from bot.commands import _post
from bot.domain.checkup import Checkup
from bot.domain.declared_routes import SlackWebhookRoute as Declared
from bot.domain.health import Status
from bot.domain.hook_intent import HookDigest
from bot.engine.deliver import About, deliver
from bot.engine.once_silent import OnceSilent
from bot.messages.message import REPEAT, SlackMessage
from bot.routes import slack_webhook
from bot.routes.slack_webhook import SlackWebhookRoute
from bot.sandbox import Channel, Person, Sandbox, Workspace
from bot.store import checkups, outbox
from bot.store.outbox import Parcel
from bot.store.store import Store, open_store
from bot.store.undelivered import Undelivered, undelivered

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)
HANGS = timedelta(seconds=20)
WORKSPACE = Workspace(
    name="Harbor",
    people=[Person("U1MARIA", "maria", "Maria Silva", "maria@example.com")],
    channels=[Channel("C1CHURN", "churn", ["U1MARIA"])],
)


class Mute:
    """A server that takes every call and never answers: twenty seconds pass."""

    def __init__(self, clock: StoppedClock) -> None:
        self.called = 0
        self._clock = clock
        self._door = socket.create_server(("127.0.0.1", 0))
        self._calls: list[socket.socket] = []
        Thread(target=self._take, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}/services/T1/B1/mute"

    def _take(self) -> None:
        while True:
            try:
                self._calls.append(self._door.accept()[0])
            except OSError:
                return
            self.called += 1
            self._clock.move_forward(HANGS)

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        for each in (self._door, *self._calls):
            each.close()


@pytest.fixture
def clock() -> StoppedClock:
    """It passes where somebody waits."""
    return StoppedClock(FRIDAY)


@pytest.fixture
def mute(clock: StoppedClock) -> Iterator[Mute]:
    """Somebody who does not answer."""
    server = Mute(clock)
    yield server
    server.close()


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    """Somebody who does."""
    with Sandbox(WORKSPACE, system_clock, rate_limited=False) as sandbox:
        yield sandbox


def a_checkup(due: datetime) -> Checkup:
    """The checkup of a pipeline in which nothing was looked at."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("findings", "weekly", "watched", "unwatched", "came", "went", "acknowledged"), ()
    )
    facts = {"id": 0, "pipeline": "churn", "due_at": due, "made_at": due, "as_of": due, "unjudged": {}}
    return Checkup(health=Status.UNKNOWN, **facts, **nothing)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """What is to be said: a dozen messages for #billing, then three for the other channels."""
    with ExitStack() as stack:
        kept = open_store(f"sqlite:///{tmp_path / 'oakum.db'}")
        stack.callback(kept.close)
        with kept.write() as connection:
            mine = ["#billing"] * 12 + ["channel"] * 3
            for week, place in enumerate(mine):
                kept_as = checkups.add(connection, a_checkup(FRIDAY - timedelta(weeks=week)))
                outbox.put(connection, [HookDigest(checkup=kept_as.id, place=place)], FRIDAY)
        yield kept


@pytest.fixture
def post(
    store: Store, slack: Sandbox, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], float]:
    """Sends all, what is for #billing by this address; answers how many seconds passed."""
    monkeypatch.setattr(slack_webhook, "ANSWER_WITHIN", 0.2)
    monkeypatch.setattr(_post, "sleep", lambda seconds: clock.move_forward(timedelta(seconds=seconds)))

    def said(parcel: Parcel, _: About) -> SlackMessage:
        return SlackMessage(text=f"checkup {parcel.intent.key}")

    def run(billing: str) -> float:
        declared = Declared(url=slack.webhooks.add("#churn"), channels={"#billing": billing})
        route, began = OnceSilent(SlackWebhookRoute(declared), clock), clock()
        send = partial(deliver, store, "slack_webhook", said, route, clock)
        _post.deliver_all(store, "slack_webhook", send, clock)
        return (clock() - began).total_seconds()

    return run


def left(store: Store) -> tuple[Undelivered, ...]:
    """What `check --post` would say that it could not deliver."""
    with store.read() as connection:
        return undelivered(connection)


def test_who_does_not_answer_is_asked_once(
    post: Any, store: Store, slack: Sandbox, mute: Mute, clock: StoppedClock
) -> None:
    """One wait for a dozen messages. The others hear theirs, what is left is told, and goes the next time."""
    assert post(mute.url) < 90
    assert mute.called == 1
    assert len(slack.messages("#churn")) == 3
    assert {each.error for each in left(store)} == {"Slack did not answer: timed out"}
    assert len(left(store)) == 12

    clock.move_forward(timedelta(days=1))
    post(slack.webhooks.add("#churn"))
    assert left(store) == ()
    came = [each["text"] for each in slack.messages("#churn")]
    assert len(came) == len(set(came)) == 15
    assert sum(REPEAT in text for text in came) == 1  # what the mute one was told


def test_an_address_without_a_server_is_tried_for_half_a_minute(
    post: Any, store: Store, slack: Sandbox
) -> None:
    """Whoever fails at once may be back in a moment; but a failure gives nobody more patience."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}/services/T1/B1/nobody"
    assert post(nobody) < 45
    assert len(slack.messages("#churn")) == 3
    assert all(3 <= each.attempts <= 6 for each in left(store)), left(store)
    assert len(left(store)) == 12
