"""Who would be told of a finding, when and how: the ladder as it would be climbed, by the same code."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.declared import Deployment, Pipeline
from bot.domain.escalation import ladder, last_rung
from bot.domain.examined import ways
from bot.domain.quiet import Quiet
from bot.domain.roster import Roster
from bot.domain.silence import Silence, Target
from bot.domain.way import SERVICES


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder: who is told then, and by which routes."""

    at: datetime
    called: str
    people: tuple[str, ...]
    by: tuple[str, ...]

    @property
    def can_wake(self) -> bool:
        """Whether a route of it rings at night: Slack and mail do not break through do-not-disturb."""
        return bool(self.people) and any(route in SERVICES for route in self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoGets:
    """What becomes of a page at a moment if nobody acknowledges, and of a ticket.

    `rollback` is what the last rung takes back; `silenced` is what keeps it quiet until `starts`. Outside
    working hours a page that is known to cost less than `wake_above` until they begin waits for them; a
    ticket always does, until `ticket_at`.
    """

    starts: datetime
    rungs: tuple[Rung, ...]
    ticket_at: datetime
    silenced: Silence | None = None
    rollback: str | None = None
    wake_above: float | None = None
    waits_until: datetime | None = None


def who_gets(
    pipeline: Pipeline,
    deployment: Deployment,
    known: Roster,
    target: Target,
    silences: Iterable[Silence],
    quiet: Quiet,
    at: datetime,
) -> WhoGets:
    """Who would hear of what the target finds at a moment."""
    over = [each for each in silences if each.starts_at <= at < each.ends_at and each.target.includes(target)]
    silenced = max(over, key=lambda each: each.ends_at, default=None)
    starts = silenced.ends_at if silenced else at
    works = quiet.until(starts)
    return WhoGets(
        starts=starts,
        rungs=tuple(_climbed(pipeline, deployment, known, starts)),
        ticket_at=works,
        silenced=silenced,
        rollback=last_rung(pipeline, deployment),
        wake_above=quiet.wake_above if works > starts else None,
        waits_until=works if works > starts else None,
    )


def _climbed(pipeline: Pipeline, deployment: Deployment, known: Roster, at: datetime) -> Iterator[Rung]:
    for hop in ladder(pipeline, deployment):
        people = known.told(hop.notify, at)
        by = hop.by
        if not pipeline.policy:  # of an owner whom nothing reaches it is none; policies were checked
            by = tuple(route for route in by if route in ways(deployment))
        yield Rung(at, known.called(hop.notify, at), people, by)
        if people:  # in a gap the next one is told at once
            at += hop.wait


def asleep(rungs: Sequence[Rung]) -> bool:
    """Whether nobody on the ladder would be woken at night."""
    return not any(rung.can_wake for rung in rungs)
