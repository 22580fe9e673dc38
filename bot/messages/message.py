"""The shapes of what is sent: a Slack message and a mail."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackMessage:
    """`text` is the notification and is never empty; with a `color`, the blocks go into one attachment.

    `head` stays above the attachment: without it Slack would show `text` there a second time.
    """

    text: str
    blocks: Sequence[Block] = field(default_factory=tuple)
    color: str | None = None
    head: Sequence[Block] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail in both its forms."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG, with words for those who cannot see it."""

    name: str
    alt: str
    png: bytes


REPEAT = "This may be a repeat: the first try was not answered."


def perhaps_again(message: SlackMessage) -> SlackMessage:
    """The message, which says that it may stand there already."""
    if not message.blocks:
        return replace(message, text=f"{message.text} · _{REPEAT}_")
    said = {"type": "context", "elements": [{"type": "mrkdwn", "text": REPEAT}]}
    return replace(message, blocks=[*message.blocks, said])


def fingerprint(message: SlackMessage) -> str:
    """The same for two messages that look the same."""
    said = json.dumps(payload(message), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:16]


def payload(message: SlackMessage) -> dict[str, Any]:
    """The arguments of `chat.postMessage` and `chat.update`; empty lists remove what was there before."""
    blocks = [dict(block) for block in message.blocks]
    head = [dict(block) for block in message.head]
    if message.color is None:
        return {"text": message.text, "blocks": head + blocks, "attachments": []}
    attachment = {"color": message.color, "fallback": message.text, "blocks": blocks}
    return {"text": message.text, "blocks": head, "attachments": [attachment]}
