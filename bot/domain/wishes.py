"""What somebody chose for themselves: the clock that they read, and where Slack rings them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SlackPlace = Literal["thread", "dm"]


class Reach(StrEnum):
    """Where a page by Slack goes that is for them."""

    BOTH = "both"
    DM = "dm"
    CHANNEL = "channel"


_PLACES: dict[Reach, tuple[SlackPlace, ...]] = {
    Reach.BOTH: ("thread", "dm"),
    Reach.DM: ("dm",),
    Reach.CHANNEL: ("thread",),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """Without a time zone of their own, that of the pipeline or of the deployment counts."""

    timezone: ZoneInfo | None = None
    reach: Reach = Reach.BOTH

    @property
    def places(self) -> tuple[SlackPlace, ...]:
        """Where they are rung: never nowhere."""
        return _PLACES[self.reach]


def zone_named(name: str) -> ZoneInfo | None:
    """A time zone by its name; None where there is none such (any more)."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
