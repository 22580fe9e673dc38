"""Every state of the catalogue, posted in the sandbox and looked at: at a desk by day, on a phone by night.

What the gallery shows is written here: when OAKUM_SCREENSHOT is 1, and where a picture is missing.
"""

import io
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect
from slack_sdk import WebClient

from bot.clock import StoppedClock
from bot.messages.message import Mail, Picture, SlackMessage, payload
from bot.sandbox import Channel, Group, Person, Sandbox, Workspace
from bot.sandbox.state import StoredFile
from bot.sandbox.views import checked, open_modal, publish
from tests.gallery.page import picture_of, pictured
from tests.gallery.reading import CODE, TOKEN, blocks_of, markup_of
from tests.gallery.states import as_it_is, states
from tests.gallery.threads import FILE
from tests.gallery.troubles import FRIDAY

STATES = {each.name: each for each in pictured()}
VIEWER, ROOM = "U1ANA", "C1FLIGHTS"
WORKSPACE = Workspace(
    name="Harbor Air",
    people=[
        Person(VIEWER, "ana", "Ana Rossi", "ana@example.com", "America/New_York"),
        Person("U2JON", "jon", "Jon Park", "jon@example.com", "America/New_York"),
    ],
    channels=[Channel(ROOM, "flights-data", [VIEWER, "U2JON"])],
    groups=[Group("S1INFRA", "ml-infra", "ML infrastructure", ["U2JON"])],
)
DESK = {"width": 720, "height": 2600}
PHONE = {"width": 390, "height": 2600}
MARGIN = 14
LEGIBLE = 4.5
"""The contrast of small text that WCAG 2 asks for (level AA)."""


@dataclass
class Gallery:
    """The sandbox with all messages in it, and two who look at it."""

    sandbox: Sandbox
    desk: Page
    phone: Page
    posted: dict[str, str] = field(default_factory=dict)

    def post(self, name: str, message: SlackMessage) -> None:
        """Post a message below one of a person, so that it begins with its author."""
        self.sandbox.say("U2JON", ROOM, ".")
        client = WebClient(self.sandbox.bot_token, base_url=self.sandbox.api_url)
        sent = client.chat_postMessage(channel=ROOM, unfurl_links=False, **payload(message))
        self.posted[name] = str(sent["ts"])

    def keep(self, name: str, picture: Picture) -> None:
        """As it is once it has been uploaded."""
        file = StoredFile(
            name, picture.name, len(picture.png), alt=picture.alt, content=picture.png, shared=True
        )
        self.sandbox.state.files[name] = file

    def shown(self, page: Page, name: str, said: Any) -> Locator:
        """Where a state is to be seen on a page."""
        self.clear()
        room = f"{self.sandbox.page_url}?as={VIEWER}#room/{ROOM}"
        if name in self.posted:
            if page.url != room:
                page.goto(room)
            expect(page.get_by_role("dialog")).to_have_count(0)
            page.locator("#messages [data-ts]").last.wait_for()
            message = page.locator(f'#messages [data-ts="{self.posted[name]}"]')
            earlier = page.get_by_role("button", name="Show earlier messages")
            while not message.or_(earlier).first.wait_for() and not message.count():
                with suppress(TimeoutError):  # it was drawn anew meanwhile
                    earlier.click(timeout=1_000)
            return message
        if isinstance(said, Mail):
            page.goto(f"{self.sandbox.page_url}sandbox/mail/{self._letter(said)}/html")
            return page.locator("body")
        state = self.sandbox.state
        if said["type"] == "home":
            publish(state, VIEWER, checked(state, dict(said), "home"))
            page.goto(f"{self.sandbox.page_url}?as={VIEWER}#app/home")
            page.reload()
            return page.locator("#home")
        page.goto(room)
        page.wait_for_selector("body[data-ready]")
        opened = open_modal(state, VIEWER, checked(state, dict(said), "modal"))
        return page.locator(f'dialog[data-view-id="{opened["id"]}"]')

    def clear(self) -> None:
        """No form is open."""
        with self.sandbox.state.change(kind="modal", user=VIEWER):
            self.sandbox.state.modals[VIEWER] = []

    def _letter(self, mail: Mail) -> int:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "oakum@example.com", "ana@example.com", mail.subject
        letter.set_content(mail.text)
        letter.add_alternative(mail.html, subtype="html")
        self.sandbox.mail.add(letter)
        return len(self.sandbox.mail.all())


