"""What is to be said of a finding that is to be talked about upstream: in its thread, and to the owner."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.page_key import post_key
from bot.domain.way import Priority, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertPost:
    """A line in the incident's thread: whom to call, with the draft behind a button."""

    kind: ClassVar[str] = "expert_post"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.MESSAGE
    incident: int
    channel: str
    checkup: str
    owner: str
    whom: str

    @property
    def key(self) -> str:
        """Once a checkup."""
        return f"expert/{self.incident}/{self.checkup}"

    @property
    def root(self) -> str | None:
        """The message whose thread it is."""
        return post_key(self.incident)

    @property
    def lane(self) -> str:
        """The channel of the thread."""
        return self.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertLetter:
    """The draft that a person looked at and sent: to `person` (of `people`), word for word."""

    kind: ClassVar[str] = "expert_letter"
    priority: ClassVar[Priority] = Priority.MESSAGE
    root: ClassVar[str | None] = None
    incident: int
    round: int
    person: str
    by: Route
    text: str

    @property
    def route(self) -> Route:
        """The one by which they can be written to."""
        return self.by

    @property
    def key(self) -> str:
        """Nobody gets it twice in one round of the incident."""
        return f"expert/{self.incident}/{self.round}/{self.by}/{self.person}"

    @property
    def lane(self) -> str:
        """The person."""
        return f"@{self.person}"
