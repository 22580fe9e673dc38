"""Where what is wrong with a table came from, and who answers for it there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.declared import Deployment, Pipeline
from bot.domain.finding import Finding
from checks.declared import Table

_OUTSIDE = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<contact>[^<>\s]+)>\s*")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is asked: somebody of oakum.yaml, or people outside by their `contact`."""

    name: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Upstream:
    """What a table comes from: another `table`, or only its `source`; `declare` is the key that would name
    its owner where nobody is declared. `at` tells two of them apart, in any pipeline."""

    source: str
    table: str | None
    owner: Owner | None
    declare: str
    at: str

    @property
    def called(self) -> str:
        """The table raw_usage; the source lake."""
        return f"the table {self.table}" if self.table else f"the source {self.source}"

    @property
    def whom(self) -> str:
        """The owner's name, or that there is none and what to add."""
        return (
            self.owner.name
            if self.owner
            else f"nobody is declared as owner of {self.called}: add {self.declare}"
        )


def outside(said: str) -> Owner | None:
    """People outside as they are written, "Billing team <billing@example.com>"; None for a mere name."""
    found = _OUTSIDE.fullmatch(said)
    return Owner(found["name"] or found["contact"], found["contact"]) if found else None


def upstream(finding: Finding, pipeline: Pipeline, deployment: Deployment) -> Upstream | None:
    """The table that the evidence names, or that this one takes from; otherwise the source.

    None for what is no table of the pipeline any more.
    """
    table = pipeline.tables.get(finding.table)
    if table is None:
        return None
    other = _named(finding, table)
    source = pipeline.tables[other].source if other in pipeline.tables else table.source
    handoff = next((each for each in table.takes_from if each.table == other), None)
    said = (handoff.owner if handoff else None) or _of_source(source, deployment)
    at = _place(pipeline.tables[other], other or "") if other in pipeline.tables else source
    return Upstream(source, other, _owner(said), f"sources.{source}.owner in oakum.yaml", at)


def _named(finding: Finding, table: Table) -> str | None:
    """The other table: of the evidence, or the only one that is declared to come before."""
    said = finding.evidence.get("with") or finding.evidence.get("source_table")
    before = {each.table for each in table.takes_from}
    before |= {seam.with_ for seam in table.reconciliation if seam.kind == "flow"}
    before |= {table.lineage.source_table} if table.lineage else set()
    known = before | {seam.with_ for seam in table.reconciliation}
    if said in known:
        return str(said)
    return next(iter(before)) if len(before) == 1 else None


def _place(table: Table, name: str) -> str:
    """Two pipelines may declare one table under two names."""
    return f"{table.source}/{table.path or name}"


def _of_source(name: str, deployment: Deployment) -> str | None:
    source = deployment.sources.get(name)
    return source.owner if source else None


def _owner(said: str | None) -> Owner | None:
    return (outside(said) or Owner(said)) if said else None


def people_of(owner: Owner, deployment: Deployment) -> tuple[str, ...]:
    """Those of oakum.yaml who are meant: one person, or the people of a team; nobody outside."""
    if owner.contact:
        return ()
    if owner.name in deployment.people:
        return (owner.name,)
    teams: Mapping[str, object] = deployment.teams
    members = teams.get(owner.name, ())
    return tuple(each for each in members if each in deployment.people) if isinstance(members, tuple) else ()
