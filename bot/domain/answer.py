"""What `check` and `replay` answer: each pipeline's health, findings ranked over all, what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Any

from bot.domain.audit import AuditResult, Error, Failure, kept
from bot.domain.blast import with_blast
from bot.domain.declared import Pipeline
from bot.domain.doubts import doubted
from bot.domain.downstream import places
from bot.domain.finding import Finding, from_verdict
from bot.domain.health import Health, Status, health
from bot.domain.incident import group_key, with_roots
from bot.domain.prices import prices_of
from bot.domain.record import plain, to_json
from bot.domain.roots import folded
from bot.domain.sensitivity import caught
from bot.domain.sensitivity import to_json as sensitivity_object
from bot.domain.triage import Labels, rank
from checks.candidate import Candidate
from checks.sensitivity import Sensitivity
from checks.verdict import Outcome, Urgency, Verdict

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Checked:
    """A pipeline and what its checks said."""

    pipeline: Pipeline
    result: AuditResult
    zone: tzinfo
    holidays: frozenset[date] = frozenset()

    def verdicts(self, outcome: Outcome) -> list[Verdict]:
        """The verdicts with one outcome."""
        return [verdict for verdict in self.result.verdicts if verdict.outcome is outcome]


@dataclass(frozen=True, slots=True)
class CouldNotRun:
    """The result of checks that failed as a whole: nothing is judged, and it says why."""

    errors: Sequence[Failure]
    verdicts: Sequence[Verdict] = ()
    judged: Mapping[str, Sequence[date]] = field(default_factory=dict)
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    sensitivity: Callable[[], Sequence[Sensitivity]] = tuple
    references: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def because(cls, why: str) -> "CouldNotRun":
        """The result with this one error."""
        return cls((Error(None, why),))


@dataclass(frozen=True, slots=True)
class Section:
    """The part of an answer that is about one pipeline; its findings keep their rank over all pipelines."""

    pipeline: str
    health: Health
    findings: Sequence[Finding]
    fine: Sequence[Verdict]
    undecided: Sequence[Verdict]
    errors: Sequence[Failure]
    unchecked: Sequence[tuple[str, str]] = ()
    """Assumptions that no check would see break: the table, and what is taken for granted."""
    sensitivity: Sequence[Sensitivity] | None = None
    """What the checks would have caught; None where it was not measured."""

    @property
    def is_silent(self) -> bool:
        """Whether nothing at all could be judged, because of errors."""
        return bool(self.errors) and not (self.findings or self.fine or self.undecided)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found as of one moment; `findings` are those of all pipelines, by rank."""

    as_of: datetime
    checked: Sequence[Checked]
    findings: Sequence[Finding]
    sections: Sequence[Section]

    @property
    def exit_status(self) -> int:
        """0 nothing found, 1 findings, 2 something could not be checked."""
        if any(section.errors for section in self.sections):
            return 2
        return 1 if self.findings else 0

    def new_since(self, before: "Answer") -> list[Finding]:
        """The findings that the answer before did not have, by rank."""
        known = {finding.fingerprint for finding in before.findings}
        return [finding for finding in self.findings if finding.fingerprint not in known]

    def pages_since(self, before: "Answer") -> int:
        """How often somebody would have been paged: ten columns of a broken table are one page."""
        return len(self._paging() - before._paging())

    def _paging(self) -> set[str]:
        pages = (root for each, root in with_roots(self.findings) if each.urgency is Urgency.PAGE)
        return {group_key(root) for root in pages}


def answer(
    checked: Sequence[Checked],
    as_of: datetime,
    declared: Sequence[Pipeline] = (),
    labels: Mapping[str, Labels] | None = None,
) -> Answer:
    """Rank the findings of all pipelines together, and say how each pipeline is.

    What was built on bad data is looked for in all that are `declared`, also where not all were checked.
    `labels` say how often each check was right.
    """
    pipelines = declared or [each.pipeline for each in checked]
    judged = {
        (each.pipeline.pipeline, name): days for each in checked for name, days in each.result.judged.items()
    }
    known = places([*pipelines, *(each.pipeline for each in checked)])
    found = [
        with_blast(from_verdict(verdict, each.pipeline, known), known, judged)
        for each in checked
        for verdict in each.verdicts(Outcome.BREACH)
    ]
    ranked = rank(folded(found, pipelines), prices_of(pipelines), labels)
    return Answer(as_of, checked, ranked, [_section(each, ranked, as_of) for each in checked])


