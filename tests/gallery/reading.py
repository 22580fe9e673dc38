"""What Slack makes of a message: its blocks in order, what is read as markup, and what that does."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from bot.messages.message import Mail, SlackMessage, payload
from tests.gallery.states import Said

TOKEN = re.compile(r"<([^<>]*)>")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
EMOJI = re.compile(r":(?!(?<=\d:)\d)[\w+'-]+:")
"""Not the middle of a time."""
STYLE = re.compile(r"[*~]|(?<!\w)_|_(?!\w)")
"""What begins or ends a style outside code; an underscore inside a word does neither."""


def blocks_of(said: SlackMessage | Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All blocks of a message or a view, those inside an attachment too, in the order they are shown."""
    if not isinstance(said, SlackMessage):
        return list(said["blocks"])
    sent = payload(said)
    return [*sent["blocks"], *(block for each in sent["attachments"] for block in each["blocks"])]


def markup_of(said: SlackMessage | Mapping[str, Any]) -> list[str]:
    """All that Slack reads as mrkdwn: the notification, and every text of a block that is no plain text."""
    notification = [said.text] if isinstance(said, SlackMessage) else []
    return [*notification, *(text for block in blocks_of(said) for text in _mrkdwn(block))]


def _mrkdwn(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for value in part.values():
            yield from _mrkdwn(value)
    elif isinstance(part, list):
        for value in part:
            yield from _mrkdwn(value)


def plain_texts_of(said: SlackMessage | Mapping[str, Any]) -> list[str]:
    """The plain texts of a message or a view: names of buttons, headlines, hints."""

    def read(part: Any) -> Iterator[str]:
        if isinstance(part, Mapping):
            if part.get("type") == "plain_text":
                yield part["text"]
            for value in part.values():
                yield from read(value)
        elif isinstance(part, (list, tuple)):
            for value in part:
                yield from read(value)

    frame = {name: said[name] for name in ("title", "submit", "close") if name in said} if not isinstance(
        said, SlackMessage) else {}  # fmt: skip
    return [*read(frame), *(text for block in blocks_of(said) for text in read(block))]


def tokens(text: str) -> list[str]:
    """What stands between < and >: mentions, links, dates. The words of a link are left out."""
    found = TOKEN.findall(text)
    return [each.partition("|")[0] if "://" in each.partition("|")[0] else each for each in found]


def raw(text: str) -> str:
    """Angle brackets outside of tokens, and each & that begins no entity: there may be none."""
    return "".join(re.findall(r"[<>]|&(?!(?:amp|lt|gt);)", TOKEN.sub("", text)))


def kinds(said: SlackMessage | Mapping[str, Any]) -> list[str]:
    """What each block is, with what can be pressed on it."""
    return [_kind(block) for block in blocks_of(said)]


def _kind(block: Mapping[str, Any]) -> str:
    pressed = [*block.get("elements", ()), block.get("accessory") or block.get("element") or {}]
    return ":".join([block["type"], *(str(each["action_id"]) for each in pressed if "action_id" in each)])


def marks(said: SlackMessage | Mapping[str, Any]) -> Counter[str]:
    """How often each thing that is markup stands in a message: styles, code, quotes, emoji, lines."""
    found: Counter[str] = Counter()
    for text in markup_of(said):
        outside = CODE.sub("c", text)
        found += Counter(each for each in STYLE.findall(TOKEN.sub("t", outside)))
        found["half of a pair of ```"] += text.count("```") % 2
        found["half of a pair of `"] += outside.count("`")
        found["emoji"] += len(EMOJI.findall(TOKEN.sub("t", outside)))
        found["quote"] += sum(line.startswith(("&gt;", ">")) for line in outside.splitlines())
        found["line"] += outside.count("\n")
    return found


def words_of(said: Said) -> str:
    """All that a person may read, in one string."""
    if isinstance(said, Mail):
        return f"{said.subject}\n{said.text}\n{unescape(said.html)}"
    if isinstance(said, (SlackMessage, Mapping)):
        return "\n".join([*markup_of(said), *plain_texts_of(said)])
    return said.alt
