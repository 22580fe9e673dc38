"""What is still to be said to the services of others: an alert of a hop, and what became of it since."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.page_key import hop_key
from bot.domain.way import Priority, Route, Service


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAlert:
    """A hop by a service: it rings `person` (of `people`) in its own way."""

    kind: ClassVar[str] = "incident_alert"
    priority: ClassVar[Priority] = Priority.PAGE
    root: ClassVar[str | None] = None
    incident: int
    round: int
    hop: int
    person: str
    service: Service

    @property
    def route(self) -> Route:
        """The service."""
        return self.service

    @property
    def key(self) -> str:
        """Nobody is rung twice by one hop; the service knows the alert by it, too."""
        return f"{hop_key(self.incident, self.round, self.hop)}/{self.service}/{self.person}"

    @property
    def lane(self) -> str:
        """Whoever is rung."""
        return f"@{self.person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAlertUpdate:
    """Tell the service that somebody has it, or that it is over: it must not go on ringing people."""

    kind: ClassVar[str] = "incident_alert_update"
    priority: ClassVar[Priority] = Priority.MESSAGE
    incident: int
    round: int
    alert: str
    person: str
    service: Service
    fence: int

    @property
    def route(self) -> Route:
        """The service."""
        return self.service

    @property
    def key(self) -> str:
        """One for each change; it must not look like a message of the hop."""
        return f"answered/{self.alert}/{self.fence}"

    @property
    def root(self) -> str | None:
        """The alert that is told of."""
        return self.alert

    @property
    def lane(self) -> str:
        """Whoever was rung."""
        return f"@{self.person}"
