"""What is still to be said of a pipeline as a whole: its week in the shadow, and how loud it is now."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.stage import Stage
from bot.domain.way import Priority, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowPost:
    """A new pipeline's week in the shadow is over: what was counted, and the seam to mend first."""

    kind: ClassVar[str] = "shadow_post"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.DIGEST
    root: ClassVar[str | None] = None
    pipeline: str
    channel: str
    audits: int
    findings: int
    places: int
    others: int = 0
    check: str = ""
    table: str = ""
    column: str = ""
    summary: str = ""
    days: int = 0

    @property
    def key(self) -> str:
        """A pipeline is new once."""
        return f"shadow/{self.pipeline}"

    @property
    def lane(self) -> str:
        """The channel."""
        return self.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePost:
    """A person said how loud a pipeline is from now on; `change` is the number of the change."""

    kind: ClassVar[str] = "stage_post"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.MESSAGE
    root: ClassVar[str | None] = None
    pipeline: str
    channel: str
    change: int
    stage: Stage
    who: str

    @property
    def key(self) -> str:
        """Each change is told once."""
        return f"stage/{self.change}"

    @property
    def lane(self) -> str:
        """The channel."""
        return self.channel
