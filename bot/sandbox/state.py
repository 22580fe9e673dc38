"""Everything the sandbox remembers, behind one lock, and the news when any of it changes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from bot.clock import Clock
from bot.sandbox.errors import SlackError
from bot.sandbox.rate import RateLimit
from bot.sandbox.triggers import ResponseUrls, Triggers
from bot.sandbox.workspace import Json, Workspace

Listener = Callable[[Json], None]


@dataclass
class Conversation:
    """A channel or a direct message with the bot, and all that was said in it, oldest first."""

    id: str
    name: str
    kind: str  # channel | private | im
    members: set[str]
    topic: str = ""
    archived: bool = False
    messages: list[Json] = field(default_factory=list)
    ephemerals: dict[str, list[Json]] = field(default_factory=dict)  # by the person who sees them

    def find(self, ts: str) -> Json | None:
        return next((message for message in self.messages if message["ts"] == ts), None)

    def thread(self, ts: str) -> list[Json]:
        """The message at `ts` and its replies."""
        return [m for m in self.messages if m["ts"] == ts or m.get("thread_ts") == ts]


@dataclass
class StoredFile:
    """An uploaded file; `shared` turns true with files.completeUploadExternal."""

    id: str
    name: str
    length: int
    title: str = ""
    alt: str = ""
    content: bytes = b""
    shared: bool = False
    created: int = 0


class State:
    """The workspace as it is now. Change it only inside `with state.change(…)`."""

    def __init__(
        self, workspace: Workspace, clock: Clock, stopwatch: Callable[[], float], limit: RateLimit
    ) -> None:
        self.workspace = workspace
        self.clock = clock
        self.limit = limit
        self.triggers = Triggers(stopwatch)
        self.response_urls = ResponseUrls(clock)
        self.condition = threading.Condition(threading.RLock())
        self.listeners: list[Listener] = []
        self.address = ""  # http://127.0.0.1:PORT, known once the server is bound
        self.socket_url: Callable[[], str] = lambda: ""  # a fresh ws:// address, known then too
        self.people = {person.id: person for person in workspace.people}
        self.conversations = {room.id: room for room in self._rooms()}
        self.modals: dict[str, list[Json]] = {}  # by person; the last one is on top
        self.modal_errors: dict[str, dict[str, str]] = {}  # by view id, then by block id
        self.homes: dict[str, Json] = {}
        self.files: dict[str, StoredFile] = {}
        self.uploads: dict[str, StoredFile] = {}  # awaited, by the secret part of their URL
        self.read_up_to: dict[tuple[str, str], str] = {}
        self.calls: list[tuple[str, Json]] = []
        self.notices: list[Json] = []
        self._last_tick = 0
        self._numbers = count(1)

    def _rooms(self) -> Iterator[Conversation]:
        bot = self.workspace.bot_user
        for seed in self.workspace.channels:
            members = {*seed.members, *([bot] if seed.with_bot else [])}
            yield Conversation(
                seed.id,
                seed.name,
                "private" if seed.private else "channel",
                members,
                seed.topic,
                seed.archived,
            )
        for person in self.workspace.people:
            yield Conversation(f"D{person.id[1:]}", person.name, "im", {person.id, bot})

    @contextmanager
    def change(self, **what: str) -> Iterator[None]:
        """Hold the lock for a change, then wake who waits and tell the pages `what` changed."""
        with self.condition:
            yield
            self.condition.notify_all()
            listeners = list(self.listeners)
        for listener in listeners:
            listener(what)

    def next_ts(self) -> str:
        """A message time stamp from the clock: unique and increasing."""
        with self.condition:
            tick = int(self.clock().timestamp() * 1_000_000)
            self._last_tick = max(tick, self._last_tick + 1)
            return f"{self._last_tick // 1_000_000}.{self._last_tick % 1_000_000:06d}"

    def next_id(self, prefix: str) -> str:
        """A fresh id such as F0000012."""
        return f"{prefix}{next(self._numbers):07d}"

    def conversation(self, wanted: str) -> Conversation:
        """By id, by #name, or the direct message of a person's id.

        Raises: SlackError channel_not_found.
        """
        if wanted in self.people:
            wanted = f"D{wanted[1:]}"
        if found := self.conversations.get(wanted):
            return found
        for room in self.conversations.values():
            if room.kind != "im" and room.name == wanted.removeprefix("#"):
                return room
        raise SlackError("channel_not_found")

    def bot_conversation(self, wanted: str) -> Conversation:
        """A conversation the bot is a member of. A private one it is not in does not exist for it."""
        room = self.conversation(wanted)
        if self.workspace.bot_user in room.members:
            return room
        raise SlackError("channel_not_found" if room.kind == "private" else "not_in_channel")
