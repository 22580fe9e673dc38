"""The plot of an incident's evidence: it is drawn and uploaded on its own, then shown in the thread.

Drawing and uploading take their time, so they have a route, and with it a queue, of their own: no page waits
for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from bot.domain.page_key import post_key
from bot.domain.way import Priority, Queue, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPicture:
    """Draw the evidence as it stands, and upload it; nobody sees it yet."""

    kind: ClassVar[str] = "incident_picture"
    route: ClassVar[Queue] = "pictures"
    priority: ClassVar[Priority] = Priority.PICTURE
    lane: ClassVar[str] = "files"
    incident: int
    channel: str
    round: int

    @property
    def key(self) -> str:
        """One picture for each time that the incident opens."""
        return f"picture/{self.incident}/{self.round}"

    @property
    def root(self) -> str | None:
        """Nothing is drawn before the message is out."""
        return post_key(self.incident)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPlot:
    """Show the evidence in the thread: the failing rows, below a picture that was uploaded (`file`), of which
    `alt` says in words what it shows. Both are empty where there is nothing to draw."""

    kind: ClassVar[str] = "incident_plot"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.PICTURE
    incident: int
    channel: str
    round: int
    file: str = ""
    alt: str = ""

    @property
    def key(self) -> str:
        """One plot for each time that the incident opens."""
        return f"plot/{self.incident}/{self.round}"

    @property
    def root(self) -> str | None:
        """The message whose thread it is."""
        return post_key(self.incident)

    @property
    def lane(self) -> str:
        """The channel of the thread."""
        return self.channel


def shown(picture: IncidentPicture, receipt: Mapping[str, str]) -> IncidentPlot:
    """What follows a picture; the receipt names the file and says what it shows, if it could be uploaded."""
    return IncidentPlot(
        incident=picture.incident,
        channel=picture.channel,
        round=picture.round,
        file=receipt.get("file", ""),
        alt=receipt.get("alt", ""),
    )
