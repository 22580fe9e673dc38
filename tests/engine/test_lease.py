"""A claim lives as long as whoever holds it."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select

from bot.engine import lease
from bot.engine.deliver import deliver
from bot.engine.lease import LEASE
from bot.engine.postman import PAUSE
from bot.routes.outcome import Receipt
from bot.store.outbox import CLAIMED
from bot.store.store import open_store
from bot.store.tables import outbox

World = Any


@pytest.fixture
def world(make_world: Callable[..., World], says: Any, store_url: str) -> World:
    """A page waits to be sent, on either database."""
    made = make_world(url=store_url)
    made.checks.says["churn"] = [says.bad()]
    made.engine_only()
    return made


def send(world: World, store: Any = None) -> Any:
    """A process takes the next message of Slack's queue."""
    return deliver(store or world.store, "slack", lambda parcel, _: parcel.key, world.slack, world.clock)


def claimed_until(world: World) -> Any:
    """When the claim in hand ends."""
    with world.store.read() as connection:
        return connection.execute(
            select(outbox.c.claimed_until).where(outbox.c.state == CLAIMED).order_by(outbox.c.id)
        ).scalar()


def test_a_slow_send_keeps_its_claim(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack takes its time, longer than a lease: nobody else sends the same meanwhile."""
    monkeypatch.setattr(lease, "RENEWED_EVERY", 0.01)
    meanwhile: list[Any] = []

    def slowly(box: Any, parcel: Any, message: str) -> Receipt:
        for _ in range(3):
            world.clock.move_forward(LEASE * 0.9)
            for _ in range(1000):
                if claimed_until(world) == world.clock() + LEASE:
                    break
                Event().wait(0.01)
            with closing(open_store(world.url, world.clock)) as other:
                while (sent := send(world, other)) is not None:
                    meanwhile.append(sent)
        return box.take(parcel, message)

    world.slack.answers.append(slowly)
    first = send(world)
    assert isinstance(first, Receipt)
    world.deliver()
    assert set(world.slack.posted().values()) == {1}
    assert len(meanwhile) == 1  # the other message of the queue


def test_a_send_that_hangs_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim is not renewed for ever; whoever wakes up later changes nothing."""
    monkeypatch.setattr(lease, "RENEWED_EVERY", 0.001)
    monkeypatch.setattr(lease, "RENEWALS", 2)

    def hangs(box: Any, parcel: Any, message: str) -> Receipt:
        world.clock.move_forward(minutes := timedelta(minutes=5))
        for _ in range(1000):  # what is renewed now is the last
            with closing(open_store(world.url, world.clock)) as other:
                if send(world, other) is not None and parcel.key in box.known:
                    break
            world.clock.move_forward(minutes)
        return Receipt({"channel": "C1", "ts": "late"})

    world.slack.answers.append(hangs)
    send(world)
    with world.store.read() as connection:
        receipts = connection.execute(select(outbox.c.receipt).where(outbox.c.receipt.is_not(None))).scalars()
        assert "late" not in [each["ts"] for each in receipts]


def test_the_dead_are_replaced_within_fifteen_seconds() -> None:
    """The lease, and the next look of a postman of another process."""
    assert LEASE + timedelta(seconds=PAUSE) <= timedelta(seconds=15)
    assert timedelta(seconds=3 * lease.RENEWED_EVERY) < LEASE
