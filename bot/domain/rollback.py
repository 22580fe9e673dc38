"""A rollback: the last rung of a ladder, at most once. Its legal steps are one table, the single source."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.incident import Incident, State


class Stand(StrEnum):
    """Where a rollback stands."""

    ASKED = "asked"  # the ladder has come to it
    COUNTING = "counting"
    CLAIMED = "claimed"  # from here on it is never begun again
    CALLED = "called"  # it was asked for; the former version is not seen yet
    CANCELLED = "cancelled"
    STOPPED = "stopped"  # somebody has the incident, or it is over
    REFUSED = "refused"  # what must hold before does not
    DONE = "done"  # and verified
    FAILED = "failed"
    UNKNOWN = "unknown"  # whether it was done


LEGAL: Mapping[Stand, tuple[Stand, ...]] = {
    Stand.ASKED: (Stand.COUNTING, Stand.STOPPED, Stand.REFUSED, Stand.FAILED),
    Stand.COUNTING: (
        Stand.COUNTING,  # for longer
        Stand.CLAIMED,
        Stand.CANCELLED,
        Stand.STOPPED,
        Stand.REFUSED,
        Stand.FAILED,
    ),
    Stand.CLAIMED: (Stand.CALLED, Stand.DONE, Stand.FAILED, Stand.UNKNOWN),
    Stand.CALLED: (Stand.DONE, Stand.FAILED, Stand.UNKNOWN),
}
"""What leads on; the rest are ends. No way leads back to before the claim."""

UNFINISHED = tuple(LEGAL)
LOUD = (Stand.FAILED, Stand.UNKNOWN)
"""Ends after which people are paged again."""

LEASE = timedelta(minutes=5)
"""Longer than any call takes. After it, whoever claimed a rollback is taken for dead."""
PATIENCE = timedelta(minutes=5)
"""How long a version that cannot be read is tried again, before that counts as a failure."""
UNSEEN = timedelta(hours=1)
"""How long a countdown waits for its message to be seen in Slack."""
LOOK_EVERY = timedelta(seconds=15)
"""Between two looks at a version."""


class Asked(StrEnum):
    """What becomes of a person's wish to roll back."""

    MAY = "may"  # they may, and are asked whether they are sure
    MAY_NOT = "may not"
    NOTHING = "nothing is declared"
    OVER = "the incident is over"
    UNDER_WAY = "under way"
    ASKED = "asked"


class IllegalStepError(Exception):
    """A step that leads nowhere from where the rollback stands."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """What serves now: its version, the one before it, and since when (with a zone); None: not known."""

    version: str
    previous: str | None = None
    deployed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollback:
    """One rollback of one round of an incident. `name` is that in `rollbacks`; `seen` is what served when the
    countdown began, which ends at `ends_at`; `look_at` is when it is looked at next; `asked_by` is the person
    who asked for it, None where the ladder came to it; `who` cancelled it, and `said` is why it ended so."""

    incident: int
    round: int
    name: str
    asked_at: datetime
    look_at: datetime
    id: int = 0
    stand: Stand = Stand.ASKED
    version: str | None = None
    previous: str | None = None
    deployed_at: datetime | None = None
    ends_at: datetime | None = None
    claimed_at: datetime | None = None
    called_at: datetime | None = None
    over_at: datetime | None = None
    asked_by: str | None = None
    who: str | None = None
    said: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.stand not in LEGAL


def moved(rollback: Rollback, to: Stand, now: datetime, **changes: Any) -> Rollback:
    """The rollback after a step; raises `IllegalStepError` where the table has none."""
    if to not in LEGAL.get(rollback.stand, ()):
        raise IllegalStepError(f"a rollback that is {rollback.stand} cannot be {to}")
    after = replace(rollback, stand=to, look_at=now, **changes)
    return replace(after, over_at=now) if after.is_over else after


def counting(rollback: Rollback, deployed: Deployed, until: datetime, now: datetime) -> Rollback:
    """The countdown begins: what serves now is what is rolled back, or nothing is."""
    return moved(
        rollback,
        Stand.COUNTING,
        now,
        version=deployed.version,
        previous=deployed.previous,
        deployed_at=deployed.deployed_at,
        ends_at=until,
    )


def unwanted(rollback: Rollback, incident: Incident) -> str:
    """Why the incident asks for no rollback any more; empty while it does. What a person asked for is wanted
    until it is over, whoever has it."""
    if rollback.asked_by is not None and not incident.is_resolved:
        return ""
    if incident.round != rollback.round:
        return "the incident was taken up meanwhile"
    if incident.state is State.ACKNOWLEDGED:
        return f"{incident.acknowledged_by} has it"
    if incident.state is not State.OPEN:
        by = incident.resolved_by or incident.snoozed_by
        return f"the incident is {incident.state.value}{f' by {by}' if by else ' by itself'}"
    return "" if incident.pages else "the incident pages nobody any more"


def stoppers(rollback: Rollback) -> str:
    """What stops the countdown."""
    return "cancels" if rollback.asked_by else "acknowledges or cancels"


def changed(rollback: Rollback, deployed: Deployed) -> str:
    """What is no longer as it was when the countdown began; empty where all is."""
    if deployed.version != rollback.version:
        return f"{deployed.version} serves by now, and no longer {rollback.version}"
    if deployed.previous != rollback.previous:
        return f"the version before it is {deployed.previous} by now, and no longer {rollback.previous}"
    return ""


@dataclass(frozen=True, slots=True)
class Postponed:
    """The countdown ends later: its message was seen later than it was written, or not at all yet."""

    until: datetime


def ripe(
    rollback: Rollback, countdown: timedelta, seen: datetime | None, now: datetime
) -> bool | Postponed | None:
    """Whether the countdown is over; None where nobody could have cancelled. `seen` is when Slack took it."""
    if rollback.ends_at is None or now < rollback.ends_at:
        return False
    if seen is not None:
        until = seen + countdown
        return True if now >= until else Postponed(until)
    return None if now - rollback.asked_at >= UNSEEN else Postponed(now + countdown)


def verified(
    rollback: Rollback, deployed: Deployed | None, within: timedelta, now: datetime
) -> tuple[Stand, str] | None:
    """What became of a rollback that was claimed, by what serves now (None: it cannot be read), and why that
    is so; None while that may still change."""
    serves = deployed.version if deployed else None
    if serves is not None and serves == rollback.previous:
        return Stand.DONE, ""
    if rollback.called_at is None:  # whoever claimed it died: nobody knows whether it was asked for
        return Stand.UNKNOWN, f"Oakum was stopped in the middle of it; {_serves(serves)}"
    if now - rollback.called_at < within:
        return None
    if serves is not None and serves == rollback.version and not rollback.said:
        return Stand.FAILED, f"{serves} still serves"
    why = f"{rollback.said}; " if rollback.said else ""
    return Stand.UNKNOWN, f"{why}{_serves(serves)}"


def _serves(version: str | None) -> str:
    return f"{version} serves now" if version else "which version serves cannot be read"
