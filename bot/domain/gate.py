"""May a model serve a batch, or be trained on partitions? Yes, no, or cannot tell; and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, Protocol

from bot.domain.accepted import Accepted, told
from bot.domain.audit import AuditResult
from bot.domain.declared import Pipeline
from bot.domain.doubts import doubted
from bot.domain.downstream import downstream, places
from bot.domain.finding import Finding, from_verdict
from bot.domain.of_time import is_of_time
from bot.domain.prices import prices_of
from bot.domain.record import plain, to_json
from bot.domain.triage import rank
from checks.verdict import Outcome, Urgency, Verdict

SCHEMA = 1

Purpose = Literal["serving", "training"]
OnUnknown = Literal["pass", "stop"]


class Says(StrEnum):
    """The three answers of the gate."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell"


STATUS: Mapping[Says, int] = {Says.YES: 0, Says.NO: 1, Says.CANNOT_TELL: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The answer about one batch.

    `stops` are the findings that stop it, the worst first; `words` are said though they stop nothing;
    `unknown` is what could not be judged, each with what it needs. `poisoned` are, for training, the bad
    partitions with the reasons. `nothing` says why the batch could not be looked at at all.
    """

    pipeline: str
    table: str
    purpose: Purpose
    as_of: datetime
    first: date | None = None
    last: date | None = None
    batch: str | None = None
    partitions: int = 0
    rows: int = 0
    stops: Sequence[Finding] = ()
    words: Sequence[str] = ()
    unknown: Sequence[tuple[str, str]] = ()
    poisoned: Mapping[date, Sequence[str]] = field(default_factory=dict)
    fine: int = 0
    nothing: str = ""
    on_unknown: OnUnknown = "stop"

    @property
    def says(self) -> Says:
        """No, if something is wrong; what could not be judged stops a batch unless it is to pass."""
        if self.stops or self.poisoned or self.is_empty:
            return Says.NO
        if self.nothing or (self.unknown and self.on_unknown == "stop"):
            return Says.CANNOT_TELL
        return Says.YES

    @property
    def is_empty(self) -> bool:
        """Whether it was looked at, and has no row."""
        return not self.nothing and not self.rows

    @property
    def exit_status(self) -> int:
        """0 yes, 1 no, 2 could not tell."""
        return STATUS[self.says]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an audit says of one partition, for the gate."""

    stops: Sequence[Finding]
    words: Sequence[str]
    unknown: Sequence[tuple[str, str]]
    fine: int


def weigh(
    pipeline: Pipeline, result: AuditResult, day: date, accepted: Sequence[Accepted], now: datetime
) -> Weighed:
    """What stops a partition: a page or a ticket about it. A note, what is about other partitions or the
    training set, and what a person accepted is told, and passes."""
    verdicts = [each for each in result.verdicts if not is_of_time(each.check, each.evidence)]
    found = [from_verdict(each, pipeline) for each in verdicts if each.outcome is Outcome.BREACH]
    learned = [each for each in found if _is_of_training_set(each)]
    about = [each for each in found if each not in learned and (not each.bad or day in each.bad)]
    heard = told(about, accepted, now)
    stops = [each for each in heard if each.urgency is not Urgency.NOTE]
    words = [f"[note] {each.title}" for each in heard if each.urgency is Urgency.NOTE]
    words += [f"accepted: {each.title}" for each in about if each not in heard]
    words += [f"of the training set: {each.title}" for each in learned]
    words += [f"of other partitions: {each.title}" for each in found if each not in [*about, *learned]]
    words += doubted(verdicts)
    unknown = [(_place(each), each.needs) for each in verdicts if each.outcome is Outcome.NOT_ENOUGH_DATA]
    for error in result.errors:
        if error.day in (None, day):
            unknown.append((error.table or pipeline.pipeline, error.what))
        else:
            words.append(f"of other partitions: {error.what}")
    fine = sum(each.outcome is Outcome.OK for each in verdicts)
    if not fine and not found and not unknown:
        unknown.append(("every check", "something that it can judge"))
    return Weighed(rank(stops, prices_of([pipeline])), words, unknown, fine)


def _is_of_training_set(finding: Finding) -> bool:
    """Whether it is of records that a model has learned already, and of no partition."""
    return finding.check == "lineage" and not finding.bad


class Judged(Protocol):
    """What the checks say of one partition; `nothing` says why it could not be looked at."""

    @property
    def day(self) -> date | None:
        """The partition."""

    @property
    def rows(self) -> int:
        """How many rows it has."""

    @property
    def audit(self) -> AuditResult | None:
        """What the checks say, if they could look."""

    @property
    def nothing(self) -> str:
        """Why they could not."""


def over(
    blank: Gate,
    pipeline: Pipeline,
    judged: Iterable[Judged],
    named: Iterable[Finding],
    accepted: Sequence[Accepted],
) -> Gate:
    """The answer about several partitions: the bad ones, and those of which something could not be judged.

    Each was judged as on its own day. What `named` findings call bad is bad too.
    """
    found, unknown, days, rows, fine = list(named), [], [], 0, 0
    words: dict[str, None] = {}
    for each in judged:
        if each.day is None:
            continue
        days.append(each.day)
        rows += each.rows
        if each.audit is None:
            unknown.append((f"partition {each.day}", each.nothing))
            continue
        said = weigh(pipeline, each.audit, each.day, accepted, blank.as_of)
        found += [replace(stop, bad=stop.bad or (each.day,)) for stop in said.stops]
        fine += said.fine
        words |= dict.fromkeys(doubted(each.audit.verdicts))
        if said.unknown:
            unknown.append(_of_day(each.day, said.unknown))
    bad = poison(pipeline, blank.table, days, found)
    seen = replace(blank, partitions=len(days), rows=rows, fine=fine)
    return replace(seen, poisoned=bad, unknown=unknown, words=tuple(words))


def _of_day(day: date, unknown: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """What could not be judged of one of many partitions: the first is named, the others are counted."""
    (what, needs), *others = unknown
    return f"partition {day}: {what}{f' and {len(others)} more' if others else ''}", needs


def stops(
    pipeline: Pipeline, judged: Iterable[Judged], accepted: Sequence[Accepted], now: datetime
) -> list[Finding]:
    """What stops these partitions, each on its own day."""
    return [
        replace(stop, bad=stop.bad or (each.day,))
        for each in judged
        if each.day and each.audit
        for stop in weigh(pipeline, each.audit, each.day, accepted, now).stops
    ]


def upstream(pipeline: Pipeline, table: str) -> list[str]:
    """The tables of a pipeline that one is built on, directly or over others."""
    known, place = places([pipeline]), (pipeline.pipeline, table)
    return [name for name in pipeline.tables if place in downstream((pipeline.pipeline, name), known)]


def poison(
    pipeline: Pipeline, table: str, days: Iterable[date], found: Iterable[Finding]
) -> Mapping[date, Sequence[str]]:
    """The bad ones of these partitions, each with what is wrong with it, in order.

    A day of a table is bad too where that day is bad of a table that it is built on.
    """
    bad: dict[date, dict[str, None]] = {day: {} for day in sorted(days)}
    under = {table, *upstream(pipeline, table)}
    for finding in found:
        if (
            finding.pipeline != pipeline.pipeline
            or finding.table not in under
            or is_of_time(finding.check, finding.evidence)
        ):
            continue
        for day in finding.bad if finding.urgency is not Urgency.NOTE else ():
            if day in bad:
                bad[day][finding.title] = None
    return {day: tuple(said) for day, said in bad.items() if said}


def _place(verdict: Verdict) -> str:
    column = ", ".join(verdict.column) if isinstance(verdict.column, tuple) else verdict.column
    return f"{verdict.check} {verdict.table}{f'.{column}' if column else ''}"


def to_object(gate: Gate) -> Mapping[str, Any]:
    """The answer as `--format json` prints it, schema 1."""
    return {
        "schema": SCHEMA,
        "pipeline": gate.pipeline,
        "table": gate.table,
        "for": gate.purpose,
        "from": plain(gate.first),
        "to": plain(gate.last),
        "batch": gate.batch,
        "as_of": plain(gate.as_of),
        "answer": gate.says.value,
        "partitions": gate.partitions,
        "rows": gate.rows,
        "nothing_judged": gate.nothing or None,
        "stops": [to_json(each) for each in gate.stops],
        "poisoned": [{"partition": plain(day), "why": list(why)} for day, why in gate.poisoned.items()],
        "unknown": [{"what": what, "needs": needs} for what, needs in gate.unknown],
        "words": list(gate.words),
        "fine": gate.fine,
    }
