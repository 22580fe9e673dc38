"""Answers to a command or a click: payloads in acks and posts to response URLs."""

from bot.sandbox.arguments import Args
from bot.sandbox.content import read_content, require_something
from bot.sandbox.errors import SlackError
from bot.sandbox.messages import bot_message, edit_message, is_top_level, remove_message
from bot.sandbox.state import State
from bot.sandbox.triggers import Source
from bot.sandbox.workspace import Json


def respond(state: State, source: Source, payload: Json) -> None:
    """Do what the payload says: a new message, or replace or delete the one that was clicked.

    Raises: SlackError as for a post.
    """
    args = Args(payload)
    if args.flag("delete_original"):
        _original(state, source, None)
        return
    content = read_content(state, args)
    require_something(content)
    if args.flag("replace_original") and source.message_ts:
        _original(state, source, content)
    else:
        _new(state, source, content, args)


def _new(state: State, source: Source, content: Json, args: Args) -> None:
    room = state.conversation(source.channel)
    with state.change(kind="message", channel=room.id):
        message = bot_message(state, content)
        if thread_ts := args.text("thread_ts") or source.thread_ts:
            message["thread_ts"] = thread_ts
        if args.text("response_type") == "in_channel":
            room.messages.append(message)
        else:
            message["is_ephemeral"] = True
            room.ephemerals.setdefault(source.user, []).append(message)


def _original(state: State, source: Source, content: Json | None) -> None:
    """Edit the clicked message to `content`, or remove it if there is none."""
    room = state.conversation(source.channel)
    with state.change(kind="message", channel=room.id):
        shelf = room.ephemerals.get(source.user, []) if source.ephemeral else room.messages
        message = next((m for m in shelf if m["ts"] == source.message_ts), None)
        if message is None:
            raise SlackError("message_not_found", status=404)
        if content is not None:
            edit_message(state, message, {"blocks": [], "attachments": [], **content})
        elif source.ephemeral:
            shelf.remove(message)
        else:
            remove_message(room, message)


def whisper(state: State, source: Source, text: str) -> None:
    """Slack itself tells a person something only they see."""
    room = state.conversation(source.channel)
    with state.change(kind="message", channel=room.id):
        said: Json = {
            "type": "message",
            "ts": state.next_ts(),
            "user": "USLACKBOT",
            "text": text,
            "is_ephemeral": True,
        }
        if source.thread_ts:
            said["thread_ts"] = source.thread_ts
        room.ephemerals.setdefault(source.user, []).append(said)


def in_thread(message: Json) -> str | None:
    """The thread a message is only seen in."""
    return None if is_top_level(message) else message["thread_ts"]
