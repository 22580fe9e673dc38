"""A small workspace to post into, the parcels that the outbox hands over, and real mail servers."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from bot.clock import StoppedClock
from bot.domain.declared import Person
from bot.domain.intent import Intent
from bot.routes.slack import SlackRoute, web_client
from bot.sandbox import Channel, Sandbox, Workspace
from bot.sandbox import Person as Member
from bot.store.outbox import Parcel

FRIDAY = datetime(2013, 2, 15, 20, 0, tzinfo=UTC)
WORKSPACE = Workspace(
    name="Harbor Air",
    people=[Member("U1MARIA", "maria", "Maria Silva", "maria@harbor.example")],
    channels=[
        Channel("C1FLIGHTS", "flights", ["U1MARIA"]),
        Channel("C2RANDOM", "random", ["U1MARIA"], with_bot=False),
    ],
)
PEOPLE = {
    "maria": Person(slack="U1MARIA", email="maria@harbor.example"),
    "ghost": Person(),
    "gone": Person(slack="U9GONE", email="gone@harbor.example"),
}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A running Slack without the rate limit."""
    with Sandbox(WORKSPACE, StoppedClock(FRIDAY), rate_limited=False) as running:
        yield running


@pytest.fixture
def route(sandbox: Sandbox) -> SlackRoute:
    """The way out to that Slack; it waits half a second for an answer."""
    return SlackRoute(web_client(sandbox.bot_token, sandbox.api_url, timeout=1), PEOPLE)


@pytest.fixture
def parcel() -> Callable[..., Parcel]:
    """Makes parcels as the outbox claims them."""

    def made(intent: Intent, root: Mapping[str, str] | None = None, *, id_: int = 1) -> Parcel:
        return Parcel(id=id_, intent=intent, attempt=1, unsure=False, root=root, written_at=FRIDAY)

    return made


@pytest.fixture
def people() -> Mapping[str, Person]:
    """The people of the configuration."""
    return PEOPLE


@pytest.fixture
def clock() -> StoppedClock:
    """It is Friday."""
    return StoppedClock(FRIDAY)


@pytest.fixture
def mail_server() -> Iterator[Callable[..., Controller]]:
    """Starts real SMTP servers with the given handlers; they are stopped at the end."""
    with ExitStack() as running:

        def started(handler: Any, **settings: Any) -> Controller:
            with socket.socket() as probe:  # the controller cannot tell which port it was given
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            controller = Controller(handler, hostname="127.0.0.1", port=port, **settings)
            controller.start()
            running.callback(controller.stop)
            return controller

        yield started
