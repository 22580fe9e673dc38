"""chat.*: posting, editing, deleting, whispering, linking."""

from bot.sandbox.arguments import Args
from bot.sandbox.content import read_content, require_something
from bot.sandbox.errors import SlackError
from bot.sandbox.messages import bot_message, edit_message, remove_message
from bot.sandbox.methods.registry import method
from bot.sandbox.state import Conversation, State
from bot.sandbox.workspace import Json


@method("chat.postMessage", "chat:write")
def post_message(state: State, args: Args) -> Json:
    room = state.bot_conversation(args.required("channel", "channel_not_found"))
    if room.archived:
        raise SlackError("is_archived")
    content = read_content(state, args)
    require_something(content)
    parent = _parent(room, args.text("thread_ts"))
    state.limit.take(room.id)
    with state.change(kind="message", channel=room.id):
        message = bot_message(state, content)
        if parent is not None:
            message["thread_ts"] = parent["ts"]
            if args.flag("reply_broadcast"):
                message["subtype"] = "thread_broadcast"
        room.messages.append(message)
    return {"channel": room.id, "ts": message["ts"], "message": message}


def _parent(room: Conversation, thread_ts: str) -> Json | None:
    """The first message of a thread; replies hang on it, never on one another."""
    if not thread_ts:
        return None
    parent = room.find(thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.get("thread_ts", thread_ts) != thread_ts:
        raise SlackError("cannot_reply_to_message")
    return parent


def _own_message(state: State, room: Conversation, ts: str, word: str) -> Json:
    message = room.find(ts)
    if message is None:
        raise SlackError("message_not_found")
    if message.get("bot_id") != state.workspace.bot_id:
        raise SlackError(word)
    return message


@method("chat.update", "chat:write")
def update(state: State, args: Args) -> Json:
    room = state.bot_conversation(args.required("channel", "channel_not_found"))
    message = _own_message(state, room, args.required("ts"), "cant_update_message")
    content = read_content(state, args)
    require_something({**message, **content})
    with state.change(kind="message", channel=room.id):
        edit_message(state, message, content)
    return {"channel": room.id, "ts": message["ts"], "text": message["text"], "message": message}


@method("chat.delete", "chat:write")
def delete(state: State, args: Args) -> Json:
    room = state.bot_conversation(args.required("channel", "channel_not_found"))
    message = _own_message(state, room, args.required("ts"), "cant_delete_message")
    with state.change(kind="message", channel=room.id):
        remove_message(room, message)
    return {"channel": room.id, "ts": args.text("ts")}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(state: State, args: Args) -> Json:
    room = state.bot_conversation(args.required("channel", "channel_not_found"))
    user = args.required("user", "user_not_found")
    if user not in room.members:
        raise SlackError("user_not_in_channel")
    content = read_content(state, args)
    require_something(content)
    with state.change(kind="message", channel=room.id):
        message = bot_message(state, content) | {"is_ephemeral": True}
        if "thread_ts" in args:
            message["thread_ts"] = args.text("thread_ts")
        room.ephemerals.setdefault(user, []).append(message)
    return {"message_ts": message["ts"]}


@method("chat.getPermalink")
def get_permalink(state: State, args: Args) -> Json:
    room = state.bot_conversation(args.required("channel", "channel_not_found"))
    message = room.find(args.required("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    link = f"{state.address}/archives/{room.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        link += f"?thread_ts={message['thread_ts']}&cid={room.id}"
    return {"channel": room.id, "permalink": link}
