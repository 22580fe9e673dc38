"""The whole demo in this process, and headless Chromium to look at it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.commands._demo import Demo


@pytest.fixture(scope="module")
def demo(browser: Browser, demo_folder: Path) -> Iterator[Demo]:
    """`oakum demo`, as the command starts it."""
    with Demo(demo_folder, 0, lambda line: None) as running:
        running.open(running.story(running.look_back()))
        yield running


@pytest.fixture
def visit(browser: Browser, demo: Demo) -> Iterator[Callable[..., Page]]:
    """Open the page as Maria, who is on call; an error in its scripts fails the test."""
    pages: list[Page] = []
    errors: list[str] = []

    def opened(place: str = "", user: str = "U0MARIA") -> Page:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{demo.page_url}?as={user}{place}")
        page.wait_for_selector("body[data-ready]")
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    assert errors == []
