"""Incoming webhooks: an address posts into its channel, and says in a word what it thinks of a message."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bot.sandbox import Sandbox


def post(url: str, body: Any) -> tuple[int, str]:
    """What is answered to a body."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        with urlopen(Request(url, data, {"content-type": "application/json"})) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture
def url(sandbox: Sandbox) -> str:
    """Posts into #flights."""
    return sandbox.webhooks.add("#flights")


def test_ok_and_it_stands_there(sandbox: Sandbox, url: str) -> None:
    """Like any message of an app's."""
    assert post(url, {"text": "rows are missing"}) == (200, "ok")
    assert [each["text"] for each in sandbox.messages("#flights")] == ["rows are missing"]


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b"{", "invalid_payload"),
        ([1], "invalid_payload"),
        ({"text": " "}, "no_text"),
        ({"text": "x" * 40_001}, "invalid_payload"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x"}]},
         "invalid_blocks"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_a_word(sandbox: Sandbox, url: str, body: Any, answer: str) -> None:
    """400, and nothing is posted."""
    assert post(url, body) == (400, answer)
    assert sandbox.messages("#flights") == []


def test_an_address_that_nobody_made(url: str) -> None:
    """404."""
    assert post(f"{url}x", {"text": "x"}) == (404, "no_service")


def test_a_button_would_go_nowhere(sandbox: Sandbox, url: str) -> None:
    """A picture beside a text may stay."""
    text = {"type": "mrkdwn", "text": "x"}
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
    image = {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "x"}
    for beside, answer in ((button, (400, "invalid_blocks")), (image, (200, "ok"))):
        assert post(url, {"blocks": [{"type": "section", "text": text, "accessory": beside}]}) == answer
