"""What is still to be said, as facts. The outbox keeps intents; their words are made when they are sent.

Every intent names its `kind`, the `route` that carries it, and by its `key` what is said once only:
two intents with one key are one. `root` is the key of the message that it answers or edits, and waits for.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from bot.domain.alert_intent import IncidentAlert, IncidentAlertUpdate
from bot.domain.digest_intent import DigestMail as DigestMail
from bot.domain.digest_intent import DigestPost as DigestPost
from bot.domain.digest_intent import DigestUpdate as DigestUpdate
from bot.domain.drill_intent import DrillCall, DrillReport, DrillUpdate
from bot.domain.expert_intent import ExpertLetter, ExpertPost
from bot.domain.hook_intent import HookAbout, HookDigest, HookNews, HookPage, HookPost, HookSigned
from bot.domain.incident import Event, What
from bot.domain.nudge import DigestNudge as DigestNudge
from bot.domain.nudge import DigestNudgeUpdate as DigestNudgeUpdate
from bot.domain.number_intent import NumberPost, NumberUpdate
from bot.domain.page_key import hop_key
from bot.domain.page_key import post_key as post_key
from bot.domain.picture_intent import IncidentPicture, IncidentPlot
from bot.domain.rollback_intent import RollbackPost, RollbackUpdate
from bot.domain.stage_intent import ShadowPost, StagePost
from bot.domain.way import Priority, Route

SEEN_BY_ALL = (
    What.REOPENED,
    What.BACK,
    What.TAKEN_BACK,
    What.WOKE,
    What.UNANSWERED,
    What.ROLLED_BACK,
    What.NOT_ROLLED_BACK,
    What.ROLLBACK_FAILED,
    What.SURVIVED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPost:
    """The one message of an incident in its channel. `urgent` where pages wait for it."""

    kind: ClassVar[str] = "incident_post"
    route: ClassVar[Route] = "slack"
    root: ClassVar[str | None] = None
    incident: int
    channel: str
    urgent: bool = False

    @property
    def priority(self) -> Priority:
        """A post that a page answers goes with the pages."""
        return Priority.PAGE if self.urgent else Priority.MESSAGE

    @property
    def key(self) -> str:
        """One post an incident, whatever happens to it."""
        return post_key(self.incident)

    @property
    def lane(self) -> str:
        """Where it goes: what a rate limit of the other side holds up."""
        return self.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentUpdate:
    """Edit the incident's message to its newest state. `fence` is the incident's when it was asked for."""

    kind: ClassVar[str] = "incident_update"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.EDIT
    incident: int
    channel: str
    fence: int

    @property
    def key(self) -> str:
        """One edit for each change; those that still wait are one."""
        return f"update/{self.incident}/{self.fence}"

    @property
    def root(self) -> str | None:
        """The message that is edited."""
        return post_key(self.incident)

    @property
    def lane(self) -> str:
        """The channel of the message."""
        return self.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentNote:
    """A line in the incident's thread: a line of its timeline."""

    kind: ClassVar[str] = "incident_note"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.MESSAGE
    incident: int
    channel: str
    fence: int
    what: What
    who: str | None
    at: datetime
    text: str

    @property
    def key(self) -> str:
        """One note for each thing that happened."""
        return f"note/{self.incident}/{self.fence}/{self.what}"

    @property
    def root(self) -> str | None:
        """The message whose thread it is."""
        return post_key(self.incident)

    @property
    def lane(self) -> str:
        """The channel of the thread."""
        return self.channel

    @property
    def broadcast(self) -> bool:
        """An edit of an old message rings nobody: what the whole channel should see is shown there too."""
        return self.what in SEEN_BY_ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage:
    """A hop by Slack: `person` (of `people`) is mentioned in the thread, broadcast, or told in a DM."""

    kind: ClassVar[str] = "incident_page"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.PAGE
    incident: int
    channel: str
    round: int
    hop: int
    person: str
    to: Literal["thread", "dm"]

    @property
    def key(self) -> str:
        """Nobody is paged twice by one hop."""
        return f"{hop_key(self.incident, self.round, self.hop)}/slack/{self.to}/{self.person}"

    @property
    def root(self) -> str | None:
        """A mention waits for its thread; a DM waits for nothing."""
        return post_key(self.incident) if self.to == "thread" else None

    @property
    def lane(self) -> str:
        """The channel, or the person."""
        return self.channel if self.to == "thread" else f"@{self.person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAsk:
    """Whoever has an incident for long is asked whether that is still so, in the thread or in a DM."""

    kind: ClassVar[str] = "incident_ask"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.MESSAGE
    incident: int
    channel: str
    person: str
    to: Literal["thread", "dm"]
    fence: int

    @property
    def key(self) -> str:
        """Once each time."""
        return f"ask/{self.incident}/{self.fence}/{self.to}"

    @property
    def root(self) -> str | None:
        """The message whose thread it is; a DM waits for nothing."""
        return post_key(self.incident) if self.to == "thread" else None

    @property
    def lane(self) -> str:
        """The channel, or the person."""
        return self.channel if self.to == "thread" else f"@{self.person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPageUpdate:
    """Edit what a hop said by Slack: somebody has it, or it is over. A page that is answered asks no more."""

    kind: ClassVar[str] = "incident_page_update"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.EDIT
    incident: int
    channel: str
    page: str
    person: str
    to: Literal["thread", "dm"]
    fence: int

    @property
    def key(self) -> str:
        """One edit for each change; it must not look like a message of the hop."""
        return f"answered/{self.page}/{self.fence}"

    @property
    def root(self) -> str | None:
        """The message that is edited."""
        return self.page

    @property
    def lane(self) -> str:
        """Where the page went."""
        return self.channel if self.to == "thread" else f"@{self.person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMail:
    """A hop by e-mail to `person` (a name in `people`)."""

    kind: ClassVar[str] = "incident_mail"
    route: ClassVar[Route] = "email"
    priority: ClassVar[Priority] = Priority.PAGE
    root: ClassVar[str | None] = None
    incident: int
    round: int
    hop: int
    person: str

    @property
    def key(self) -> str:
        """Nobody gets two mails from one hop."""
        return f"{hop_key(self.incident, self.round, self.hop)}/email/{self.person}"

    @property
    def lane(self) -> str:
        """The mailbox."""
        return f"@{self.person}"


