"""What is still to be said of a checkup: its digest, the edit of it, its twin by e-mail."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.way import Priority, Route


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
    """Edit the digest: somebody signed it off or judged its rows, or its owner was asked to."""

    kind: ClassVar[str] = "digest_update"
    route: ClassVar[Route] = "slack"
    priority: ClassVar[Priority] = Priority.EDIT
    checkup: int
    channel: str
    why: str = "signed"

    @property
    def key(self) -> str:
        """Each of them happens once to a checkup."""
        return f"{digest_key(self.checkup)}/{self.why}"

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


def digest_key(checkup: int) -> str:
    """The key of a checkup's digest."""
    return f"digest/{checkup}"
