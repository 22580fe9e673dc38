"""A small workspace, and an unmodified slack-bolt app that talks to it over real sockets."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.clock import StoppedClock
from bot.sandbox import Channel, Command, Group, Person, Sandbox, Workspace

FRIDAY = datetime(2013, 2, 15, 20, 0, tzinfo=UTC)  # 15:00 in New York

WORKSPACE = Workspace(
    name="Harbor Air",
    people=[
        Person("U1MARIA", "maria", "Maria Silva", "maria@harbor.example", "America/New_York", "ML engineer"),
        Person("U2JON", "jon", "Jon Park", "jon@harbor.example", "Europe/Berlin", "Squad lead"),
    ],
    channels=[
        Channel("C1FLIGHTS", "flights", ["U1MARIA", "U2JON"], topic="The delay model and its data"),
        Channel("C2RANDOM", "random", ["U1MARIA"], with_bot=False),
        Channel("C3SECRET", "secret", ["U2JON"], private=True, with_bot=False),
    ],
    groups=[
        Group("S1INFRA", "ml-infra", "ML infrastructure", ["U2JON"]),
        Group("S2OLD", "old-guard", "The team before", ["U2JON"], enabled=False),
    ],
    commands=[
        Command("/pipeline", "Ask Oakum about a pipeline", "[health | help]", [("health", "How it is now")])
    ],
)


class Stopwatch:
    """Real seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def workspace() -> Workspace:
    return WORKSPACE


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(FRIDAY)


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def sandbox(workspace, clock, stopwatch) -> Iterator[Sandbox]:
    """A running sandbox; events are retried at once, and nothing is rate limited."""
    with Sandbox(
        workspace,
        clock,
        rate_limited=False,
        event_retries=(0.0, 0.0, 0.0),
        stopwatch=stopwatch,
        on_move_forward=clock.move_forward,
    ) as running:
        yield running


@pytest.fixture
def client(sandbox) -> WebClient:
    """The bot's own client."""
    return WebClient(sandbox.bot_token, base_url=sandbox.api_url, timeout=5)


@pytest.fixture(scope="session")
def closing() -> Iterator[ThreadPoolExecutor]:
    """Closing slack_sdk's socket client takes up to a second: all are closed side by side."""
    with ThreadPoolExecutor(100) as pool:
        yield pool


Connect = Callable[..., SocketModeHandler]


@pytest.fixture
def connect(closing) -> Iterator[Connect]:
    """Connect an app to a sandbox by Socket Mode; it is closed after the test."""
    connected: list[tuple[Sandbox, SocketModeHandler]] = []

    def connect_one(sandbox: Sandbox, app: App) -> SocketModeHandler:
        before = sandbox.connections
        handler = SocketModeHandler(app, sandbox.app_token, ping_interval=0.2)
        connected.append((sandbox, handler))
        handler.connect()
        sandbox.wait_for(lambda: sandbox.connections > before)
        return handler

    yield connect_one
    for sandbox, handler in connected:
        handler.client.auto_reconnect_enabled = handler.client.default_auto_reconnect_enabled = False
        sandbox.drop_sockets()  # else the client's receive blocks its own close for three seconds
        closing.submit(handler.close)


@pytest.fixture
def app(sandbox, client) -> Iterator[App]:
    """A bolt app of this sandbox, not yet connected, with room for a burst."""
    with ThreadPoolExecutor(50) as pool:
        yield App(client=client, listener_executor=pool)


class Kit:
    """The few pieces of Block Kit that the tests build with."""

    @staticmethod
    def plain(text):
        return {"type": "plain_text", "text": text}

    @staticmethod
    def mrkdwn(text):
        return {"type": "mrkdwn", "text": text}

    @staticmethod
    def section(text, **more):
        return {"type": "section", "text": Kit.mrkdwn(text), **more}

    @staticmethod
    def button(action_id="ack", text="Acknowledge", **more):
        return {"type": "button", "action_id": action_id, "text": Kit.plain(text), **more}

    @staticmethod
    def actions(*elements):
        return {"type": "actions", "elements": list(elements)}

    @staticmethod
    def modal(*blocks, **more):
        frame = {"type": "modal", "title": Kit.plain("Details"), "submit": Kit.plain("Save")}
        return {**frame, "blocks": list(blocks), **more}


@pytest.fixture
def kit():
    return Kit


@pytest.fixture
def visit(browser, sandbox):
    """Open the page as a person; an error in its scripts fails the test."""
    pages, errors = [], []

    def opened(user="U1MARIA", hash_="", **options):
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}, **options})
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{sandbox.page_url}?as={user}{hash_}")
        page.wait_for_selector("body[data-ready]")
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    assert errors == []