AboutIncident = (
    IncidentPost
    | IncidentUpdate
    | IncidentNote
    | IncidentPage
    | IncidentAsk
    | IncidentPageUpdate
    | IncidentMail
    | IncidentAlert
    | IncidentAlertUpdate
    | HookPost
    | HookNews
    | HookPage
    | RollbackPost
    | RollbackUpdate
    | ExpertPost
    | ExpertLetter
    | IncidentPicture
    | IncidentPlot
)
AboutCheckup = (
    DigestPost | DigestUpdate | DigestMail | DigestNudge | DigestNudgeUpdate | HookDigest | HookSigned
)
AboutDrill = DrillCall | DrillUpdate | DrillReport
AboutPipeline = ShadowPost | StagePost | NumberPost | NumberUpdate | HookAbout
Edit = (
    IncidentUpdate
    | IncidentPageUpdate
    | IncidentAlertUpdate
    | RollbackUpdate
    | DigestUpdate
    | DigestNudgeUpdate
    | NumberUpdate
    | DrillUpdate
)
"""Those that change a message: they may be repeated without harm."""
Newest = Edit | HookNews
"""Those that show the newest state when they are sent: of several that wait, one says all."""
Page = IncidentPage | IncidentMail | IncidentAlert | HookPage
"""Those that ring: nobody is rung once somebody has it."""
Intent = AboutIncident | AboutCheckup | AboutPipeline | AboutDrill


def answered(page: IncidentPage | IncidentAlert, fence: int) -> IncidentPageUpdate | IncidentAlertUpdate:
    """What is told where a page went, after which it no longer asks."""
    if isinstance(page, IncidentAlert):
        return IncidentAlertUpdate(
            incident=page.incident,
            round=page.round,
            alert=page.key,
            person=page.person,
            service=page.service,
            fence=fence,
        )
    return IncidentPageUpdate(
        incident=page.incident,
        channel=page.channel,
        page=page.key,
        person=page.person,
        to=page.to,
        fence=fence,
    )


def note_of(event: Event, incident: int, channel: str, fence: int) -> IncidentNote:
    """The line of the thread that tells a line of the timeline."""
    return IncidentNote(
        incident=incident,
        channel=channel,
        fence=fence,
        what=What(event.kind),
        who=event.who,
        at=event.at,
        text=event.text,
    )
