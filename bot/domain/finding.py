"""A breach made ready for people: what, where, since when, at what cost."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from bot.domain.declared import Pipeline
from bot.domain.downstream import POINTS, Known, Place, fed, places
from checks.declared import Criticality
from checks.declared import Table as DeclaredTable
from checks.verdict import ROWS, Failing, Outcome, Row, Urgency, Verdict

FINGERPRINT_VERSION = "1"

_WAKES = ("critical", "high")


class Label(StrEnum):
    """What triage says of a finding."""

    FIX_FIRST = "fix first"
    WILL_BREAK = "will break next month"
    ANNOYING = "annoying but stable"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Money:
    """An expected cost over the next 30 days, as a range, and what it is made of.

    `price` is that of one wrong unit, late hour or missed event (`per`); so many a day (`daily`) there would
    be if all was wrong.
    """

    currency: str
    low: float
    high: float
    price: float | None = None
    per: str = ""
    daily: float = 0.0

    @property
    def middle(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, kw_only=True)
class Finding:  # without slots, so that a hundred thousand can be ranked, which is copied, within a second
    """One trouble. Rank, label, probability, cost and score are filled in by triage, `follows` by folding."""

    pipeline: str
    check: str
    table: str
    column: str | tuple[str, ...] | None
    segment: str | None
    urgency: Urgency
    since: datetime | None
    summary: str
    affected: int
    volume: int
    days_to_break: float | None
    unit: str = ROWS
    hours: tuple[float, float] | None = None  # it was so for so many of so many hours; None: all of the time
    weight: float = 1.0
    feeds: tuple[str, str] | None = None  # the most critical consumer: (name, criticality)
    lowered: str = ""  # why the check's page became a ticket
    follows: str = ""  # the fingerprint of the finding that it follows from, empty where it stands alone
    because: str = ""  # how it follows from that
    bad: tuple[date, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Row] = ()
    failing: Failing | None = None  # which rows it is about, so that anybody can ask for all of them
    rank: int = 0
    label: Label = Label.CANNOT_TELL
    probability: float = 0.5
    cost: Money | None = None
    score: float = 0.0

    @property
    def affected_share(self) -> float:
        """The share of the newest bad partition's rows that are wrong, between 0 and 1."""
        return min(1.0, self.affected / self.volume) if self.volume else 0.0

    @property
    def title(self) -> str:
        """The summary, which begins with the table unless it names it: "of what?" is the first question."""
        said = self.summary or self.check.replace("_", " ")
        named = re.search(rf"(?<!\w){re.escape(self.table)}(?!\w)", said)
        return said if named else f"{self.table}: {said}"

    @property
    def time_share(self) -> float:
        """The share of the time in which so many rows are wrong, between 0 and 1.

        Of what comes and goes (a batch that is replayed, a late morning), the past days tell how often it
        will come in the next ones; the rest stays as it is until somebody mends it.
        """
        return min(1.0, self.hours[0] / self.hours[1]) if self.hours and self.hours[1] else 1.0

    @property
    def expected_share(self) -> float:
        """The share of the coming days' rows that are wrong if nobody does anything."""
        return self.affected_share * self.time_share

    @property
    def broken_assumptions(self) -> Sequence[str]:
        """What was taken for granted about the table and does not hold."""
        return tuple(self.evidence.get("assumptions", ()))

    @cached_property
    def fingerprint(self) -> str:
        """The same trouble has the same fingerprint, whenever it is seen."""
        return fingerprint(self.pipeline, self.check, self.table, self.column, self.segment)

    @property
    def points(self) -> int:
        """What the most critical consumer weighs; a table that declares none counts as normal."""
        return POINTS[self.feeds[1]] if self.feeds else POINTS["normal"]


def changed(finding: Finding, **changes: Any) -> Finding:
    """As `dataclasses.replace`, which takes ten times as long; nothing of its fingerprint is changed."""
    copy = object.__new__(Finding)
    copy.__dict__.update(finding.__dict__, **changes)
    return copy


def fingerprint(
    pipeline: str, check: str, table: str, column: str | tuple[str, ...] | None, segment: str | None
) -> str:
    """Sixteen hex digits that name a trouble by its pipeline, check, table, column and segment."""
    name = ",".join(column) if isinstance(column, tuple) else column
    parts = [FINGERPRINT_VERSION, pipeline, check, table, name or "", segment or ""]
    return hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]


def from_verdict(verdict: Verdict, pipeline: Pipeline, known: Known | None = None) -> Finding:
    """The finding that a breach is; its urgency and weight take what the pipeline declares into account.

    What stands on the table over other tables is fed too: those that are `known`, or of its pipeline.
    Raises ValueError for a verdict that is no breach.
    """
    if verdict.outcome is not Outcome.BREACH:
        raise ValueError(f"{verdict.check} of {verdict.table} says {verdict.outcome}: no finding")
    table = pipeline.tables.get(verdict.table)
    feeds = _most_critical(_fed((pipeline.pipeline, verdict.table), known or places([pipeline])))
    urgency, lowered = _urgency(verdict.urgency, feeds)
    return Finding(
        pipeline=pipeline.pipeline,
        check=verdict.check,
        table=verdict.table,
        column=verdict.column,
        segment=verdict.segment,
        urgency=urgency,
        lowered=lowered,
        since=verdict.since,
        summary=verdict.summary,
        affected=verdict.affected,
        volume=verdict.volume,
        unit=verdict.unit,
        hours=verdict.hours,
        days_to_break=verdict.days_to_break,
        weight=_weight(table, verdict.column),
        feeds=feeds,
        bad=verdict.bad,
        evidence=_with_assumptions(verdict, table),
        rows=tuple(verdict.rows),
        failing=verdict.failing,
    )


def _with_assumptions(verdict: Verdict, table: DeclaredTable | None) -> Mapping[str, Any]:
    """The evidence, with the assumptions that the breach breaks."""
    assumed = table.assumed if table else ()
    broken = [each.says for each in assumed if each.is_broken_by(verdict.check, verdict.column)]
    return {**verdict.evidence, "assumptions": broken} if broken else verdict.evidence


def _fed(start: Place, known: Known) -> Mapping[str, Criticality]:
    """What a table feeds, directly or over others."""
    return fed(start, known) if start in known else {}


def _most_critical(feeds: Mapping[str, Criticality]) -> tuple[str, str] | None:
    """Not the number of consumers, which would reward documentation; ties go by name."""
    return min(feeds.items(), key=lambda item: (-POINTS[item[1]], item[0]), default=None)


def _urgency(asked: Urgency, feeds: tuple[str, str] | None) -> tuple[Urgency, str]:
    """A page wakes people only where a consumer is critical or high, or where nothing is declared."""
    if asked is not Urgency.PAGE or feeds is None or feeds[1] in _WAKES:
        return asked, ""
    return Urgency.TICKET, f"a ticket, since nothing more critical than {feeds[0]} ({feeds[1]}) is fed"


def _weight(table: DeclaredTable | None, column: str | tuple[str, ...] | None) -> float:
    """The weight of the column; of several columns, the largest."""
    names = (column,) if isinstance(column, str) else column or ()
    declared = table.columns if table else {}
    return max((declared[name].weight for name in names if name in declared), default=1.0)
