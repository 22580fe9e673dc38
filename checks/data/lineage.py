"""Do values come from where they are said to come from? Three records are traced back to their source.

How they are chosen, so that anybody finds the same three: `checks/sources/records.py`, and the check's page.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from checks.asks import Answer, Ask, Traced, Unanswered
from checks.comparisons import Lineage
from checks.declared import Table
from checks.figures import counted, verb
from checks.history import History
from checks.verdict import Outcome, Row, Urgency, Verdict

Found = Mapping[date, tuple[Traced, ...]]
"""The records of each day that was traced."""

TOLERANCE = 1e-6
"""So much, relatively, may a number differ: what storing it in four bytes costs."""


def asks(name: str, table: Table) -> Iterator[Ask]:
    """The records of the newest partition."""
    if table.lineage is not None:
        yield Ask("lineage", name, 0, table.lineage)


def judge(history: History) -> Iterator[Verdict]:
    """One verdict: three records of the newest partition of the last seven days, value by value, and three of
    the last partition of the reference where one is declared: what a model was trained on."""
    for ask in asks(history.name, history.table):
        assert isinstance(ask.question, Lineage)
        yield _judged(history, ask.question, history.answers[ask])


def _judged(history: History, lineage: Lineage, told: Answer) -> Verdict:
    about: dict[str, Any] = {"check": "lineage", "table": history.name, "segment": lineage.source_table}
    if isinstance(told, Unanswered):
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=told.why)
    if told.lacking:
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=told.lacking)
    found: Found = dict(sorted(told.days.items()))
    if empty := [day for day, records in found.items() if not records]:
        needs = f"rows of {history.called(empty[-1])} without a NULL in {', '.join(lineage.key)}"
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)
    about["evidence"] = _evidence(lineage, found)
    if any(_wrong(history.table, lineage, records) for records in found.values()):
        return _breach(history, lineage, about, found)
    said = [f"{counted(len(records), 'record')} of {_called(history, day)}" for day, records in found.items()]
    agrees = verb(sum(map(len, found.values())), "agrees", "agree")
    agree = f"{' and '.join(said)} {agrees} with {lineage.source_table} in {', '.join(lineage.columns)}"
    chosen = ", ".join(record.chosen for record in found[max(found)])
    return Verdict(**about, outcome=Outcome.OK, summary=f"{agree} ({chosen})")


def _called(history: History, day: date) -> str:
    reference = history.table.period
    trained = reference is not None and day in reference
    return f"{history.called(day)}{' (the last of the reference)' if trained else ''}"


def _wrong(table: Table, lineage: Lineage, records: tuple[Traced, ...]) -> list[Row]:
    return [row for record in records if (row := _row(table, lineage, record))]


def _breach(history: History, lineage: Lineage, about: dict[str, Any], found: Found) -> Verdict:
    wrong = {day: _wrong(history.table, lineage, records) for day, records in found.items()}
    bad = tuple(day for day, rows in wrong.items() if rows)
    said = [
        f"of {counted(len(found[day]), 'record')} of {_called(history, day)}, {_said(lineage, found[day])}"
        for day in bad
    ]
    return Verdict(
        **about,
        outcome=Outcome.BREACH,
        summary="; ".join(said),
        urgency=Urgency.PAGE if any(len(wrong[day]) == len(found[day]) for day in bad) else Urgency.TICKET,
        since=history.start_of(bad[0]),
        bad=bad,
        affected=sum(map(len, wrong.values())),
        volume=sum(map(len, found.values())),
        unit="traced records",
        rows=[row for rows in wrong.values() for row in rows],
    )


def _said(lineage: Lineage, records: tuple[Traced, ...]) -> str:
    """What is wrong with the records of a day."""
    source = lineage.source_table
    dead = sum(not record.partners for record in records)
    several = sum(record.partners > 1 for record in records)
    differing = dict.fromkeys(name for record in records for name in _differing(record))
    told = [f"{_have(dead)} no row in {source}"] if dead else []
    told += [f"{_have(several)} several rows in {source}"] if several else []
    if differing:
        names = ", ".join(f"`{name}`" for name in differing)
        told.append(f"{names} {'differs' if len(differing) == 1 else 'differ'} from {source}")
    return "; ".join(told)


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
    """Whole numbers exactly, others to one part in a million, times as instants (UTC without a zone).

    NULL and NaN are both missing.
    """
    kind = _kind(own)
    if kind != _kind(theirs):
        return False
    if kind == "missing":
        return True
    if kind == "a number" and not (_is_whole(own) and _is_whole(theirs)):
        return math.isclose(float(own), float(theirs), rel_tol=TOLERANCE)
    if kind == "a time":
        return _instant(own) == _instant(theirs)
    return bool(own == theirs)


def _is_whole(number: Any) -> bool:
    """Whether it is one by its type; a float that happens to be whole was none before."""
    return isinstance(number, int) or (isinstance(number, Decimal) and number == number.to_integral_value())


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


def _evidence(lineage: Lineage, found: Found) -> dict[str, Any]:
    return {
        "kind": "lineage",
        "source_table": lineage.source_table,
        "columns": dict(lineage.columns),
        "records": [
            {
                "day": day.isoformat(),
                "chosen": each.chosen,
                "key": dict(each.key),
                "source_rows": each.partners,
                "differ": _differing(each),
            }
            for day, records in found.items()
            for each in records
        ],
    }
