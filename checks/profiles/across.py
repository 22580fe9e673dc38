"""What a contract says of a table beside others: handoffs, defaults for want of input, documents."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from checks.asks import Answer, Filled, Filling, Met, Question, Sampling, Unanswered
from checks.comparisons import Handoff
from checks.declared import Table
from checks.documents import Documents
from checks.figures import counted, verb
from checks.profiles.fillings import said, wrong
from checks.profiles.handoff import Difference, differences
from checks.verdict import Outcome, Urgency, Verdict, called


def across(name: str, table: Table, question: Question, told: Answer, today: date) -> Iterator[Verdict]:
    """Verdicts of the newest partition of the last seven days; no history is needed."""
    about: dict[str, Any] = {"check": "contract", "table": name}
    if not isinstance(question, Sampling):
        about["segment"] = question.table if isinstance(question, Handoff) else _other(question)
    if isinstance(told, Unanswered) or told.lacking:
        needs = told.why if isinstance(told, Unanswered) else told.lacking
        yield Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)
        return
    day = max(told.days)
    match question:
        case Handoff():
            yield from _handed(name, table, question, told.days[day], about)
        case Filling():
            for found in told.days[day]:
                yield _filled(table, question, found, day, called(day, today), about)
        case Sampling():
            for column, documents in told.days[day].items():
                yield from _read(column, documents, day, called(day, today), about)


def _other(question: Question) -> str:
    assert isinstance(question, Filling)
    return question.other


def _handed(name: str, table: Table, handoff: Handoff, met: Met, about: dict[str, Any]) -> Iterator[Verdict]:
    """One verdict a column, with all that differs of it."""
    found: dict[str, list[Difference]] = {}
    for each in differences(name, table, handoff, met):
        found.setdefault(each.column, []).append(each)
    for column, apart in found.items():
        yield _apart(column, apart, met, about)
    if not found:
        taken = handoff.columns or dict(met.mine.schema)
        what = "names, types, nulls and allowed values agree"
        columns = f"{counted(len(taken), 'column')} {verb(len(taken), 'is', 'are')}"
        fine = f"{columns} taken from {handoff.table}: {what}"
        yield Verdict(**about, outcome=Outcome.OK, summary=fine)


def _apart(column: str, apart: Sequence[Difference], met: Met, about: dict[str, Any]) -> Verdict:
    rows = met.mine.rows
    affected = max(rows if each.affected is None else each.affected for each in apart)
    return Verdict(
        **about,
        column=column,
        outcome=Outcome.BREACH,
        summary="; ".join(each.said for each in apart),
        urgency=Urgency.PAGE if any(each.loud for each in apart) else Urgency.TICKET,
        bad=(met.mine.day,),
        affected=affected,
        volume=rows,
        evidence={"kind": "handoff", "differs": [each.kind for each in apart], "from": about["segment"]},
    )


def _filled(
    table: Table, filling: Filling, found: Filled, day: date, name_of_day: str, about: dict[str, Any]
) -> Verdict:
    """How many rows were scored at the default for want of input: told, whether it is wrong or not."""
    name = found.fill.column
    summary = f"`{name}` of {name_of_day}: {said(found, filling.other)}"
    evidence = {
        "kind": "default",
        "with": filling.other,
        "made_of": found.fill.made_of,
        "default": found.fill.default.value,
        "rows": found.rows,
        "no_input": found.no_input,
        "at_default": found.at_default,
    }
    if not wrong(table, found):
        return Verdict(**about, column=name, outcome=Outcome.OK, summary=summary, evidence=evidence)
    times = [row.at for row in found.first if row.at]
    return Verdict(
        **about,
        column=name,
        outcome=Outcome.BREACH,
        summary=summary,
        since=min(times, default=None),
        bad=(day,),
        affected=found.no_input,
        volume=found.rows,
        evidence=evidence,
        rows=found.first,
    )


def _read(
    column: str, documents: Documents, day: date, name_of_day: str, about: dict[str, Any]
) -> Iterator[Verdict]:
    """Texts that are no JSON."""
    if not documents.broken:
        return
    many, are = f"{documents.broken:,} of {documents.read:,} texts", verb(documents.broken, "is", "are")
    yield Verdict(
        **about,
        column=column,
        outcome=Outcome.BREACH,
        summary=f"{many} of `{column}` of {name_of_day} that were looked at {are} no JSON",
        urgency=Urgency.TICKET if documents.whole else Urgency.PAGE,
        bad=(day,),
        affected=documents.broken,
        volume=documents.read,
        evidence={"kind": "json"},
    )
