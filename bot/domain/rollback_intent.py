"""What is still to be said of a rollback: its one message in the incident's thread, and how that changes."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.page_key import post_key
from bot.domain.way import Priority, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackPost:
    """The countdown, in the incident's thread and in its channel. It goes with the pages: time runs."""

    kind: ClassVar[str] = "rollback_post"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.PAGE
    incident: int
    rollback: int
    channel: str

    @property
    def key(self) -> str:
        """One message a rollback."""
        return rollback_key(self.rollback)

    @property
    def root(self) -> str | None:
        """The message whose thread it is."""
        return post_key(self.incident)

    @property
    def lane(self) -> str:
        """The channel of the thread."""
        return self.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackUpdate:
    """Edit that message to how the rollback stands."""

    kind: ClassVar[str] = "rollback_update"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.EDIT
    incident: int
    rollback: int
    channel: str
    fence: int

    @property
    def key(self) -> str:
        """One edit for each change."""
        return f"{rollback_key(self.rollback)}/{self.fence}"

    @property
    def root(self) -> str | None:
        """The message that is edited."""
        return rollback_key(self.rollback)

    @property
    def lane(self) -> str:
        """The channel of the message."""
        return self.channel


def rollback_key(rollback: int) -> str:
    """The key of a rollback's message."""
    return f"rollback/{rollback}"
