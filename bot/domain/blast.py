"""What was built on bad data: from the first bad row on, which partitions, tables, reports and models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.downstream import Known, Place, consumers, downstream
from bot.domain.finding import Finding
from checks.declared import Criticality
from checks.verdict import ROWS

EVIDENCE = "built_on_it"
"""Where a finding's evidence says it."""

Judged = Mapping[Place, Sequence[date]]
"""The partitions that are known of each table, for four weeks at least."""


@dataclass(frozen=True, slots=True)
class Blast:
    """What stands on the bad partitions, which are to be built again when they are mended.

    `tables` come from the bad one, over others perhaps; `partitions` of each that are known to have been made
    since, with those of the bad table itself. `feeds` are models and reports, the most critical first. `rows`
    are about those of the bad partitions; None where that is not known. `at_least` says that it began before
    the partitions that are looked at.
    """

    since: date
    partitions: Mapping[str, int]
    tables: Sequence[str]
    feeds: Mapping[str, Criticality]
    rows: int | None
    at_least: bool = False

    @property
    def evidence(self) -> Mapping[str, object]:
        """As a finding keeps it."""
        return {
            "since": self.since.isoformat(),
            "partitions": dict(self.partitions),
            "tables": list(self.tables),
            "feeds": dict(self.feeds),
            "rows": self.rows,
            "at_least": self.at_least,
        }


def with_blast(finding: Finding, known: Known, judged: Judged) -> Finding:
    """The finding with what was built on it in its evidence, where something is declared to be."""
    found = blast(finding, known, judged)
    return replace(finding, evidence={**finding.evidence, EVIDENCE: found.evidence}) if found else finding


def blast(finding: Finding, known: Known, judged: Judged) -> Blast | None:
    """What was built on a finding's partitions; None where it names none, or nothing is built on them."""
    start = finding.pipeline, finding.table
    if not finding.bad or start not in known:
        return None
    reached = downstream(start, known)
    feeds = consumers([start, *reached], known)
    if not reached and not feeds:
        return None
    since = _began(finding)
    mine = judged.get(start, ())
    bad = max(len(finding.bad), sum(day >= since for day in mine) if since < min(finding.bad) else 0)
    made = {_called(each, start): sum(day >= since for day in judged.get(each, ())) for each in reached}
    return Blast(
        since=since,
        partitions={finding.table: bad} | {name: count for name, count in made.items() if count},
        tables=list(made),
        feeds=feeds,
        rows=finding.volume * bad if finding.volume and finding.unit == ROWS else None,
        at_least=bool(mine) and since < min(mine),
    )


def _began(finding: Finding) -> date:
    """The day of the first bad row. A moment in UTC may be on the evening before: that is no day earlier."""
    first = min(finding.bad)
    began = finding.since.date() if finding.since else first
    return began if first - began > timedelta(days=1) else first


def _called(place: Place, start: Place) -> str:
    return place[1] if place[0] == start[0] else "/".join(place)
