"""What is still to be said of a drill: a test page to a person by a route, the edit of it, the result."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.way import Priority, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillCall:
    """A test page: it goes first, as a page would, and says that it is none.

    In Slack a person is written to; a user group is mentioned in the `channel`. A webhook mentions either.
    """

    kind: ClassVar[str] = "drill_call"
    priority: ClassVar[Priority] = Priority.PAGE
    root: ClassVar[str | None] = None
    drill: int
    person: str
    by: Route
    channel: str = ""

    @property
    def route(self) -> Route:
        """The one that is tried."""
        return self.by

    @property
    def key(self) -> str:
        """One for each person and route."""
        return call_key(self.drill, self.by, self.person)

    @property
    def lane(self) -> str:
        """The person, or the channel."""
        return self.channel or f"@{self.person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillUpdate:
    """Edit a test page in Slack, or end one at a service: somebody has said that it came, or it is over."""

    kind: ClassVar[str] = "drill_update"
    priority: ClassVar[Priority] = Priority.EDIT
    drill: int
    person: str
    by: Route
    change: int

    @property
    def route(self) -> Route:
        """The one that was tried."""
        return self.by

    @property
    def key(self) -> str:
        """One for each change."""
        return f"{self.root}/{self.change}"

    @property
    def root(self) -> str | None:
        """The test page."""
        return call_key(self.drill, self.by, self.person)

    @property
    def lane(self) -> str:
        """The person."""
        return f"@{self.person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillReport:
    """What came and what did not, in a channel whose ladder was tried."""

    kind: ClassVar[str] = "drill_report"
    priority: ClassVar[Priority] = Priority.MESSAGE
    root: ClassVar[str | None] = None
    drill: int
    channel: str
    by: Route = "slack"

    @property
    def route(self) -> Route:
        """The one that posts there."""
        return self.by

    @property
    def key(self) -> str:
        """Each channel is told once."""
        return f"drill/{self.drill}/report/{self.channel}"

    @property
    def lane(self) -> str:
        """The channel."""
        return self.channel


def call_key(drill: int, route: Route, person: str) -> str:
    """The key of a test page."""
    return f"drill/{drill}/{route}/{person}"
