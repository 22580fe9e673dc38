"""What a route answers after it tried to send."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Receipt:
    """Delivered; `where` finds it again (Slack: channel and ts; mail: its Message-ID)."""

    where: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Retry:
    """Not delivered, and worth another try; `after` is what the other side asked us to wait.

    `unknown` marks a time-out: it may have been delivered, so look before posting again.
    """

    why: str
    after: timedelta | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Permanent:
    """Not delivered, and trying again will not help; `why` says what to change."""

    why: str


Outcome = Receipt | Retry | Permanent
