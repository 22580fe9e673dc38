"""What is still to be said by an incoming webhook of Slack: each a message of its own, and none is edited.

`place` says which address: see `SlackWebhookRoute`. It is the lane, too: an address posts into one channel.
"""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.digest_intent import digest_key
from bot.domain.number_intent import NumberPost
from bot.domain.page_key import hook_key, hop_key
from bot.domain.stage_intent import ShadowPost, StagePost
from bot.domain.way import Priority, Route

MENTIONED = 20
"""People whom one message rings: so many names of any length fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookPost:
    """That an incident is open. `urgent` where pages come with it."""

    kind: ClassVar[str] = "hook_post"
    route: ClassVar[Route] = "slack_webhook"
    root: ClassVar[str | None] = None
    incident: int
    place: str
    urgent: bool = False

    @property
    def priority(self) -> Priority:
        """What people are paged for goes with the pages."""
        return Priority.PAGE if self.urgent else Priority.MESSAGE

    @property
    def key(self) -> str:
        """One an incident, whatever happens to it."""
        return hook_key(self.incident)

    @property
    def lane(self) -> str:
        """Where it goes: what a rate limit of the other side holds up."""
        return self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class HookNews:
    """What became of an incident since, as it stands when it is sent. `fence` is the incident's."""

    kind: ClassVar[str] = "hook_news"
    route: ClassVar[Route] = "slack_webhook"
    priority: ClassVar[Priority] = Priority.MESSAGE
    incident: int
    place: str
    fence: int

    @property
    def key(self) -> str:
        """One for each change; those that still wait are one."""
        return f"{self.root}/{self.fence}"

    @property
    def root(self) -> str:
        """What told that it is open: nobody needs news of what they never heard of."""
        return hook_key(self.incident)

    @property
    def lane(self) -> str:
        """Where it goes."""
        return self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class HookPage:
    """A hop: these of `people`, and user groups, are mentioned; `MENTIONED` of them at most."""

    kind: ClassVar[str] = "hook_page"
    route: ClassVar[Route] = "slack_webhook"
    priority: ClassVar[Priority] = Priority.PAGE
    root: ClassVar[str | None] = None
    incident: int
    place: str
    round: int
    hop: int
    people: tuple[str, ...]

    @property
    def key(self) -> str:
        """Nobody is paged twice by one hop."""
        return f"{hop_key(self.incident, self.round, self.hop)}/{self.route}/{self.people[0]}"

    @property
    def lane(self) -> str:
        """Where it goes."""
        return self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class HookDigest:
    """The digest of a checkup."""

    kind: ClassVar[str] = "hook_digest"
    route: ClassVar[Route] = "slack_webhook"
    priority: ClassVar[Priority] = Priority.DIGEST
    root: ClassVar[str | None] = None
    checkup: int
    place: str

    @property
    def key(self) -> str:
        """One a checkup."""
        return f"{digest_key(self.checkup)}/{self.route}"

    @property
    def lane(self) -> str:
        """Where it goes."""
        return self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class HookSigned:
    """That somebody looked at a checkup: its digest is not edited."""

    kind: ClassVar[str] = "hook_signed"
    route: ClassVar[Route] = "slack_webhook"
    priority: ClassVar[Priority] = Priority.DIGEST
    checkup: int
    place: str

    @property
    def key(self) -> str:
        """Once."""
        return f"{self.root}/signed"

    @property
    def root(self) -> str:
        """The digest that it follows."""
        return HookDigest(checkup=self.checkup, place=self.place).key

    @property
    def lane(self) -> str:
        """Where it goes."""
        return self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class HookAbout:
    """What is `said` of a pipeline as a whole; its number, which elsewhere is edited, once a `day`."""

    kind: ClassVar[str] = "hook_about"
    route: ClassVar[Route] = "slack_webhook"
    root: ClassVar[str | None] = None
    said: ShadowPost | StagePost | NumberPost
    place: str
    day: str = ""

    @property
    def priority(self) -> Priority:
        """As in a channel of an app."""
        return self.said.priority

    @property
    def key(self) -> str:
        """Once, or once a day."""
        return f"{self.said.key}/{self.route}{'/' if self.day else ''}{self.day}"

    @property
    def lane(self) -> str:
        """Where it goes."""
        return self.place


Hook = HookPost | HookNews | HookPage | HookDigest | HookSigned | HookAbout