@pytest.fixture(scope="module")
def gallery(browser: Browser) -> Iterator[Gallery]:
    """All messages posted; the pictures uploaded."""
    with Sandbox(WORKSPACE, StoppedClock(FRIDAY), rate_limited=False) as sandbox:
        desk = browser.new_page(viewport=DESK, color_scheme="light")
        phone = browser.new_page(viewport=PHONE, color_scheme="dark", has_touch=True)
        made = Gallery(sandbox, desk, phone)
        errors: list[str] = []
        for page in (desk, phone):
            page.set_default_timeout(15_000)
            page.on("pageerror", lambda error: errors.append(str(error)))
        made.keep(FILE, states()["plot-of-nulls"].make(as_it_is))
        for name, state in STATES.items():
            said = state.make(as_it_is)
            if isinstance(said, Picture):
                file = f"F{len(made.posted):08}"
                made.keep(file, said)
                image = {"type": "image", "slack_file": {"id": file}, "alt_text": said.alt}
                made.post(name, SlackMessage(text=said.alt, blocks=[image]))
            elif isinstance(said, SlackMessage):
                made.post(name, said)
        yield made
        desk.close()
        phone.close()
        assert errors == []


CONTRAST = """node => {
  const parse = (text) => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const over = (top, below) => {
    const alpha = top.length > 3 ? top[3] : 1;
    return [0, 1, 2].map((at) => top[at] * alpha + below[at] * (1 - alpha));
  };
  const ground = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      layers.push(parse(getComputedStyle(each).backgroundColor));
    }
    const knowsDark = getComputedStyle(document.documentElement).colorScheme.includes("dark");
    const isDark = knowsDark && matchMedia("(prefers-color-scheme: dark)").matches;
    const page = isDark ? [18, 18, 18] : [255, 255, 255];
    return layers.reverse().reduce((below, top) => over(top, below), page);
  };
  const light = (colour) => {
    const linear = (part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = colour.map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), element = walker.currentNode.parentElement;
    const isShown = element.checkVisibility({ visibilityProperty: true });
    if (!text || !isShown || element.closest("svg, select, option")) continue;
    const behind = ground(element), ink = over(parse(getComputedStyle(element).color), behind);
    const [high, low] = [light(ink), light(behind)].sort((one, other) => other - one);
    found.push([(high + 0.05) / (low + 0.05), text.slice(0, 40), getComputedStyle(element).color]);
  }
  return found;
}"""


DRAWN = "() => [...document.images].every(each => each.complete && each.naturalWidth > 0)"
"""A function: an expression that is not true at once is evaluated again, which the page's policy forbids."""


def _faint(shown: Locator) -> list[Any]:
    found = shown.evaluate(CONTRAST)
    assert found, "no text is to be seen"
    return [each for each in found if each[0] < LEGIBLE]


def _expected(said: Any, asked: set[str]) -> list[str]:
    """Words between markup that a person must find there; of a mail those that were asked for."""
    if isinstance(said, Mail):
        read = unescape(re.sub(r"<[^>]*>", "", said.html))
        return [word for word in asked if word in read]
    texts = markup_of(said)[1 if isinstance(said, SlackMessage) and blocks_of(said) else 0 :]
    parts = (
        part
        for text in texts
        for line in CODE.sub("\n", TOKEN.sub("\n", text)).split("\n")
        for part in [line]
    )
    words = (unescape(part.removeprefix("&gt;").strip(" *_~•")) for part in parts)
    return [each for each in words if each.isascii() and each and not set(each) & set("*_~:`")]


@pytest.mark.parametrize("name", STATES)
def test_it_reads_well(gallery: Gallery, name: str) -> None:
    """Its words are there, nothing is wider than the phone, and text stands out by day and by night."""
    asked: set[str] = set()
    said = STATES[name].make(lambda plain: asked.add(plain) or plain)
    for page in (gallery.desk, gallery.phone):
        shown = gallery.shown(page, name, said)
        shown.wait_for()
        page.wait_for_function(DRAWN)
        if not isinstance(said, Picture):
            for words in _expected(said, asked):
                expect(shown).to_contain_text(words)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= page.viewport_size["width"]
        assert shown.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
        assert _faint(shown) == []
        if page is gallery.desk:
            _picture(name, shown)


def _picture(name: str, shown: Locator) -> None:
    """Write it, if it is asked for or missing: of few colours, so that the page is light."""
    path = picture_of(name)
    if os.environ.get("OAKUM_SCREENSHOT") != "1" and path.exists():
        return
    from PIL import Image, ImageChops

    path.parent.mkdir(exist_ok=True)
    shown.page.mouse.move(0, 0)  # what is pointed at is drawn differently
    drawn = Image.open(io.BytesIO(shown.screenshot(animations="disabled"))).convert("RGB")
    ground = Image.new("RGB", drawn.size, drawn.getpixel((drawn.width // 2, drawn.height - 1)))
    _, _, _, bottom = ImageChops.difference(drawn, ground).getbbox() or (0, 0, *drawn.size)
    drawn = drawn.crop((0, 0, drawn.width, min(drawn.height, bottom + MARGIN)))
    drawn.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
