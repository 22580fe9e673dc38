"""A strict validator of Block Kit: what it lets through, Slack does too.

It knows the blocks that every Slack client shows: header, section, context, actions, divider, image, input
and rich_text. The newer ones (table, markdown, card …) and elements that need more of an app than this
sandbox offers (external selects, workflow buttons) are refused as unsupported.
"""

import json
from typing import Any

from bot.sandbox.elements import (
    IMAGE_ELEMENT,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    SLACK_FILE,
    URL,
    plain,
    text,
)
from bot.sandbox.rich_text import PARTS
from bot.sandbox.shapes import Report, Rule, Shape, choice, exactly_one, flag, integer, list_of, string, typed
from bot.sandbox.workspace import Json

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
BLOCK_CHARACTERS = 13_000  # of all blocks of a message together, as compact JSON; Slack does not document it
VIEW_BYTES = 250_000
MESSAGE_TEXT = 40_000

BLOCK: dict[str, Rule] = {"block_id": string(255)}


TEXTS = {"plain_text": text(3000), "mrkdwn": text(3000)}


def _text_or_fields(report: Report, block: Json, at: str) -> None:
    if "text" not in block and "fields" not in block:
        report.error("must define either `text` or `fields`", at)


BLOCKS: dict[str, Rule] = {
    "divider": Shape(BLOCK),
    "header": Shape({**BLOCK, "text": plain(150)}, ["text"]),
    "section": Shape(
        {
            **BLOCK,
            "text": text(3000),
            "fields": list_of(text(2000), 10),
            "accessory": typed(IN_SECTION),
            "expand": flag,
        },
        rest=_text_or_fields,
    ),
    "context": Shape(
        {**BLOCK, "elements": list_of(typed({"image": IMAGE_ELEMENT, **TEXTS}), 10)},
        ["elements"],
    ),
    "actions": Shape({**BLOCK, "elements": list_of(typed(IN_ACTIONS), 25)}, ["elements"]),
    "image": Shape(
        {
            **BLOCK,
            "image_url": URL,
            "slack_file": SLACK_FILE,
            "alt_text": string(2000),
            "title": plain(2000),
            "image_width": integer(1, 100_000),
            "image_height": integer(1, 100_000),
        },
        ["alt_text"],
        exactly_one("image_url", "slack_file"),
    ),
    "input": Shape(
        {
            **BLOCK,
            "label": plain(2000),
            "element": typed(IN_INPUT),
            "hint": plain(2000),
            "optional": flag,
            "dispatch_action": flag,
        },
        ["label", "element"],
    ),
    "rich_text": Shape({**BLOCK, "elements": list_of(typed(PARTS), 1000)}, ["elements"]),
}

VIEW: dict[str, Rule] = {
    "private_metadata": string(3000, shortest=0),
    "callback_id": string(255, shortest=0),
    "external_id": string(255, shortest=0),
    "blocks": list_of(typed(BLOCKS), VIEW_BLOCKS),
}
MODAL = Shape(
    {
        **VIEW,
        "title": plain(24),
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
    ["title", "blocks"],
)
HOME = Shape(VIEW, ["blocks"])

ATTACHMENT = Shape(
    {
        "color": string(20),
        "fallback": string(MESSAGE_TEXT),
        "blocks": list_of(typed(BLOCKS), MESSAGE_BLOCKS),
        "text": string(MESSAGE_TEXT),
        "pretext": string(MESSAGE_TEXT),
        "title": string(MESSAGE_TEXT),
        "title_link": URL,
        "footer": string(300),
        "mrkdwn_in": list_of(choice("text", "pretext", "fields"), 3),
        "id": integer(0, 100_000),
    }
)


def elements_of(block: Json) -> list[Json]:
    """The interactive elements of a block, in the order they are shown."""
    place = {"actions": "elements", "input": "element", "section": "accessory"}.get(str(block.get("type")))
    found = block.get(place) if place else None
    return [e for e in (found if isinstance(found, list) else [found]) if isinstance(e, dict)]


def _twice(report: Report, blocks: Any, at: str) -> None:
    """Ids must be unique: of blocks in a message, of actions in a block."""
    seen: set[str] = set()
    for number, block in enumerate(blocks if isinstance(blocks, list) else []):
        if not isinstance(block, dict):
            continue
        if isinstance(name := block.get("block_id"), str):
            if name in seen:
                report.error(f'block_id "{name}" already exists', f"{at}/{number}/block_id")
            seen.add(name)
        actions = [element.get("action_id") for element in elements_of(block)]
        for action in {a for a in actions if isinstance(a, str) and actions.count(a) > 1}:
            report.error(f'action_id "{action}" already exists in this block', f"{at}/{number}/elements")


def block_problems(blocks: Any, at: str = "/blocks") -> list[str]:
    """What is wrong with a message's blocks; empty if nothing."""
    report = Report()
    list_of(typed(BLOCKS), MESSAGE_BLOCKS, least=0)(report, blocks, at)
    _twice(report, blocks, at)
    return report.messages


def attachment_problems(attachments: Any) -> list[str]:
    """What is wrong with a message's attachments; empty if nothing."""
    report = Report()
    list_of(ATTACHMENT, 100, least=0)(report, attachments, "/attachments")
    for number, attachment in enumerate(attachments if isinstance(attachments, list) else []):
        if isinstance(attachment, dict):
            _twice(report, attachment.get("blocks"), f"/attachments/{number}/blocks")
    return report.messages


def view_problems(view: Any, kinds: tuple[str, ...] = ("modal", "home")) -> list[str]:
    """What is wrong with a modal or a home; empty if nothing."""
    report = Report()
    shapes: dict[str, Rule] = {"modal": MODAL, "home": HOME}
    typed({kind: shapes[kind] for kind in kinds})(report, view, "/view")
    blocks = view.get("blocks") if isinstance(view, dict) else None
    _twice(report, blocks, "/view/blocks")
    listed = blocks if isinstance(blocks, list) else []
    asks = any(isinstance(block, dict) and block.get("type") == "input" for block in listed)
    if asks and view.get("type") == "modal" and "submit" not in view:
        report.error("`submit` is required for modals with input blocks", "/view")
    return report.messages


def characters(blocks: Any, attachments: Any) -> int:
    """The size of valid blocks that Slack holds against BLOCK_CHARACTERS."""
    parts = [blocks, *(attachment.get("blocks") for attachment in attachments or [])]
    return sum(len(json.dumps(part, ensure_ascii=False, separators=(",", ":"))) for part in parts if part)
