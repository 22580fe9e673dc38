"""What `check` and `replay` answer: each pipeline's health, findings ranked over all, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from bot.domain.audit import Audit, AuditResult, Error, kept
from bot.domain.declared import Pipeline
from bot.domain.finding import Finding, from_verdict
from bot.domain.health import Health, health
from bot.domain.record import plain, to_json
from bot.domain.triage import rank
from checks.verdict import Outcome, Urgency, Verdict

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Checked:
    """A pipeline and what its checks said."""

    pipeline: Pipeline
    result: AuditResult
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Section:
    """The part of an answer that is about one pipeline; its findings keep their rank over all pipelines."""

    pipeline: str
    health: Health
    findings: Sequence[Finding]
    fine: Sequence[Verdict]
    undecided: Sequence[Verdict]
    errors: Sequence[Error]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found as of one moment."""

    as_of: datetime
    sections: Sequence[Section] = field(default_factory=tuple)

    @property
    def findings(self) -> list[Finding]:
        """The findings of all pipelines, by rank."""
        return sorted(
            (each for section in self.sections for each in section.findings), key=lambda each: each.rank
        )

    @property
    def exit_status(self) -> int:
        """0 nothing found, 1 findings, 2 something could not be checked."""
        if any(section.errors for section in self.sections):
            return 2
        return 1 if self.findings else 0


def answer(checked: Sequence[Checked], as_of: datetime) -> Answer:
    """Rank the findings of all pipelines together, and say how each pipeline is."""
    found = [
        from_verdict(verdict, each.pipeline)
        for each in checked
        for verdict in each.result.verdicts
        if verdict.outcome is Outcome.BREACH
    ]
    prices = {each.pipeline.pipeline: each.pipeline.cost for each in checked if each.pipeline.cost}
    ranked = rank(found, prices)
    return Answer(as_of, [_section(each, ranked, as_of) for each in checked])


def pages_of(said: Answer, before: frozenset[str]) -> int:
    """How many findings would have paged somebody: those that are new since the fingerprints of before."""
    return sum(each.urgency is Urgency.PAGE and each.fingerprint not in before for each in said.findings)


def _section(checked: Checked, ranked: Sequence[Finding], as_of: datetime) -> Section:
    name = checked.pipeline.pipeline
    audit: Audit = kept(name, as_of, checked.result)
    mine = [finding for finding in ranked if finding.pipeline == name]
    urgencies = [finding.urgency for finding in mine]
    by_outcome = {
        outcome: [verdict for verdict in checked.result.verdicts if verdict.outcome is outcome]
        for outcome in Outcome
    }
    return Section(
        pipeline=name,
        health=health(checked.pipeline, [audit], urgencies, checked.zone, as_of),
        findings=mine,
        fine=by_outcome[Outcome.OK],
        undecided=by_outcome[Outcome.NOT_ENOUGH_DATA],
        errors=audit.errors,
    )


def to_object(said: Answer) -> Mapping[str, Any]:
    """The answer as `--format json` prints it: the contract, schema 1."""
    return {
        "schema": SCHEMA,
        "as_of": plain(said.as_of),
        "pipelines": [
            {
                "pipeline": section.pipeline,
                "health": section.health.status.value,
                "findings": [to_json(finding) for finding in section.findings],
                "not_enough_data": [
                    {
                        "check": verdict.check,
                        "table": verdict.table,
                        "column": plain(verdict.column),
                        "needs": verdict.needs,
                    }
                    for verdict in section.undecided
                ],
                "errors": [{"table": error.table, "what": error.what} for error in section.errors],
            }
            for section in said.sections
        ],
    }
