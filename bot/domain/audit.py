"""What an audit of one pipeline said, as it is kept: verdicts without rows, what was judged, what failed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from bot.domain.finding import Finding, fingerprint
from bot.domain.record import plain
from bot.domain.sensitivity import from_json as sensitivity_from
from bot.domain.sensitivity import to_json as sensitivity_to
from bot.domain.traced import traced
from checks.candidate import Candidate
from checks.sensitivity import Sensitivity
from checks.verdict import ONLY_GROSS, Outcome, Urgency, Verdict


class Failure(Protocol):
    """Something that could not be checked, and why; `table` is None where it is about the pipeline."""

    @property
    def table(self) -> str | None:
        """The table that could not be checked."""

    @property
    def what(self) -> str:
        """What went wrong, and what to change."""

    @property
    def day(self) -> date | None:
        """The newest partition that could not be read, where it is about partitions."""


class AuditResult(Protocol):
    """What the audit function answers for one pipeline."""

    @property
    def verdicts(self) -> Sequence[Verdict]:
        """What every check said, the good news too."""

    @property
    def errors(self) -> Sequence[Failure]:
        """What could not be checked."""

    @property
    def judged(self) -> Mapping[str, Sequence[date]]:
        """The partitions that the verdicts of each table rest on: at least those of the last seven days."""

    @property
    def candidates(self) -> Mapping[str, Candidate]:
        """The column of each table that would be worth watching next."""

    @property
    def sensitivity(self) -> Callable[[], Sequence[Sensitivity]]:
        """What the checks would have caught, measured when it is asked for."""

    @property
    def references(self) -> Mapping[str, str]:
        """The mark of each table's training set: another one when its rows have changed."""


class AuditFunction(Protocol):
    """Runs all checks of a pipeline, knowing what was known at `as_of`."""

    def __call__(self, pipeline: Any, as_of: datetime, /) -> AuditResult:
        """The audit of a declared pipeline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One verdict as it is kept; `days` is the check's own word on single days: (ok or None, words)."""

    check: str
    table: str
    column: str | tuple[str, ...] | None
    segment: str | None
    outcome: Outcome
    needs: str = ""
    summary: str = ""
    bad: tuple[date, ...] = ()
    days: Mapping[date, tuple[bool | None, str]] = field(default_factory=dict)
    only_gross: bool = False
    """Whether nothing gross was found, where there is not enough data for more."""
    urgency: Urgency | None = None
    """How loud a finding is by the settings; None where nothing is found, or where it was not kept."""
    traced: tuple[Mapping[str, Any], ...] = ()
    """The rows of the newest partition that were set beside their source."""


@dataclass(frozen=True, slots=True)
class Error:
    """A failure as it is kept."""

    table: str | None
    what: str
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One run of the checks of one pipeline. One that failed as a whole judged nothing and says why."""

    pipeline: str
    as_of: datetime
    judgements: tuple[Judgement, ...] = ()
    errors: tuple[Error, ...] = ()
    judged: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    settings: Mapping[str, Any] | None = None
    """What the tables were judged by, by dotted key; None where that was not kept."""
    sensitivity: tuple[Sensitivity, ...] = ()
    """What the checks would have caught; measured where there is nothing to tell."""

    def newest(self, table: str) -> date | None:
        """The newest judged partition of a table; None where an error or missing data left it unjudged."""
        return max(self.judged.get(table, ()), default=None)

    def failed(self, table: str) -> bool:
        """Whether something of the table, or of the whole pipeline, could not be checked."""
        return any(error.table in (None, table) for error in self.errors)

    def fingerprint(self, said: Judgement) -> str:
        """The fingerprint of the finding that this judgement is, or would be, about."""
        return fingerprint(self.pipeline, said.check, said.table, said.column, said.segment)


def kept(
    pipeline: str,
    as_of: datetime,
    result: AuditResult,
    settings: Mapping[str, Any] | None = None,
    found: Iterable[Finding] = (),
) -> Audit:
    """An audit's result as it is kept; what was `found` says how loud each breach is."""
    loud = {each.fingerprint: each.urgency for each in found}
    return Audit(
        pipeline=pipeline,
        as_of=as_of,
        judgements=tuple(_judgement(pipeline, verdict, loud) for verdict in result.verdicts),
        errors=tuple(Error(error.table, error.what, error.day) for error in result.errors),
        judged={table: tuple(sorted(days)) for table, days in result.judged.items()},
        settings=settings,
    )


