"""What one person sees on the page, as JSON."""

from dataclasses import asdict

from bot.sandbox.messages import is_top_level, shown
from bot.sandbox.state import Conversation, State
from bot.sandbox.visited import Visited
from bot.sandbox.workspace import Json


def directory(sandbox: Visited) -> Json:
    """What stays as it is while the sandbox runs: people, groups, commands."""
    workspace = sandbox.state.workspace
    return {
        "workspace": workspace.name,
        "bot": {"id": workspace.bot_user, "name": workspace.bot_name},
        "people": [asdict(person) for person in workspace.people],
        "groups": [asdict(group) for group in workspace.groups],
        "commands": [asdict(command) for command in workspace.commands],
        "channels": [{"id": seed.id, "name": seed.name} for seed in workspace.channels],
        "can_move": sandbox.on_move_forward is not None,
    }


def overview(sandbox: Visited, user: str) -> Json:
    """The sidebar, the clock, the modal and the failures, as this person sees them."""
    state = sandbox.state
    rooms = [room for room in state.conversations.values() if user in room.members]
    return {
        "rooms": [_listed(state, room, user) for room in rooms],
        "now": state.clock().timestamp(),
        "connected": sandbox.connections > 0,
        "mail": len(sandbox.mail.all()),
        "notes": sandbox.notes.title if sandbox.notes else "",
        "hint": sandbox.notes.hint if sandbox.notes else "",
        "modal": sandbox.modal(user),
        "depth": len(state.modals.get(user, [])),
        "notices": sandbox.notices(user),
    }


def _listed(state: State, room: Conversation, user: str) -> Json:
    read = float(state.read_up_to.get((user, room.id), "0"))
    new = [m for m in room.messages if float(m["ts"]) > read and m["user"] != user and is_top_level(m)]
    calls = [message for message in new if _calls(state, message, user)]
    return {
        "id": room.id,
        "name": room.name,
        "kind": room.kind,
        "topic": room.topic,
        "people": len(room.members),
        "unread": len(new),
        "badge": len(new) if room.kind == "im" else len(calls),
    }


def _calls(state: State, message: Json, user: str) -> bool:
    """Does the message ring for this person?"""
    groups = [group.id for group in state.workspace.groups if group.enabled and user in group.members]
    names = [f"<@{user}", "<!channel", "<!here", "<!everyone", *(f"<!subteam^{group}" for group in groups)]
    said = repr((message["text"], message.get("blocks"), message.get("attachments")))
    return any(name in said for name in names)


def _entered(state: State, room_id: str, user: str) -> Conversation:
    found = state.conversation(room_id)
    if user not in found.members:
        raise LookupError(f"{user} is not in {found.name}")
    return found


def room(state: State, room_id: str, user: str, last: int, since: str = "") -> Json:
    """The newest `last` messages of a conversation with the whispers in it, in one order; all of them from
    the time stamp `since` on, if those are more. `earlier` counts what is left out."""
    found = _entered(state, room_id, user)
    said = [message for message in found.messages if is_top_level(message)]
    whispered = [message for message in found.ephemerals.get(user, []) if is_top_level(message)]
    all_ = _in_order([*said, *whispered])
    wanted = [at for at, message in enumerate(all_) if since and message["ts"] >= since]
    begin = min([max(len(all_) - last, 0), *wanted])
    return {
        "id": found.id,
        "messages": [m if m.get("is_ephemeral") else shown(found, m) for m in all_[begin:]],
        "earlier": begin,
        "read_up_to": state.read_up_to.get((user, found.id), "0"),
    }


def thread(state: State, room_id: str, ts: str, user: str) -> Json:
    """A message, its replies and the whispers in its thread."""
    found = _entered(state, room_id, user)
    whispered = [m for m in found.ephemerals.get(user, []) if m.get("thread_ts") == ts]
    said = found.thread(ts)
    first = [shown(found, message) for message in said[:1]]
    return {"id": found.id, "ts": ts, "messages": [*first, *_in_order([*said[1:], *whispered])]}


def _in_order(messages: list[Json]) -> list[Json]:
    return sorted(messages, key=lambda message: float(message["ts"]))
