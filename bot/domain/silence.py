"""Silences: for a while nobody is told of what is found in a pipeline, a table or a column."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from bot.domain.declared import Pipeline
from bot.domain.finding import Finding
from bot.domain.hours import span_at
from bot.domain.incident import Act, Illegal, Incident, State, act

MAINTENANCE = "maintenance"
LONGEST, LASTS = timedelta(weeks=12), "A silence lasts"
LATELY = timedelta(days=30)
"""So far a preview looks back."""
LONGEST_NAME = 200
"""Of a column, so that a button can hold it."""


class OverAlreadyError(ValueError):
    """A silence would end before it is made."""


class NoTargetError(ValueError):
    """What is named does not exist; the text says what does."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is silenced: all of a pipeline, or only a table, a column, a check of it."""

    pipeline: str
    table: str | None = None
    column: str | None = None
    check: str | None = None

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is silenced. One of several columns is, if all of them are this one."""
        columns = (finding.column,) if isinstance(finding.column, str) else finding.column or ()
        return (
            finding.pipeline == self.pipeline
            and self.table in (None, finding.table)
            and self.check in (None, finding.check)
            and (self.column is None or set(columns) == {self.column})
        )

    def includes(self, other: "Target") -> bool:
        """Whether all that the other one covers is covered by this one too."""
        return (
            self.pipeline == other.pipeline
            and self.table in (None, other.table)
            and self.column in (None, other.column)
            and self.check in (None, other.check)
        )

    def __str__(self) -> str:
        path = "/".join(part for part in (self.pipeline, self.table, self.column) if part)
        return f"{self.check} of {path}" if self.check else path


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Who wants to hear nothing of what, from when, until when, and why. Somebody may end it earlier."""

    id: int
    target: Target
    starts_at: datetime
    ends_at: datetime
    who: str
    why: str = ""
    ended_by: str | None = None

    @property
    def name(self) -> str:
        """As it stands in the timeline of an incident that it put to sleep."""
        return f"silence {self.id} ({self.who})" if self.id else f"{MAINTENANCE} ({self.target})"

    def covers(self, incident: Incident, now: datetime) -> bool:
        """Whether nobody is to be told of an incident now: all that it found is silenced."""
        in_time = self.starts_at <= now < self.ends_at
        return in_time and all(self.target.covers(finding) for finding in incident.findings)


def windows(pipeline: Pipeline, zone: tzinfo, now: datetime) -> Iterator[Silence]:
    """The maintenance windows of a pipeline that are open now."""
    for window in pipeline.maintenance:
        span = span_at(window, zone, now)
        if span is not None:
            for table in window.tables or (None,):
                target = Target(pipeline.pipeline, table)
                starts, ends = span
                yield Silence(
                    id=0, target=target, starts_at=starts, ends_at=ends, who=MAINTENANCE, why=window.why
                )


def hushed(incident: Incident, silences: Iterable[Silence], now: datetime) -> Incident | None:
    """The incident put to sleep until the last of the silences that cover it ends; None where none does.

    What somebody has, and what sleeps already, is left as it is.
    """
    covering = [each for each in silences if each.covers(incident, now)]
    if incident.state is not State.OPEN or not covering:
        return None
    longest = max(covering, key=lambda each: each.ends_at)
    return act(incident, Act.SNOOZE, longest.name, now, until=longest.ends_at)


def woken(incident: Incident, silence: Silence, now: datetime) -> Incident | None:
    """The incident open again, where it was this silence that put it to sleep; None otherwise."""
    if incident.snoozed_by != silence.name:
        return None
    try:
        return act(incident, Act.WAKE, None, now)
    except Illegal:
        return None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a silence would do: which incidents would sleep, and how many of those of late it covers."""

    sleeping: tuple[Incident, ...]
    covered: int
    of: int


def foreseen(target: Target, open_: Sequence[Incident], late: Sequence[Incident]) -> Preview:
    """`open_` are the incidents that are not over, `late` those that were opened of late."""
    found = [each for each in late if all(target.covers(finding) for finding in each.findings)]
    asleep = [
        each
        for each in open_
        if each.state is State.OPEN and all(target.covers(finding) for finding in each.findings)
    ]
    return Preview(tuple(asleep), len(found), len(late))


def demand_time(ends_at: datetime, now: datetime) -> None:
    """Raises `OverAlreadyError` where a silence until then would be over."""
    if ends_at <= now:
        raise OverAlreadyError("That time is over already: say anew until when.")


def ended(silence: Silence, who: str, now: datetime) -> Silence:
    """The silence as somebody ends it now."""
    return replace(silence, ends_at=max(now, silence.starts_at), ended_by=who)


def targeted(
    pipelines: Sequence[Pipeline], checks: Collection[str], words: Sequence[str], here: str | None = None
) -> tuple[Target, Sequence[str]]:
    """What the first words name: PIPELINE[/TABLE[/COLUMN]], perhaps one of `checks`; and the other words.

    Of the pipeline `here` a table may be named alone. Raises `NoTargetError`.
    """
    first, *others = words
    known = {pipeline.pipeline: pipeline for pipeline in pipelines}
    parts = first.split("/")
    if parts[0] not in known and here in known and parts[0] in known[here].tables:
        parts = [here, *parts]
    if parts[0] not in known:
        raise NoTargetError(f"There is no pipeline {parts[0]!r}; there is {', '.join(known) or 'none'}.")
    tables = known[parts[0]].tables
    if len(parts) > 1 and parts[1] not in tables:
        raise NoTargetError(f"{parts[0]} has no table {parts[1]!r}; it has {', '.join(tables)}.")
    table, column = [*parts[1:], None, None][:2]
    column = "/".join(parts[2:]) or column
    if column is not None and len(column) > LONGEST_NAME:
        raise NoTargetError(f"No column of {table} has a name of {len(column):,} characters.")
    check = others.pop(0) if others and others[0] in checks else None
    return Target(parts[0], table, column, check), others
