"""Cold start: a pipeline without history is shadowed for a week: findings are counted, nobody is told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.audit import Audit
from bot.domain.finding import Finding

DAYS = 7


def shadowed_until(audit: Audit) -> date | None:
    """The day on which the shadow ends; None where there is a week of history in any table, or no data."""
    first = min((days[0] for days in audit.judged.values() if days), default=None)
    if first is None or audit.as_of.date() - first >= timedelta(days=DAYS):
        return None
    return first + timedelta(days=DAYS)


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
    """What a week of shadow counted: findings day by day, on so many different places."""

    findings: int
    places: int
    seam: Seam | None


def counted(days: Sequence[Sequence[Finding]]) -> Shadowed:
    """What was found on each day; the seam to name first is the dearest, then the most lasting."""
    every = [finding for day in days for finding in day]
    lasted = Counter(fingerprint for day in days for fingerprint in {each.fingerprint for each in day})
    worst = max(every, key=lambda each: (each.score, lasted[each.fingerprint]), default=None)
    if worst is None:
        return Shadowed(findings=0, places=0, seam=None)
    seam = Seam(
        check=worst.check,
        table=worst.table,
        column=worst.column if isinstance(worst.column, str) else ", ".join(worst.column or ()),
        summary=worst.summary,
        days=lasted[worst.fingerprint],
    )
    return Shadowed(findings=len(every), places=len(lasted), seam=seam)
