"""How loud a pipeline is: a new one is watched in silence, then posts tickets, and pages once it may."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.finding import Finding
from checks.verdict import Urgency


class Stage(StrEnum):
    """What becomes of a pipeline's findings."""

    NEW = "new"  # nothing of it was judged yet
    SHADOW = "shadow"  # they are counted, and nobody is told
    TICKET = "ticket"  # they are posted, and nobody is paged
    PAGE = "page"  # they are as loud as they are
    MUTED = "muted"  # they are kept, and nobody is told until a person says so


class Step(StrEnum):
    """What can happen to a pipeline."""

    BEGIN = "begin"  # its first data is less than a week old
    KNOWN = "known"  # there is a history to learn from
    WEEK = "week"  # the week in the shadow is over
    GO = "go"  # a person says: page from now on
    MUTE = "mute"  # a person says: be silent


TRANSITIONS: dict[tuple[Stage, Step], Stage] = {
    (Stage.NEW, Step.BEGIN): Stage.SHADOW,
    (Stage.NEW, Step.KNOWN): Stage.PAGE,
    (Stage.SHADOW, Step.WEEK): Stage.TICKET,
    (Stage.SHADOW, Step.GO): Stage.PAGE,
    (Stage.TICKET, Step.GO): Stage.PAGE,
    (Stage.MUTED, Step.GO): Stage.PAGE,
    (Stage.TICKET, Step.MUTE): Stage.MUTED,
    (Stage.PAGE, Step.MUTE): Stage.MUTED,
}


@dataclass(frozen=True, slots=True)
class Staged:
    """Where a pipeline stands, since when, and who said so; `who` is None where Oakum itself did."""

    stage: Stage = Stage.NEW
    at: datetime | None = None
    who: str | None = None

    @property
    def may_page(self) -> bool:
        """Whether somebody is paged; of one that is new it depends on what its first checkup sees."""
        return self.stage in (Stage.NEW, Stage.PAGE)


def after(stage: Stage, step: Step) -> Stage | None:
    """The stage that a step leads to; None where the table has no such step."""
    return TRANSITIONS.get((stage, step))


def as_loud_as(finding: Finding, stage: Stage) -> Finding:
    """A finding of a pipeline that may not page yet is a ticket."""
    if stage is not Stage.TICKET or finding.urgency is not Urgency.PAGE:
        return finding
    why = f"a ticket, since nobody has said yet that {finding.pipeline}, which is new, may page"
    return replace(finding, urgency=Urgency.TICKET, lowered=why)
