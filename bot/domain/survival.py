"""Everything is broken at once: no ranking then. What is core is watched, the rest is muted, and comes back
one by one, by a person's hand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.audit import Audit
from bot.domain.declared import Pipeline
from bot.domain.downstream import POINTS
from bot.domain.finding import Finding
from bot.domain.incident import Incident
from bot.domain.silence import LONGEST, Silence, Target
from bot.domain.unread import BESIDES
from checks.verdict import Outcome, Urgency

SURVIVAL = "survival"
"""The name of the check whose finding it is, and of what puts incidents to sleep."""

LEAST = 4
"""So many checks must fail: two of a pipeline's three are not everything."""


class Judged(Protocol):
    """What a check said of a table: a verdict, or what is kept of it."""

    @property
    def check(self) -> str:
        """Its name."""

    @property
    def table(self) -> str:
        """What it judged."""

    @property
    def outcome(self) -> Outcome:
        """What it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many checks fail, each counted once a table; `follow` fail only because another one does, and are
    not counted at all."""

    failing: int
    checks: int
    follow: int = 0

    @property
    def is_everything(self) -> bool:
        """Whether more than half of them fail, and enough to speak of everything."""
        return self.failing >= LEAST and 2 * self.failing > self.checks

    def __str__(self) -> str:
        fail = f"{self.failing} of {self.checks} checks {'fails' if self.failing == 1 else 'fail'}"
        if not self.follow:
            return fail
        root = "it" if self.failing == 1 else "them"
        return f"{fail} ({self.follow} more only {'follows' if self.follow == 1 else 'follow'} from {root})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Everything is broken at once: what to watch first and why it is that, and the rest."""

    count: Count
    watched: tuple[str, ...]
    rest: tuple[str, ...]
    because: str
    consumer: tuple[str, str] | None = None
    """The most critical consumer, and how critical it is."""


def counted(judged: Iterable[Judged], found: Iterable[Finding]) -> Count:
    """The checks of a pipeline that could judge, and those that fail.

    A check of a table counts once, however many columns it looks at. A note is no failure. What follows from
    another finding is counted with it, not beside it.
    """
    could = {
        (each.table, each.check)
        for each in judged
        if each.outcome is not Outcome.NOT_ENOUGH_DATA and each.check not in BESIDES
    }
    loud = [each for each in found if each.urgency is not Urgency.NOTE and (each.table, each.check) in could]
    alone = {(each.table, each.check) for each in loud if not getattr(each, "follows", "")}
    follow = {(each.table, each.check) for each in loud} - alone
    return Count(failing=len(alone), checks=len(could) - len(follow), follow=len(follow))


def everything_is_broken(
    pipeline: Pipeline, judged: Iterable[Judged], found: Iterable[Finding]
) -> Broken | None:
    """What to watch first where more than half of the checks fail at once; None where they do not."""
    count = counted(judged, found)
    return stack(pipeline, count) if count.is_everything else None


def stack(pipeline: Pipeline, count: Count) -> Broken:
    """The tables that stay watched, and the rest. Where nothing tells them apart, all stay watched.

    Core is what says `core: true` itself. Every table is core unless it says otherwise, so where that tells
    nothing apart, those that feed the most critical consumer are.
    """
    tables, consumer = pipeline.tables, _most_critical(pipeline)
    said = [name for name, table in tables.items() if table.core and "core" in table.model_fields_set]
    default = [name for name, table in tables.items() if table.core]
    feeding = [name for name, table in tables.items() if consumer and consumer[0] in table.feeds]
    fed = f"they feed {consumer[0]} ({consumer[1]})" if consumer else ""
    choices = ((said, "marked core"), (default, "the others are marked core: false"), (feeding, fed))
    for names, because in choices:
        if 0 < len(names) < len(tables):
            return _parted(pipeline, count, names, because, consumer)
    return _parted(pipeline, count, list(tables), "nothing tells which tables are core", consumer)


def _parted(
    pipeline: Pipeline, count: Count, names: Sequence[str], because: str, consumer: tuple[str, str] | None
) -> Broken:
    rest = tuple(name for name in pipeline.tables if name not in names)
    return Broken(count=count, watched=tuple(names), rest=rest, because=because, consumer=consumer)


def _most_critical(pipeline: Pipeline) -> tuple[str, str] | None:
    """The consumer (no table) that matters most; of several, the one that the fewest tables feed."""
    fed = [
        (name, criticality)
        for table in pipeline.tables.values()
        for name, criticality in table.feeds.items()
        if name not in pipeline.tables
    ]
    by = {name: sum(name == each for each, _ in fed) for name, _ in fed}
    return min(fed, key=lambda each: (-POINTS[each[1]], by[each[0]], each[0]), default=None)