def _judgement(pipeline: str, verdict: Verdict, loud: Mapping[str, Urgency]) -> Judgement:
    about = fingerprint(pipeline, verdict.check, verdict.table, verdict.column, verdict.segment)
    return Judgement(
        check=verdict.check,
        table=verdict.table,
        column=verdict.column,
        segment=verdict.segment,
        outcome=verdict.outcome,
        needs=verdict.needs,
        summary=verdict.summary,
        bad=verdict.bad,
        days=_days(verdict.evidence.get("days")),
        only_gross=verdict.evidence.get("kind") == ONLY_GROSS,
        urgency=loud.get(about) if verdict.outcome is Outcome.BREACH else None,
        traced=traced(verdict.table, verdict.evidence),
    )


def _days(said: object) -> dict[date, tuple[bool | None, str]]:
    """Evidence `days` as checks write it, {"2013-02-14": {"ok": true, "said": "06:12"}}; else nothing."""
    found: dict[date, tuple[bool | None, str]] = {}
    for day, line in said.items() if isinstance(said, Mapping) else ():
        try:
            on = day if isinstance(day, date) else date.fromisoformat(str(day))
        except ValueError:
            continue
        if isinstance(line, Mapping) and "ok" in line:
            found[on] = (line["ok"], str(line.get("said", "")))
    return found


def to_record(audit: Audit) -> dict[str, Any]:
    """The JSON that the store keeps of an audit, besides its pipeline and time."""
    return {
        "judgements": [_said(judgement) for judgement in audit.judgements],
        "errors": [plain(asdict(error)) for error in audit.errors],
        "judged": plain(audit.judged),
        "settings": audit.settings,
        "sensitivity": [sensitivity_to(each) for each in audit.sensitivity],
    }


def _said(judgement: Judgement) -> dict[str, Any]:
    fields = {name: plain(getattr(judgement, name)) for name in Judgement.__slots__}
    return fields | {"days": {day.isoformat(): list(line) for day, line in judgement.days.items()}}


def from_record(pipeline: str, as_of: datetime, record: Mapping[str, Any]) -> Audit:
    """The audit that `to_record` wrote."""
    return Audit(
        pipeline=pipeline,
        as_of=as_of,
        judgements=tuple(_heard(said) for said in record["judgements"]),
        errors=tuple(_failed(**error) for error in record["errors"]),
        judged={
            table: tuple(date.fromisoformat(day) for day in days) for table, days in record["judged"].items()
        },
        settings=record.get("settings"),
        sensitivity=tuple(sensitivity_from(each) for each in record.get("sensitivity", ())),
    )


def _failed(table: str | None, what: str, day: str | None = None) -> Error:
    return Error(table, what, date.fromisoformat(day) if day else None)


def _heard(said: Mapping[str, Any]) -> Judgement:
    fields = dict(said)
    fields["column"] = tuple(said["column"]) if isinstance(said["column"], list) else said["column"]
    fields["outcome"] = Outcome(said["outcome"])
    fields["bad"] = tuple(date.fromisoformat(day) for day in said["bad"])
    fields["days"] = {date.fromisoformat(day): (line[0], line[1]) for day, line in said["days"].items()}
    fields["urgency"] = Urgency(said["urgency"]) if said.get("urgency") else None
    fields["traced"] = tuple(said.get("traced", ()))
    return Judgement(**fields)