def _section(checked: Checked, ranked: Sequence[Finding], as_of: datetime) -> Section:
    name = checked.pipeline.pipeline
    mine = [finding for finding in ranked if finding.pipeline == name]
    audit = kept(name, as_of, checked.result)
    urgencies = [finding.urgency for finding in mine]
    is_so = health(checked.pipeline, [audit], urgencies, checked.zone, as_of, holidays=checked.holidays)
    if is_so.status is Status.HEALTHY:
        is_so = replace(is_so, though=[*is_so.though, *doubted(checked.result.verdicts)])
    return Section(
        pipeline=name,
        health=is_so,
        findings=mine,
        fine=checked.verdicts(Outcome.OK),
        undecided=checked.verdicts(Outcome.NOT_ENOUGH_DATA),
        errors=checked.result.errors,
        unchecked=checked.pipeline.unchecked,
    )


def with_sensitivity(said: Answer, *, everywhere: bool) -> Answer:
    """With what the checks would have caught: where nothing is found, in every "healthy", or everywhere."""
    sections = [
        _measured(each, section)
        if everywhere or not section.findings or section.health.status is Status.HEALTHY
        else section
        for each, section in zip(said.checked, said.sections, strict=True)
    ]
    return replace(said, sections=sections)


def _measured(checked: Checked, section: Section) -> Section:
    found, health = checked.result.sensitivity(), section.health
    if health.status is Status.HEALTHY:
        health = replace(health, caught=caught(checked.pipeline, found))
    return replace(section, health=health, sensitivity=found)


def to_object(said: Answer, unusable: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """The answer as `--format json` prints it: the contract, schema 1.

    `unusable` are the pipelines that could not be asked, with the reason: they are unknown, never left out.
    """
    pipelines = [_pipeline_object(section) for section in said.sections]
    pipelines += [_unusable_object(name, why) for name, why in (unusable or {}).items()]
    return {"schema": SCHEMA, "as_of": plain(said.as_of), "pipelines": pipelines}


def with_plots(told: Mapping[str, Any], plots: Mapping[str, str]) -> Mapping[str, Any]:
    """The object, in which each finding names the file of its plot, or null where it has none."""
    pipelines = [
        {**each, "findings": [one | {"plot": plots.get(one["fingerprint"])} for one in each["findings"]]}
        for each in told["pipelines"]
    ]
    return {**told, "pipelines": pipelines}


def _pipeline_object(section: Section) -> Mapping[str, Any]:
    return {
        "pipeline": section.pipeline,
        "health": section.health.status.value,
        "worth": section.health.worth or None,
        "findings": [to_json(finding) for finding in section.findings],
        "not_enough_data": [_undecided_object(verdict) for verdict in section.undecided],
        "errors": [{"table": error.table, "what": error.what} for error in section.errors],
        "sensitivity": _sensitivity_object(section.sensitivity),
    }


def _sensitivity_object(found: Sequence[Sensitivity] | None) -> list[Mapping[str, Any]] | None:
    return None if found is None else [sensitivity_object(each) for each in found]


def _unusable_object(name: str, why: str) -> Mapping[str, Any]:
    errors = [{"table": None, "what": why}]
    nothing: dict[str, Any] = {"worth": None, "findings": [], "not_enough_data": [], "sensitivity": None}
    return {"pipeline": name, "health": "unknown", "errors": errors, **nothing}


def _undecided_object(verdict: Verdict) -> Mapping[str, Any]:
    return {
        "check": verdict.check,
        "table": verdict.table,
        "column": plain(verdict.column),
        "needs": verdict.needs,
    }