class Now(StrEnum):
    """How a muted table is, by the newest checks."""

    IN_ORDER = "in order"
    FAILING = "still failing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A muted table of the check-list: how it is, since when, and who brought it back."""

    table: str
    now: Now
    since: datetime
    brought_at: datetime | None = None
    brought_by: str | None = None

    @property
    def is_back(self) -> bool:
        """Whether somebody brought it back."""
        return self.brought_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """A time in which everything is broken. Its incident is what people see and are paged for."""

    id: int
    pipeline: str
    incident: int
    begun_at: datetime
    count: Count
    watched: tuple[str, ...]
    because: str
    items: tuple[Item, ...]
    over_at: datetime | None = None
    over_by: str | None = None
    calm_at: datetime | None = None
    """When the checks first found, after it was over, that not everything is broken any more."""

    @property
    def muted(self) -> tuple[Item, ...]:
        """Those that nobody brought back: what is in order first, then what is unknown."""
        order = (Now.IN_ORDER, Now.UNKNOWN, Now.FAILING)
        left = [each for each in self.items if not each.is_back]
        return tuple(sorted(left, key=lambda each: (order.index(each.now), each.table)))

    @property
    def back(self) -> tuple[Item, ...]:
        """Those that somebody brought back, in that order."""
        known = [(each.brought_at, each) for each in self.items if each.brought_at]
        return tuple(each for _, each in sorted(known, key=lambda one: (one[0], one[1].table)))

    @property
    def title(self) -> str:
        """It in one line."""
        return f"everything is broken at once: {self.count}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute(Silence):
    """The silence of some tables while everything is broken. It ends by a person's hand, table by table."""

    tables: frozenset[str]

    @property
    def name(self) -> str:
        """As it stands in the timeline of an incident that it put to sleep."""
        return f"{SURVIVAL} ({self.target})"

    def covers(self, incident: Incident, now: datetime) -> bool:
        """Whether all that an incident found is in tables that are muted."""
        in_time = self.starts_at <= now < self.ends_at
        return in_time and {each.table for each in incident.findings} <= self.tables


def mute_of(survival: Survival) -> Mute:
    """What is silent meanwhile. Nothing is for longer than any silence may be."""
    return Mute(
        id=0,
        target=Target(survival.pipeline),
        starts_at=survival.begun_at,
        ends_at=survival.begun_at + LONGEST,
        who=SURVIVAL,
        why=survival.title,
        tables=frozenset(each.table for each in survival.muted) if survival.over_at is None else frozenset(),
    )


def is_muted_by_survival(snoozed_by: str | None) -> bool:
    """Whether it is a survival that put an incident to sleep."""
    return bool(snoozed_by and snoozed_by.startswith(f"{SURVIVAL} ("))


def may_begin(last: Survival | None) -> bool:
    """Whether another one may begin: after one that is over, not before the checks saw it over, too."""
    return last is None or (last.over_at is not None and last.calm_at is not None)


def states(tables: Iterable[str], audit: Audit, found: Sequence[Finding]) -> Mapping[str, Now]:
    """How tables are by the newest checks: what could not be read or judged is unknown, never in order."""
    failing = {each.table for each in found if each.urgency is not Urgency.NOTE}
    judged = {each.table for each in audit.judgements if each.outcome is not Outcome.NOT_ENOUGH_DATA}
    unread = {each.table for each in audit.errors}

    def state(table: str) -> Now:
        if table in failing:
            return Now.FAILING
        known = table in judged and not unread & {None, table}
        return Now.IN_ORDER if known else Now.UNKNOWN

    return {table: state(table) for table in tables}


def looked_at(survival: Survival, said: Mapping[str, Now], at: datetime) -> Survival:
    """The survival after new checks: what changed is so since `at`."""
    items = tuple(
        replace(each, now=said[each.table], since=at)
        if not each.is_back and each.table in said and said[each.table] is not each.now
        else each
        for each in survival.items
    )
    return replace(survival, items=items)


def in_order(survival: Survival) -> set[str]:
    """The muted tables that may be brought back."""
    return {each.table for each in survival.muted if each.now is Now.IN_ORDER}


def parted(said: str, pipelines: Collection[str]) -> tuple[str, str]:
    """The pipeline, perhaps empty, and the table of PIPELINE/TABLE or TABLE."""
    first, _, table = said.partition("/")
    return (first, table) if table and first in pipelines else ("", said)


def brought_back(survival: Survival, table: str, who: str, now: datetime) -> Survival:
    """The survival after somebody brought a table back; with the last one it is over."""
    items = tuple(
        replace(each, brought_at=now, brought_by=who) if each.table == table and not each.is_back else each
        for each in survival.items
    )
    after = replace(survival, items=items)
    return after if after.muted else ended(after, who, now)


def ended(survival: Survival, who: str, now: datetime) -> Survival:
    """The survival as somebody ends it."""
    return replace(survival, over_at=survival.over_at or now, over_by=survival.over_by or who)


def trouble(broken: Broken, pipeline: str, urgency: Urgency) -> Finding:
    """The one finding that people are told of instead of all the others: it weighs as much as they do."""
    watched = ", ".join(broken.watched)
    return Finding(
        pipeline=pipeline,
        check=SURVIVAL,
        table=f"pipeline {pipeline}",
        column=None,
        segment=None,
        urgency=urgency,
        since=None,
        summary=f"everything is broken at once: {broken.count}",
        affected=broken.count.failing,
        volume=broken.count.checks,
        unit="checks",
        days_to_break=None,
        weight=float(broken.count.failing),
        feeds=broken.consumer,
        evidence={"because": f"watched are {watched} ({broken.because}); all else is muted"},
    )


def group_of(pipeline: str) -> str:
    """The group key of its incident: a pipeline has one at a time."""
    return f"{pipeline}/{SURVIVAL}"
