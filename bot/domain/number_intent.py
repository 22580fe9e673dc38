"""The daily line about a pipeline's first number, as facts: posted once, edited afterwards."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.number import DailyNumber
from bot.domain.way import Priority, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPost:
    """The daily line about a pipeline's first number: the only message of its kind."""

    kind: ClassVar[str] = "number_post"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.DIGEST
    root: ClassVar[str | None] = None
    pipeline: str
    channel: str
    number: DailyNumber

    @property
    def key(self) -> str:
        """One line a pipeline."""
        return number_key(self.pipeline)

    @property
    def lane(self) -> str:
        """The channel."""
        return self.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberUpdate:
    """Edit the daily line, as of a later audit."""

    kind: ClassVar[str] = "number_update"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.DIGEST
    pipeline: str
    channel: str
    number: DailyNumber
    at: str

    @property
    def key(self) -> str:
        """One edit an audit."""
        return f"{number_key(self.pipeline)}/{self.at}"

    @property
    def root(self) -> str | None:
        """The message that is edited."""
        return number_key(self.pipeline)

    @property
    def lane(self) -> str:
        """The channel."""
        return self.channel


def number_key(pipeline: str) -> str:
    """The key of a pipeline's daily line."""
    return f"number/{pipeline}"
