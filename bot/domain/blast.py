"""What was built on bad data: from the first bad row on, which partitions, tables, reports and models."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.declared import Pipeline
from bot.domain.finding import POINTS, Finding
from checks.declared import Criticality, Table
from checks.verdict import ROWS

EVIDENCE = "built_on_it"
"""Where a finding's evidence says it."""

Place = tuple[str, str]
"""A pipeline and a table of it."""

Judged = Mapping[Place, Sequence[date]]
"""The partitions that are known of each table, for four weeks at least."""


@dataclass(frozen=True, slots=True)
class Blast:
    """What stands on the bad partitions, which are to be built again when they are mended.

    `tables` come from the bad one, over others perhaps; `partitions` of each that are known to have been made
    since, with those of the bad table itself. `feeds` are models and reports, the most critical first. `rows`
    are about those of the bad partitions; None where that is not known.
    """

    since: date
    partitions: Mapping[str, int]
    tables: Sequence[str]
    feeds: Mapping[str, Criticality]
    rows: int | None

    @property
    def evidence(self) -> Mapping[str, object]:
        """As a finding keeps it."""
        return {
            "since": self.since.isoformat(),
            "partitions": dict(self.partitions),
            "tables": list(self.tables),
            "feeds": dict(self.feeds),
            "rows": self.rows,
        }


def with_blast(finding: Finding, pipelines: Iterable[Pipeline], judged: Judged) -> Finding:
    """The finding with what was built on it in its evidence, where something is declared to be."""
    found = blast(finding, pipelines, judged)
    return replace(finding, evidence={**finding.evidence, EVIDENCE: found.evidence}) if found else finding


def blast(finding: Finding, pipelines: Iterable[Pipeline], judged: Judged) -> Blast | None:
    """What was built on a finding's partitions; None where it names none, or nothing is built on them."""
    known = {(each.pipeline, name): table for each in pipelines for name, table in each.tables.items()}
    start = finding.pipeline, finding.table
    if not finding.bad or start not in known:
        return None
    downstream = _downstream(start, known)
    feeds = _feeds([start, *downstream], known)
    if not downstream and not feeds:
        return None
    since = min(finding.bad)
    made = {_called(each, start): sum(day >= since for day in judged.get(each, ())) for each in downstream}
    return Blast(
        since=since,
        partitions={finding.table: len(finding.bad)} | {name: count for name, count in made.items() if count},
        tables=list(made),
        feeds=feeds,
        rows=finding.volume * len(finding.bad) if finding.volume and finding.unit == ROWS else None,
    )


def _downstream(start: Place, known: Mapping[Place, Table]) -> list[Place]:
    """Every table that comes from one, the nearest first."""
    found = [start]
    for place in found:  # grows as it goes
        found += [other for other in known if other not in found and _is_built_on(other, place, known)]
    return found[1:]


def _is_built_on(place: Place, other: Place, known: Mapping[Place, Table]) -> bool:
    """Whether a table takes from the other, is reconciled with it or traced to it, or is fed by it."""
    if place == other:
        return False
    if place in _named(other, known):
        return True
    table = known[place]
    sources = {handoff.table for handoff in table.takes_from} | {seam.with_ for seam in table.reconciliation}
    sources |= {table.lineage.source_table} if table.lineage else set()
    return place[0] == other[0] and other[1] in sources


def _named(place: Place, known: Mapping[Place, Table]) -> set[Place]:
    """The tables among what a table feeds: of its own pipeline, or else of others."""
    found: set[Place] = set()
    for name in known[place].feeds:
        every = {each for each in known if name in (each[1], "/".join(each))}
        found |= {each for each in every if each[0] == place[0]} or every
    return found


def _feeds(places: Sequence[Place], known: Mapping[Place, Table]) -> dict[str, Criticality]:
    """What the tables feed that is no table, the most critical first."""
    found: dict[str, Criticality] = {}
    tables = {name for place in known for name in (place[1], "/".join(place))}
    for place in places:
        for name, criticality in known[place].feeds.items():
            if name not in tables and POINTS[criticality] > POINTS.get(found.get(name, ""), 0):
                found[name] = criticality
    return dict(sorted(found.items(), key=lambda each: (-POINTS[each[1]], each[0])))


def _called(place: Place, start: Place) -> str:
    return place[1] if place[0] == start[0] else "/".join(place)
