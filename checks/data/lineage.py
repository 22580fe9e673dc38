"""Do values come from where they are said to come from? Three records are traced back to their source.

How they are chosen, so that anybody finds the same three: `checks/sources/records.py`, and the check's page.
"""

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from checks.asks import Answer, Ask, Traced, Unanswered
from checks.comparisons import Lineage
from checks.declared import Table
from checks.figures import counted, verb
from checks.history import History
from checks.verdict import Outcome, Row, Urgency, Verdict

TOLERANCE = 1e-6
"""So much, relatively, may a number differ: what storing it in four bytes costs."""


def asks(name: str, table: Table) -> Iterator[Ask]:
    """The records of the newest partition."""
    if table.lineage is not None:
        yield Ask("lineage", name, 0, table.lineage)


def judge(history: History) -> Iterator[Verdict]:
    """One verdict: three records of the newest partition of the last seven days, value by value."""
    for ask in asks(history.name, history.table):
        assert isinstance(ask.question, Lineage)
        yield _judged(history, ask.question, history.answers[ask])


def _judged(history: History, lineage: Lineage, told: Answer) -> Verdict:
    about: dict[str, Any] = {"check": "lineage", "table": history.name, "segment": lineage.source_table}
    if isinstance(told, Unanswered):
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=told.why)
    if told.lacking:
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=told.lacking)
    day = max(told.days)
    records: tuple[Traced, ...] = told.days[day]
    if not records:
        needs = f"rows of {history.called(day)} without a NULL in {', '.join(lineage.key)}"
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)
    wrong = [row for record in records if (row := _row(history.table, lineage, record))]
    about["evidence"] = _evidence(lineage, records)
    if wrong:
        return _breach(history, lineage, about, day, records, wrong)
    agree = (
        f"{counted(len(records), 'record')} of {history.called(day)} {verb(len(records), 'agrees', 'agree')}"
    )
    agree = f"{agree} with {lineage.source_table}"
    return Verdict(
        **about, outcome=Outcome.OK, summary=f"{agree} in {', '.join(lineage.columns)} ({_chosen(records)})"
    )


def _chosen(records: tuple[Traced, ...]) -> str:
    return ", ".join(record.chosen for record in records)


def _breach(
    history: History,
    lineage: Lineage,
    about: dict[str, Any],
    day: date,
    records: tuple[Traced, ...],
    wrong: list[Row],
) -> Verdict:
    source = lineage.source_table
    dead = sum(not record.partners for record in records)
    several = sum(record.partners > 1 for record in records)
    differing = dict.fromkeys(name for record in records for name in _differing(record))
    told = [f"{_have(dead)} no row in {source}"] if dead else []
    told += [f"{_have(several)} several rows in {source}"] if several else []
    if differing:
        names = ", ".join(f"`{name}`" for name in differing)
        told.append(f"{names} {'differs' if len(differing) == 1 else 'differ'} from {source}")
    return Verdict(
        **about,
        outcome=Outcome.BREACH,
        summary=f"of {counted(len(records), 'record')} of {history.called(day)}, {'; '.join(told)}",
        urgency=Urgency.PAGE if len(wrong) == len(records) else Urgency.TICKET,
        since=history.start_of(day),
        bad=(day,),
        affected=len(wrong),
        volume=len(records),
        unit="traced records",
        rows=wrong,
    )


def _have(count: int) -> str:
    return "1 has" if count == 1 else f"{count} have"


def _row(table: Table, lineage: Lineage, record: Traced) -> Row | None:
    """The record with what is wrong with it; None where nothing is."""
    why = _why(table, lineage, record)
    return Row(key=record.key, at=record.at, why=f"{record.chosen}: {why}") if why else None


def _why(table: Table, lineage: Lineage, record: Traced) -> str:
    source = lineage.source_table
    if not record.partners:
        return f"no row of {source} has this key"
    if record.partners > 1:
        return f"{record.partners:,} rows of {source} have this key"
    return "; ".join(_difference(table, lineage, name, *record.values[name]) for name in _differing(record))


def _difference(table: Table, lineage: Lineage, name: str, own: Any, theirs: Any) -> str:
    """Values are told only where they may leave the source; otherwise their kinds, if those differ."""
    said = f"{name} is not {lineage.columns[name]}"
    column = table.columns.get(name)
    if column is not None and column.share:
        return f"{said} ({own} here, {theirs} there)"
    return f"{said} ({_kind(own)} here, {_kind(theirs)} there)" if _kind(own) != _kind(theirs) else said


def _differing(record: Traced) -> list[str]:
    if record.partners != 1:
        return []
    return [name for name, (own, theirs) in record.values.items() if not equal(own, theirs)]


def equal(own: Any, theirs: Any) -> bool:
    """Numbers to one part in a million, times as instants (UTC where they name no zone), all else exactly.

    NULL and NaN are both missing.
    """
    kind = _kind(own)
    if kind != _kind(theirs):
        return False
    if kind == "missing":
        return True
    if kind == "a number" and not (isinstance(own, int) and isinstance(theirs, int)):
        return math.isclose(float(own), float(theirs), rel_tol=TOLERANCE)
    if kind == "a time":
        return _instant(own) == _instant(theirs)
    return bool(own == theirs)


def _kind(value: Any) -> str:
    match value:
        case None:
            return "missing"
        case bool():
            return "true or false"
        case int() | float() | Decimal():
            return "missing" if math.isnan(value) else "a number"
        case datetime():
            return "a time"
        case date():
            return "a day"
        case str():
            return "a text"
    return type(value).__name__


def _instant(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _evidence(lineage: Lineage, records: tuple[Traced, ...]) -> dict[str, Any]:
    return {
        "kind": "lineage",
        "source_table": lineage.source_table,
        "columns": dict(lineage.columns),
        "records": [
            {
                "chosen": each.chosen,
                "key": dict(each.key),
                "source_rows": each.partners,
                "differ": _differing(each),
            }
            for each in records
        ],
    }
