"""reactions.*: an emoji under a message."""

import re

from bot.sandbox.arguments import Args
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.registry import method
from bot.sandbox.state import State
from bot.sandbox.workspace import Json


@method("reactions.add", "reactions:write")
def add(state: State, args: Args) -> Json:
    channel, message, name = _asked(state, args)
    react(state, channel, message, state.workspace.bot_user, name)
    return {}


@method("reactions.remove", "reactions:write")
def remove(state: State, args: Args) -> Json:
    channel, message, name = _asked(state, args)
    bot = state.workspace.bot_user
    with state.change(kind="message", channel=channel):
        mine = next(
            (r for r in message.get("reactions", []) if r["name"] == name and bot in r["users"]), None
        )
        if mine is None:
            raise SlackError("no_reaction")
        mine["users"].remove(bot)
        mine["count"] = len(mine["users"])
        message["reactions"] = [r for r in message["reactions"] if r["count"]]
    return {}


def _asked(state: State, args: Args) -> tuple[str, Json, str]:
    """The channel, the message and the emoji of a call."""
    room = state.bot_conversation(args.required("channel", "channel_not_found"))
    name = args.required("name", "invalid_name").strip(":")
    if not re.fullmatch(r"[a-z0-9_+'-]+", name):
        raise SlackError("invalid_name")
    message = room.find(args.required("timestamp", "no_item_specified"))
    if message is None:
        raise SlackError("message_not_found")
    return room.id, message, name


def react(state: State, channel: str, message: Json, user: str, name: str) -> None:
    """Put `user`'s emoji under the message. Raises: SlackError already_reacted."""
    with state.change(kind="message", channel=channel):
        reactions = message.setdefault("reactions", [])
        mine = next((r for r in reactions if r["name"] == name), None)
        if mine is None:
            mine = {"name": name, "users": [], "count": 0}
            reactions.append(mine)
        if user in mine["users"]:
            raise SlackError("already_reacted")
        mine["users"].append(user)
        mine["count"] = len(mine["users"])
