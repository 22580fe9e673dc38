"""Nobody signed a checkup off: when its owner is asked, and how."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import ClassVar, Literal

from bot.domain.checkup import Checkup
from bot.domain.declared import Deployment
from bot.domain.digest_intent import digest_key
from bot.domain.way import Priority, Route

EVENING = time(18)
AT_LEAST = timedelta(hours=3)
"""Whoever got the digest late has as long as whoever got it in time."""

To = Literal["dm", "email", "thread"]


def nudged_at(checkup: Checkup, zone: tzinfo) -> datetime:
    """The evening of its day, or three hours after it was made where that is later."""
    day = checkup.due_at.astimezone(zone).date()
    evening = datetime.combine(day, EVENING, zone).astimezone(checkup.made_at.tzinfo)
    return max(evening, checkup.made_at + AT_LEAST)


def way_to(owner: str, declared: Deployment) -> To | None:
    """A direct message, a mail where they have no Slack; a team is asked in the digest's thread.

    Without an app of Slack's there is no thread: None where they have no mailbox either.
    """
    person, routes = declared.people.get(owner), declared.routes
    if routes.slack and person and person.slack:
        return "dm"
    if routes.email and person and person.email:
        return "email"
    return "thread" if routes.slack else None


def nudge_key(checkup: int) -> str:
    """The key of the one nudge of a checkup."""
    return f"{digest_key(checkup)}/nudge"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestNudge:
    """The owner (`person`: of `people`, or a team) is asked to look at the digest: once a checkup."""

    kind: ClassVar[str] = "digest_nudge"
    priority: ClassVar[Priority] = Priority.MESSAGE
    checkup: int
    channel: str
    person: str
    to: To

    @property
    def route(self) -> Route:
        """The one by which they can be asked."""
        return "email" if self.to == "email" else "slack"

    @property
    def key(self) -> str:
        """Once a checkup, whoever owns the pipeline."""
        return nudge_key(self.checkup)

    @property
    def root(self) -> str | None:
        """The digest where it is asked in its thread."""
        return digest_key(self.checkup) if self.to == "thread" else None

    @property
    def lane(self) -> str:
        """The channel, or the person."""
        return self.channel if self.to == "thread" else f"@{self.person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestNudgeUpdate:
    """Edit the nudge: somebody looked, so that it asks no more."""

    kind: ClassVar[str] = "digest_nudge_update"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.EDIT
    checkup: int
    channel: str
    person: str
    to: To

    @property
    def key(self) -> str:
        """A checkup is signed off once."""
        return f"{nudge_key(self.checkup)}/signed"

    @property
    def root(self) -> str | None:
        """The message that is edited."""
        return nudge_key(self.checkup)

    @property
    def lane(self) -> str:
        """Where the nudge went."""
        return self.channel if self.to == "thread" else f"@{self.person}"
