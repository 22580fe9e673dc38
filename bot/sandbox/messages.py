"""Messages as Slack keeps them: made, edited, removed, and shown with their reply counts."""

from bot.sandbox.state import Conversation, State
from bot.sandbox.workspace import Json


def bot_message(state: State, content: Json) -> Json:
    """A message of the bot, not yet in a conversation."""
    workspace = state.workspace
    return {
        "type": "message",
        "ts": state.next_ts(),
        "user": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "app_id": workspace.app_id,
        "team": workspace.team_id,
        "text": "",
        **content,
    }


def person_message(state: State, user: str, text: str, thread_ts: str | None = None) -> Json:
    """A message of a person, not yet in a conversation."""
    message: Json = {
        "type": "message",
        "ts": state.next_ts(),
        "user": user,
        "team": state.workspace.team_id,
        "text": text,
    }
    return message | ({"thread_ts": thread_ts} if thread_ts else {})


def edit_message(state: State, message: Json, content: Json) -> None:
    """Change what was given and keep the rest; an empty list removes blocks or attachments, {} metadata."""
    message.update(content)
    for part in ("blocks", "attachments", "metadata"):
        if part in message and not message[part]:
            del message[part]
    message["edited"] = {"user": state.workspace.bot_user, "ts": state.next_ts()}


def remove_message(room: Conversation, message: Json) -> None:
    """Remove a message; one that has replies leaves a tombstone at the head of its thread."""
    place = room.messages.index(message)
    if len(room.thread(message["ts"])) > 1:
        room.messages[place] = {
            "type": "message",
            "subtype": "tombstone",
            "ts": message["ts"],
            "user": "USLACKBOT",
            "text": "This message was deleted.",
            "thread_ts": message["ts"],
        }
    else:
        del room.messages[place]


def shown(room: Conversation, message: Json, with_metadata: bool = True) -> Json:
    """A copy as Slack returns it: with the facts of its thread; metadata only if asked for."""
    copy = {key: value for key, value in message.items() if with_metadata or key != "metadata"}
    replies = [reply for reply in room.thread(message["ts"]) if reply is not message]
    if replies:
        authors = list(dict.fromkeys(reply["user"] for reply in replies))
        copy |= {
            "thread_ts": message["ts"],
            "reply_count": len(replies),
            "reply_users": authors,
            "reply_users_count": len(authors),
            "latest_reply": replies[-1]["ts"],
        }
    return copy


def is_top_level(message: Json) -> bool:
    """Shown in the channel itself, not only in a thread."""
    is_reply = message.get("thread_ts", message["ts"]) != message["ts"]
    return not is_reply or message.get("subtype") == "thread_broadcast"
