"""The whole demo in this process, or a harbor whose time passes when a test says so; and headless Chromium
to look at them, press and type."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.commands._demo import Demo
from bot.domain.declared import Deployment
from bot.domain.rights import Right, Rights
from bot.sandbox.deliveries import Delivery
from bot.sandbox.socket_mode import SocketHub
from tests.slack import conftest as port

make_harbor, harbor, breach, closing = port.make_harbor, port.harbor, port.breach, port.closing
MARIA = "U1MARIA"
PATIENCE = 15_000
"""Milliseconds: a busy machine is not a failure."""
expect.set_options(timeout=PATIENCE)
HEARD = pytest.StashKey[list[Delivery]]()


def pytest_configure(config: pytest.Config) -> None:
    """A test marks which interactions it proves."""
    config.addinivalue_line("markers", "proves(*names): what the bot hears of the page in this test")


@pytest.fixture(autouse=True)
def heard(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[Delivery]:
    """What Slack told the bot in a test."""
    dispatch, told = SocketHub.dispatch, request.node.stash.setdefault(HEARD, [])

    def telling(hub: SocketHub, delivery: Delivery) -> Delivery:
        told.append(delivery)
        return dispatch(hub, delivery)

    monkeypatch.setattr(SocketHub, "dispatch", telling)
    return told


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """What a test says that it proves was pressed or typed in it, and the bot took notice over the wire."""
    done = yield
    said = {name for mark in item.iter_markers("proves") for name in mark.args}
    if said:
        told = [each.envelope["payload"] for each in item.stash.get(HEARD, []) if each.wait().acked]
        assert said <= {name for payload in told for name in named(payload)}
    return done


def named(payload: dict[str, Any]) -> set[str]:
    """What a person did, by the names that the bot knows: an action, a choice of a menu, a modal, a word."""
    if "command" in payload:
        words = payload["text"].lower().split() or ["help"]
        return {f"/pipeline {words[0]}"} | ({"/pipeline share"} if words[-1] == "share" else set())
    if payload["type"] == "view_submission":
        return {payload["view"]["callback_id"]}
    if payload["type"] == "block_actions":
        (action,) = payload["actions"]
        chosen = (action.get("selected_option") or {}).get("value", "")
        return {action["action_id"], f"{action['action_id']}:{chosen.partition(':')[0]}"}
    return {payload["event"]["type"]}


@pytest.fixture(scope="module")
def demo(browser: Browser, demo_folder: Path) -> Iterator[Demo]:
    """`oakum demo`, as the command starts it."""
    with Demo(demo_folder, 0, lambda line: None) as running:
        running.open(running.story(running.look_back()))
        yield running


@dataclass(frozen=True)
class Seat:
    """Where one person sits: what they see on the page, and what they do there."""

    page: Page

    @property
    def whisper(self) -> Locator:
        """The newest message that only they see."""
        return self.page.locator("#messages .ephemeral").last

    @property
    def modal(self) -> Locator:
        """The modal that is open."""
        return self.page.get_by_role("dialog")

    @property
    def incident(self) -> Locator:
        """The one message of the newest incident, with its colour bar."""
        return self.incident_of("")

    def incident_of(self, text: str) -> Locator:
        """The one message of the incident with this in it."""
        return self.page.locator("#messages .message:has(.attachment)").filter(has_text=text).last

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The newest message of all with this in it."""
        return self.page.locator("#messages .message:not(.ephemeral)").filter(has_text=text).last

    def thread(self, message: Locator) -> Locator:
        """What is said below a message; it stays open beside the channel."""
        message.locator(".thread-link").click()
        return self.page.locator("#thread-messages")

    def press(self, name: str, where: Locator | None = None) -> None:
        """Press the newest button with this name."""
        (where or self.page).get_by_role("button", name=name, exact=True).last.click()

    def choose(self, name: str, where: Locator) -> None:
        """Choose from the menu behind three dots."""
        where.get_by_label("More actions").click()
        where.get_by_role("menuitem", name=name).click()

    def fill(self, label: str, text: str) -> None:
        """Type into a field of the modal, instead of what is there."""
        self.modal.get_by_label(label, exact=True).fill(text)

    def type(self, text: str) -> None:
        """Write and send it, once no modal is in the way."""
        expect(self.modal).to_have_count(0)
        self.page.fill("#composer", text)
        self.page.press("#composer", "Enter")


@contextmanager
def pages_of(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens addresses of a sandbox; an error in the scripts of a page fails the test."""
    pages: list[Page] = []
    errors: list[str] = []

    def look(address: str, **options: Any) -> Page:
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}, **options})
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        page.goto(address)
        page.wait_for_selector("body[data-ready]")
        return page

    yield look
    for page in pages:
        page.close()
    assert errors == []


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens addresses of a sandbox, for one test."""
    with pages_of(browser) as look:
        yield look


@pytest.fixture
def visit(demo: Demo, opened: Callable[..., Page]) -> Callable[..., Page]:
    """Open the page of the demo as Maria, who is on call."""

    def visited(place: str = "", user: str = "U0MARIA") -> Page:
        return opened(f"{demo.page_url}?as={user}{place}")

    return visited


@pytest.fixture
def sit(opened: Callable[..., Page]) -> Callable[..., Seat]:
    """Sit down in a harbor, as Maria unless it is said who; in its channel, unless it is said where."""

    def seated(harbor: port.Harbor, user: str = MARIA, place: str = "room/C1CHURN", **options: Any) -> Seat:
        return Seat(opened(f"{harbor.sandbox.page_url}?as={user}#{place}", **options))

    return seated


@pytest.fixture
def maria(harbor: port.Harbor, sit: Callable[..., Seat]) -> Seat:
    """Maria, who was paged for the nulls of churn."""
    return sit(harbor)


@pytest.fixture
def may() -> Callable[[str], Deployment]:
    """A deployment in which everything is kept to one person."""

    def kept(name: str) -> Deployment:
        rights = Rights.model_validate({right.value: [name] for right in Right})
        return port.a_deployment().model_copy(update={"may": rights})

    return kept
