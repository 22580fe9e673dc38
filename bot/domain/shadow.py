"""Cold start: a pipeline without history is shadowed for a week: failures are counted, nobody is told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.audit import Audit
from bot.domain.finding import Finding
from bot.domain.stage import Stage, Staged
from checks.verdict import Urgency

DAYS = 7

FAILURE_MODES = frozenset({"null_rate", "emptied", "finish_window", "freshness", "row_count"})
"""Nulls, time-outs and what is empty: what breaks a demo, and can be told without a past."""


def shadowed_until(audit: Audit) -> date | None:
    """The day on which the shadow ends; None where there is a week of history in any table, or no data."""
    first = min((days[0] for days in audit.judged.values() if days), default=None)
    if first is None or audit.as_of.date() - first >= timedelta(days=DAYS):
        return None
    return first + timedelta(days=DAYS)


def new_tables(audit: Audit, staged: Staged) -> Mapping[str, date]:
    """The tables with less than a week of history, and the day each begins with.

    None that was there when a person said that the pipeline pages.
    """
    since = audit.as_of.date() - timedelta(days=DAYS)
    if staged.stage is Stage.PAGE and staged.who is not None and staged.at is not None:
        since = max(since, staged.at.date())
    return {table: days[0] for table, days in audit.judged.items() if days and days[0] > since}


def quieter_while_new(finding: Finding, begins: Mapping[str, date]) -> Finding:
    """What would page of a table that is new to a pipeline, which is not, is a ticket."""
    first = begins.get(finding.table)
    if first is None or finding.urgency is not Urgency.PAGE:
        return finding
    why = f"a ticket, since {finding.table} is new: its history begins on {first:%a} {first.day} {first:%b}"
    return replace(finding, urgency=Urgency.TICKET, lowered=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """The place that would have broken the pipeline, and on how many of the days."""

    check: str
    table: str
    column: str
    summary: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadowed:
    """What a week of shadow counted: failures day by day, on so many places; and what else was found."""

    findings: int
    places: int
    others: int
    seam: Seam | None


def counted(days: Sequence[Sequence[Finding]]) -> Shadowed:
    """What was found on each day; the seam to name first is the dearest, then the most lasting.

    Only failure modes count: what is judged by its past is as new as the past is short.
    """
    every = [finding for day in days for finding in day]
    failures = [each for each in every if each.check in FAILURE_MODES]
    lasted = Counter(fingerprint for day in days for fingerprint in {each.fingerprint for each in day})
    worst = max(failures, key=lambda each: (each.score, lasted[each.fingerprint]), default=None)
    return Shadowed(
        findings=len(failures),
        places=len({each.fingerprint for each in failures}),
        others=len(every) - len(failures),
        seam=_seam(worst, lasted[worst.fingerprint]) if worst else None,
    )


def _seam(worst: Finding, days: int) -> Seam:
    return Seam(
        check=worst.check,
        table=worst.table,
        column=worst.column if isinstance(worst.column, str) else ", ".join(worst.column or ()),
        summary=worst.summary,
        days=days,
    )
