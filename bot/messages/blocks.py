"""Block Kit, a function a block. Foreign text comes here already escaped, or goes into plain_text."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from bot.messages.message import Block
from bot.messages.text import BUTTON, HEADER, SECTION, cut, plain

WHOLE = 12_000
"""Characters of all blocks of a message together; Slack refuses somewhere above 13,000."""

_FENCE = "`" * 3
_SHORTEST = 200
"""Characters that a paragraph keeps, whatever there is no room for."""

Style = Literal["primary", "danger"]


def header(text: object) -> Block:
    """A headline: plain text, on one line, cut at 150 characters."""
    return {"type": "header", "text": plain_text(text, HEADER)}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph of mrkdwn."""
    block: dict[str, Any] = {"type": "section", "text": mrkdwn(text)}
    return block | {"accessory": accessory} if accessory else block


def context(*texts: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(name: str, elements: Sequence[Block]) -> Block:
    """A row of buttons and menus; `name` tells the block from others in the message."""
    return {"type": "actions", "block_id": name, "elements": list(elements)}


def button(text: str, action: str, value: object, style: Style | None = None) -> Block:
    """A button; `value` is what the action is about."""
    block = {"type": "button", "text": plain_text(text, BUTTON), "action_id": action, "value": str(value)}
    return block | {"style": style} if style else block


def overflow(action: str, options: Sequence[tuple[str, str]]) -> Block:
    """The menu behind three dots: (text, value) of each option."""
    listed = [{"text": plain_text(text, BUTTON), "value": value} for text, value in options]
    return {"type": "overflow", "action_id": action, "options": listed}


def mrkdwn(text: str) -> Block:
    """Slack's own markup. `verbatim` keeps Slack from making links and mentions out of foreign words."""
    return {"type": "mrkdwn", "text": cut(text, SECTION) or "–", "verbatim": True}


def plain_text(text: object, limit: int) -> Block:
    """Text without markup; foreign text in it cannot become an emoji."""
    return {"type": "plain_text", "text": plain(text, limit), "emoji": False}


def form_field(
    name: str, label: str, element: Mapping[str, Any], hint: str = "", *, optional: bool = False
) -> Block:
    """A field of a form; block and action are both called `name`."""
    field = {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": plain_text(label, 150),
        "element": {**element, "action_id": name},
    }
    return field | {"hint": plain_text(hint, 150)} if hint else field


def fitting(groups: Sequence[Sequence[Block]], others: Sequence[Block] = (), room: int = WHOLE) -> int:
    """How many of the groups fit into one message beside the other blocks, and a line about the rest."""
    left = room - 200 - _size(others)
    for number, group in enumerate(groups):
        left -= _size(group)
        if left < 0:
            return number
    return len(groups)


def shortened(blocks: Sequence[Block], room: int = WHOLE) -> list[Block]:
    """The blocks, of which the longest paragraphs are cut until all fit into one message together."""
    said = list(blocks)
    while (excess := _size(said) - room) > 0:
        at = max(range(len(said)), key=lambda each: len(_paragraph(said[each])))
        text = _paragraph(said[at])
        if len(text) <= _SHORTEST:
            break
        said[at] = {
            **said[at],
            "text": mrkdwn(_cut(text, max(_SHORTEST, len(text) - max(excess, _SHORTEST)))),
        }
    return said


def _cut(text: str, limit: int) -> str:
    """A code block is closed again."""
    kept = cut(text, limit - 4)
    return f"{kept.rstrip('`')}\n{_FENCE}" if kept.count(_FENCE) % 2 else kept


def _paragraph(block: Block) -> str:
    return str(block["text"]["text"]) if block["type"] == "section" else ""


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(json.dumps(block, ensure_ascii=False)) for block in blocks)
