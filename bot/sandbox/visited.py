"""What the page shows of a sandbox and lets its visitors do: people, mail, notes, the clock."""

from collections.abc import Callable
from datetime import timedelta

from bot.sandbox.mail import Mailbox
from bot.sandbox.notes import Notes
from bot.sandbox.people import People
from bot.sandbox.reading import Reading


class Visited(People, Reading):
    """The sandbox as its page knows it, which serves nothing by itself."""

    mail: Mailbox
    notes: Notes | None
    on_move_forward: Callable[[timedelta], object] | None

    @property
    def connections(self) -> int:
        """How many Socket Mode connections receive envelopes now."""
        return self.hub.connections

    @property
    def held_sockets(self) -> int:
        """How many Socket Mode connections are open, dead ones counted in."""
        return self.hub.held
