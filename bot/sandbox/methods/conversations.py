"""conversations.*: rooms, who is in them, what was said."""

from bot.sandbox.arguments import Args
from bot.sandbox.errors import SlackError
from bot.sandbox.messages import is_top_level, shown
from bot.sandbox.methods.registry import method
from bot.sandbox.state import Conversation, State
from bot.sandbox.workspace import Json

READ = ("channels:read", "groups:read", "im:read")
HISTORY = ("channels:history", "groups:history", "im:history")


def _described(state: State, room: Conversation) -> Json:
    is_im = room.kind == "im"
    described: Json = {
        "id": room.id,
        "is_channel": room.kind == "channel",
        "is_group": room.kind == "private",
        "is_im": is_im,
        "is_private": room.kind != "channel",
        "is_archived": room.archived,
        "is_member": state.workspace.bot_user in room.members,
    }
    if is_im:
        return described | {"user": next(iter(room.members - {state.workspace.bot_user}))}
    topic = {"value": room.topic, "creator": "", "last_set": 0}
    return described | {"name": room.name, "topic": topic, "num_members": len(room.members)}


def _page(items: list[Json], args: Args, default: int = 100) -> tuple[list[Json], Json]:
    """A slice by limit and cursor, and the metadata that leads to the next one."""
    limit = args.number("limit", default)
    if not 1 <= limit <= 1000:
        raise SlackError("invalid_limit")
    cursor = args.text("cursor", "0")
    if not cursor.isdecimal():
        raise SlackError("invalid_cursor")
    end = int(cursor) + limit
    following = str(end) if end < len(items) else ""
    return items[int(cursor) : end], {"next_cursor": following}


@method("conversations.list", *READ)
def list_conversations(state: State, args: Args) -> Json:
    names = {"public_channel": "channel", "private_channel": "private", "im": "im"}
    kinds = {names.get(kind.strip()) for kind in args.text("types", "public_channel").split(",")}
    bot = state.workspace.bot_user
    rooms = [
        _described(state, room)
        for room in state.conversations.values()
        if room.kind in kinds and (room.kind == "channel" or bot in room.members)
    ]
    channels, more = _page(rooms, args)
    return {"channels": channels, "response_metadata": more}


def _readable(state: State, args: Args) -> Conversation:
    """Public channels can be looked at from outside, private ones only by members."""
    room = state.conversation(args.required("channel", "channel_not_found"))
    if room.kind == "private" and state.workspace.bot_user not in room.members:
        raise SlackError("channel_not_found")
    return room


@method("conversations.info", *READ)
def info(state: State, args: Args) -> Json:
    return {"channel": _described(state, _readable(state, args))}


@method("conversations.members", *READ)
def members(state: State, args: Args) -> Json:
    found, more = _page([{"id": user} for user in sorted(_readable(state, args).members)], args)
    return {"members": [member["id"] for member in found], "response_metadata": more}


def _within(messages: list[Json], args: Args) -> list[Json]:
    oldest = float(args.text("oldest") or 0)
    latest = float(args.text("latest") or "inf")
    inclusive = args.flag("inclusive")
    return [
        message
        for message in messages
        if oldest < float(message["ts"]) < latest or (inclusive and float(message["ts"]) in (oldest, latest))
    ]


def _answer(room: Conversation, messages: list[Json], args: Args) -> Json:
    found, more = _page(messages, args)
    with_metadata = args.flag("include_all_metadata")
    return {
        "messages": [shown(room, message, with_metadata) for message in found],
        "has_more": bool(more["next_cursor"]),
        "response_metadata": more,
    }


@method("conversations.history", *HISTORY)
def history(state: State, args: Args) -> Json:
    room = state.bot_conversation(args.required("channel", "channel_not_found"))
    top = [message for message in room.messages if is_top_level(message)]
    return _answer(room, _within(top, args)[::-1], args)


@method("conversations.replies", *HISTORY)
def replies(state: State, args: Args) -> Json:
    room = state.bot_conversation(args.required("channel", "channel_not_found"))
    thread = room.thread(args.required("ts"))
    if not thread:
        raise SlackError("thread_not_found")
    return _answer(room, [thread[0], *_within(thread[1:], args)], args)


@method("conversations.open", "im:write")
def open_conversation(state: State, args: Args) -> Json:
    if "channel" in args:
        return {"channel": {"id": state.conversation(args.text("channel")).id}}
    users = [user.strip() for user in args.required("users", "users_list_not_supplied").split(",")]
    if len(users) > 1:  # group messages are not part of the sandbox
        raise SlackError("method_not_supported_for_channel_type")
    if users[0] not in state.people:
        raise SlackError("user_not_found")
    return {"channel": {"id": state.conversation(users[0]).id}}


@method("conversations.join", "channels:join")
def join(state: State, args: Args) -> Json:
    room = _readable(state, args)
    if room.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    with state.change(kind="members", channel=room.id):
        room.members.add(state.workspace.bot_user)
    return {"channel": _described(state, room)}
