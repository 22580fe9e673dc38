"""What people see: messages, threads, whispers, the home, the modal; and waiting for it without polling."""

from collections.abc import Callable
from copy import deepcopy
from typing import TypeVar

from bot.sandbox.messages import is_top_level, shown
from bot.sandbox.state import State
from bot.sandbox.workspace import Json

Seen = TypeVar("Seen")


class Reading:
    """The reading side of the sandbox. Everything returned is a copy."""

    state: State

    def messages(self, channel: str) -> list[Json]:
        """The messages of a channel (id, #name, or a person's id for their direct messages), oldest first."""
        with self.state.condition:
            room = self.state.conversation(channel)
            return deepcopy([shown(room, m) for m in room.messages if is_top_level(m)])

    def message(self, channel: str, ts: str) -> Json:
        """One message as it is now. Raises: LookupError."""
        with self.state.condition:
            room = self.state.conversation(channel)
            if found := room.find(ts):
                return deepcopy(shown(room, found))
        raise LookupError(f"no message {ts} in {room.name}")

    def thread(self, channel: str, ts: str) -> list[Json]:
        """The replies to the message at `ts`, oldest first."""
        with self.state.condition:
            return deepcopy([m for m in self.state.conversation(channel).thread(ts) if m["ts"] != ts])

    def ephemerals(self, user: str, channel: str) -> list[Json]:
        """What only this person sees in the channel, oldest first."""
        with self.state.condition:
            return deepcopy(self.state.conversation(channel).ephemerals.get(user, []))

    def home(self, user: str) -> Json | None:
        """The bot's home tab of a person, if it was published."""
        with self.state.condition:
            return deepcopy(self.state.homes.get(user))

    def modal(self, user: str) -> Json | None:
        """The modal on top, if any; `errors` holds what the app refused, by block id."""
        with self.state.condition:
            stack = self.state.modals.get(user)
            if not stack:
                return None
            return deepcopy(stack[-1] | {"errors": self.state.modal_errors.get(stack[-1]["id"], {})})

    def notices(self, user: str) -> list[Json]:
        """The failures a person was told of: operation_timeout, dispatch_failed …"""
        with self.state.condition:
            return deepcopy([notice for notice in self.state.notices if notice["user"] == user])

    def calls(self, method: str = "") -> list[Json]:
        """The arguments of the Web API calls that passed the token check, oldest first."""
        with self.state.condition:
            return deepcopy([args for name, args in self.state.calls if method in ("", name)])

    def wait_for(self, look: Callable[[], Seen], timeout: float = 5.0) -> Seen:
        """What `look` returns once that is true; it is asked anew at each change in the sandbox.

        Raises: TimeoutError.
        """
        with self.state.condition:
            if seen := self.state.condition.wait_for(look, timeout):
                return seen
        raise TimeoutError(f"not seen in the sandbox within {timeout} s")
