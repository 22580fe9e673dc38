"""What is still to be said, as facts. The outbox keeps intents; their words are made when they are sent.

Every intent names its `kind`, the `route` that carries it, and by its `key` what is said once only:
two intents with one key are one. `root` is the key of the message that it answers or edits, and waits for.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal

from bot.domain.incident import Event, What
from bot.domain.stage import Stage
from bot.domain.stage_intent import ShadowPost, StagePost
from bot.domain.way import Priority, Route


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
        return self.what in (What.REOPENED, What.UNANSWERED)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPost:
    """The digest of a checkup in the pipeline's channel."""

    kind: ClassVar[str] = "digest_post"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.DIGEST
    root: ClassVar[str | None] = None
    checkup: int
    channel: str

    @property
    def key(self) -> str:
        """One digest a checkup."""
        return digest_key(self.checkup)

    @property
    def lane(self) -> str:
        """The channel."""
        return self.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestUpdate:
    """Edit the digest: somebody signed it off."""

    kind: ClassVar[str] = "digest_update"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.EDIT
    checkup: int
    channel: str

    @property
    def key(self) -> str:
        """A checkup is signed off once."""
        return f"{digest_key(self.checkup)}/signed"

    @property
    def root(self) -> str | None:
        """The message that is edited."""
        return digest_key(self.checkup)

    @property
    def lane(self) -> str:
        """The channel."""
        return self.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMail:
    """The digest's twin by e-mail, to `person` (a name in `people`)."""

    kind: ClassVar[str] = "digest_mail"
    route: ClassVar[Route] = "email"
    priority: ClassVar[Priority] = Priority.DIGEST
    root: ClassVar[str | None] = None
    checkup: int
    person: str

    @property
    def key(self) -> str:
        """One mail a checkup and person."""
        return f"{digest_key(self.checkup)}/email/{self.person}"

    @property
    def lane(self) -> str:
        """The mailbox."""
        return f"@{self.person}"


AboutIncident = IncidentPost | IncidentUpdate | IncidentNote | IncidentPage | IncidentMail
AboutCheckup = DigestPost | DigestUpdate | DigestMail
AboutPipeline = ShadowPost | StagePost
Intent = AboutIncident | AboutCheckup | AboutPipeline

KINDS: Mapping[str, type[Intent]] = {
    each.kind: each
    for each in (
        IncidentPost,
        IncidentUpdate,
        IncidentNote,
        IncidentPage,
        IncidentMail,
        DigestPost,
        DigestUpdate,
        DigestMail,
        ShadowPost,
        StagePost,
    )
}


def post_key(incident: int) -> str:
    """The key of an incident's message."""
    return f"post/{incident}"


def hop_key(incident: int, round_: int, hop: int) -> str:
    """What the keys of all messages of one hop begin with."""
    return f"page/{incident}/{round_}/{hop}"


def digest_key(checkup: int) -> str:
    """The key of a checkup's digest."""
    return f"digest/{checkup}"


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


def to_json(intent: Intent) -> dict[str, Any]:
    """The payload as JSON keeps it; `kind` is kept beside it."""
    payload = asdict(intent)
    if isinstance(intent, IncidentNote):
        payload["at"] = intent.at.isoformat()
    return payload


def from_json(kind: str, payload: Mapping[str, Any]) -> Intent:
    """The intent that `to_json` wrote."""
    fields = dict(payload)
    if kind == IncidentNote.kind:
        fields |= {"at": datetime.fromisoformat(fields["at"]), "what": What(fields["what"])}
    if kind == StagePost.kind:
        fields["stage"] = Stage(fields["stage"])
    return KINDS[kind](**fields)
