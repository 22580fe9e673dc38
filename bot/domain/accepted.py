"""A change of schema that a person accepted: the checks of its columns are back in the shadow for a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.finding import Finding
from bot.domain.incident import Incident
from bot.domain.shadow import DAYS

NEW_NORMAL = "that is the new normal"
"""What a person says when resolving; the cause may follow."""

CHANGES = ("renamed", "shifted", "missing", "type", "new", "order", "delimiter")
"""Kinds of contract findings that are about the schema itself."""

LEARNED_WITHIN = timedelta(days=28)
"""The reference of a table that declares none holds the new schema by then."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was found, and who said when that it is right so."""

    at: datetime
    who: str
    findings: tuple[Finding, ...]

    @property
    def until(self) -> datetime:
        """The end of the week in the shadow."""
        return self.at + timedelta(days=DAYS)

    def hushes(self, finding: Finding, now: datetime) -> bool:
        """Whether nobody is told of a finding: of its columns for a week, of the change itself for longer."""
        if now < self.until and any(_shares_column(finding, each) for each in self.findings):
            return True
        same = ((each.fingerprint, each.summary) for each in self.findings)
        return now < self.at + LEARNED_WITHIN and (finding.fingerprint, finding.summary) in same


def is_accepting(cause: str) -> bool:
    """Whether a person accepts what was found."""
    return cause.casefold().startswith(NEW_NORMAL)


def changes(incident: Incident) -> tuple[Finding, ...]:
    """The findings of an incident that are about a change of schema."""
    return tuple(
        each
        for each in incident.findings
        if each.check == "contract" and each.evidence.get("kind") in CHANGES
    )


def told(findings: Sequence[Finding], accepted: Sequence[Accepted], now: datetime) -> list[Finding]:
    """The findings that people are told of."""
    return [each for each in findings if not any(said.hushes(each, now) for said in accepted)]


def columns(finding: Finding) -> tuple[str, ...]:
    """The columns that a finding is about; none is the whole table."""
    return (finding.column,) if isinstance(finding.column, str) else finding.column or ()


def _shares_column(one: Finding, other: Finding) -> bool:
    return one.table == other.table and not set(columns(one)).isdisjoint(columns(other))
