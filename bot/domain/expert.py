"""When a finding is no longer ours to mend: the same at two checkups in a row, after somebody tried.

Then it is a problem of what two teams have agreed, and the owner upstream is to be asked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from bot.domain.accepted import NEW_NORMAL
from bot.domain.declared import Pipeline
from bot.domain.finding import Finding
from bot.domain.incident import Event, Incident, What
from bot.domain.known_bad import FALSE_ALARM
from bot.domain.patch import is_patch, what_for
from bot.domain.upstream import Upstream
from checks.asks import DAYS

LOOKED_BACK = timedelta(days=DAYS)
"""What was tried so long before the first of the two checkups counts: it was there before that, too."""


Mark = tuple[object, ...]
"""What two findings have in common that are alike."""


@dataclass(frozen=True)
class Seen:
    """A checkup: when it was due, and what it found, each with where that came from."""

    at: datetime
    found: Sequence[tuple[Finding, Upstream | None]]

    @cached_property
    def marks(self) -> Collection[Mark]:
        """Those of all that it found."""
        return {mark for finding, its in self.found for mark in marks(finding, its)}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a person did about it: it was found again all the same."""

    at: datetime
    who: str
    did: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A finding that is to be talked about with the owner upstream; `seen` are the two checkups.

    `same` tells that it is the very same; otherwise one of its kind, of the same upstream, was there before.
    `shown` says how the source itself shows it; empty where it does not.
    """

    finding: Finding
    upstream: Upstream
    seen: tuple[datetime, datetime]
    same: bool
    attempts: tuple[Attempt, ...]
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An incident with where it came from, and the call, or why it is none yet."""

    incident: Incident
    pipeline: Pipeline | None
    upstream: Upstream | None
    call: Call | str
    attempts: tuple[Attempt, ...] = ()
    shown: str = ""


def call(
    finding: Finding,
    where: Upstream | None,
    checkups: Sequence[Seen],
    attempts: Sequence[Attempt],
    shown: str,
) -> Call | str:
    """The call, or why it is none yet; `checkups` are the last ones, the oldest first."""
    if where is None:
        return f"{finding.table} is not declared any more"
    if len(checkups) < 2:
        return "there were not two checkups yet"
    earlier, later = checkups[-2:]
    if not _is_at(finding, where, later):
        return "it was not at the last checkup"
    if not _is_at(finding, where, earlier):
        return "it was at one checkup, and not at the one before"
    tried = tuple(each for each in attempts if each.at > earlier.at - LOOKED_BACK)
    if not tried and not shown:
        return "nobody has tried to mend it yet, and nothing shows that it comes from there"
    same = (finding.fingerprint,) in earlier.marks
    return Call(
        finding=finding, upstream=where, seen=(earlier.at, later.at), same=same, attempts=tried, shown=shown
    )


def _is_at(finding: Finding, where: Upstream, checkup: Seen) -> bool:
    return any(mark in checkup.marks for mark in sought(finding, where))


def sought(finding: Finding, where: Upstream) -> tuple[Mark, Mark]:
    """What is alike has one of these: the same trouble, or one of the same check and kind that came from the
    same table; where only a source is known, which may hold anything, of the same table of ours."""
    ours = None if where.table else (finding.pipeline, finding.table)
    return (finding.fingerprint,), (*_kind(finding), where.at, ours)


def marks(finding: Finding, its: Upstream | None) -> tuple[Mark, ...]:
    """What `sought` may ask for: thousands are looked up in thousands."""
    if its is None:
        return ((finding.fingerprint,),)
    theirs = (finding.pipeline, finding.table)
    return (finding.fingerprint,), (*_kind(finding), its.at, None), (*_kind(finding), its.at, theirs)


def _kind(finding: Finding) -> Mark:
    return finding.check, finding.evidence.get("kind")


def attempts(story: Iterable[Event]) -> list[Attempt]:
    """What people did to mend it: resolved, patched or fixed it, or handed it on; a false alarm is none."""
    return [did for event in story if event.who and (did := _attempt(event, event.who))]


def _attempt(event: Event, who: str) -> Attempt | None:
    said = event.text.strip()
    if event.kind == What.HANDED:
        return Attempt(event.at, who, f"handed it to {said}")
    if event.kind not in (What.RESOLVED, What.FIXED) or said.casefold().startswith((NEW_NORMAL, FALSE_ALARM)):
        return None
    did = "patched it" if is_patch(said) else "fixed it" if event.kind == What.FIXED else "resolved it"
    return Attempt(event.at, who, did, what_for(said))


def shown_in_source(finding: Finding, where: Upstream | None, others: Iterable[Finding]) -> str:
    """How the source shows the same bad row; empty where nothing does.

    The traced record or the looked-up row has several there; or the check finds the same in the table
    upstream, with a row of the same key where both name rows.
    """
    if where is None or where.table is None:
        return ""
    evidence = finding.evidence
    records = [each for each in _listed(evidence.get("records")) if each.get("source_rows", 0) > 1]
    if finding.check == "lineage" and records:
        return f"{where.table} has {records[0]['source_rows']:,} rows with the key of one record"
    if finding.check == "reconciliation" and evidence.get("kind") == "lookup" and _several(evidence):
        return f"rows of {where.table} have the same key"
    for other in others:
        if other.table == where.table and _is_same_trouble(finding, other):
            return f"{where.table} has it too: {other.summary}"
    return ""


def _listed(value: Any) -> Sequence[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []


def _several(evidence: Mapping[str, Any]) -> bool:
    days = evidence.get("days")
    found = days.values() if isinstance(days, Mapping) else ()
    return any(isinstance(each, Mapping) and each.get("extra") for each in found)


def _is_same_trouble(finding: Finding, other: Finding) -> bool:
    """Of one check and kind, about one column, and where rows are named about one of them."""
    if (*_kind(other), other.column) != (*_kind(finding), finding.column):
        return False
    mine, theirs = (
        {tuple(sorted(map(str, row.key.values()))) for row in each.rows} for each in (finding, other)
    )
    return not mine or not theirs or bool(mine & theirs)
