"""What a message says: text, blocks, attachments, metadata; refused where Slack refuses it."""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.arguments import Args
from bot.sandbox.errors import SlackError
from bot.sandbox.state import State
from bot.sandbox.validate import (
    BLOCK_CHARACTERS,
    MESSAGE_TEXT,
    attachment_problems,
    block_problems,
    characters,
    elements_of,
)
from bot.sandbox.workspace import Json


def read_content(state: State, args: Args) -> Json:
    """The parts of a message that were given, checked, ids filled in. Raises: SlackError."""
    content: Json = {}
    if "text" in args:
        content["text"] = args.text("text")
        if len(content["text"]) > MESSAGE_TEXT:
            raise SlackError("msg_too_long")
    blocks = args.parsed("blocks", "invalid_blocks_format")
    attachments = args.parsed("attachments", "invalid_attachments")
    if blocks is not None:
        _refuse("invalid_blocks", block_problems(blocks))
        content["blocks"] = blocks
    if attachments is not None:
        _refuse("invalid_attachments", attachment_problems(attachments))
        content["attachments"] = attachments
    if characters(blocks, attachments) > BLOCK_CHARACTERS:
        raise SlackError("msg_blocks_too_long")
    if "metadata" in args:
        content["metadata"] = read_metadata(args)
    _refuse("invalid_blocks", missing_files(state, blocks, attachments))
    fill_ids(state, blocks, attachments)
    return content


def require_something(content: Json) -> None:
    """Raises: SlackError no_text for a message that shows nothing."""
    if not (content.get("text", "").strip() or content.get("blocks") or content.get("attachments")):
        raise SlackError("no_text")


def read_metadata(args: Args) -> Json:
    """Raises: SlackError invalid_metadata_format, invalid_metadata_schema."""
    metadata = args.parsed("metadata", "invalid_metadata_format")
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    if metadata and not (
        isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)
    ):
        raise SlackError("invalid_metadata_schema")
    return metadata


def _refuse(word: str, problems: list[str]) -> None:
    if problems:
        raise SlackError(word, messages=problems)


def all_blocks(message: Json) -> Iterator[Json]:
    """The blocks of a message or a view, those inside attachments too."""
    yield from message.get("blocks") or []
    for attachment in message.get("attachments") or []:
        yield from attachment.get("blocks") or []


def fill_ids(state: State, blocks: Any, attachments: Any = None) -> None:
    """Give a block_id and action_ids to what came without, as Slack does."""
    for block in all_blocks({"blocks": blocks, "attachments": attachments}):
        block.setdefault("block_id", state.next_id("b"))
        for element in elements_of(block):
            if element.get("type") != "image":
                element.setdefault("action_id", state.next_id("a"))


def missing_files(state: State, blocks: Any, attachments: Any = None) -> list[str]:
    """Images that name a file which was not uploaded."""
    problems = []
    for number, block in enumerate(all_blocks({"blocks": blocks, "attachments": attachments})):
        for image in (block, *elements_of(block), *_pictures(block)):
            file = image.get("slack_file")
            if file and file.get("id", file.get("url", "").rpartition("/")[2]) not in state.files:
                problems.append(f"[ERROR] invalid slack file [json-pointer:/blocks/{number}/slack_file]")
    return problems


def _pictures(block: Json) -> list[Json]:
    return list(block["elements"]) if block["type"] == "context" else []
