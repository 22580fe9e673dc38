"""Do values come from where they are said to come from? Three records are traced back to their source.

How they are chosen, so that anybody finds the same three: `checks/sources/records.py`, and the check's page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from checks.asks import Answer, Ask, Told, Traced, Trained, Unanswered
from checks.comparisons import Lineage
from checks.declared import Table
from checks.figures import counted, verb
from checks.history import History
from checks.same import equal, kind_of
from checks.verdict import Outcome, Row, Urgency, Verdict

RECORDS = 3
"""So many stand for a training set of which none can be traced."""


@dataclass(frozen=True, slots=True)
class _Lot:
    """Records that are told together: those of a day, or of the training set, which may be a dead end.

    `reference` is what people call the reference that they are of; empty for the newest partition.
    """

    called: str
    records: tuple[Traced, ...]
    day: date | None = None
    reference: str = ""
    dead_end: str = ""

    @property
    def wrong(self) -> list[Traced]:
        """Those that are not what the source says."""
        return [each for each in self.records if each.partners != 1 or _differing(each)]

    @property
    def affected(self) -> int:
        """How many are wrong; of a dead end all."""
        return RECORDS if self.dead_end else len(self.wrong)

    @property
    def volume(self) -> int:
        """How many were looked for."""
        return RECORDS if self.dead_end else len(self.records)

    @property
    def is_all_wrong(self) -> bool:
        """Whether nothing is right, as far as can be known: of which day each record is must be, for that."""
        unsure = any(each.partners > 1 and each.day is None for each in self.records)
        return bool(self.records) and len(self.wrong) == len(self.records) and not unsure


def asks(name: str, table: Table) -> Iterator[Ask]:
    """The records of the newest partition, and of the declared reference."""
    if table.lineage is not None:
        yield Ask("lineage", name, 0, table.lineage)


def judge(history: History) -> Iterator[Verdict]:
    """One verdict: three records of the newest partition of the last seven days, value by value, and three of
    the reference where one is declared, which a model was trained on: of its file, or its last partition."""
    for ask in asks(history.name, history.table):
        assert isinstance(ask.question, Lineage)
        yield _judged(history, ask.question, history.answers[ask])


def _judged(history: History, lineage: Lineage, told: Answer) -> Verdict:
    about: dict[str, Any] = {"check": "lineage", "table": history.name, "segment": lineage.source_table}
    if isinstance(told, Unanswered):
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=told.why)
    if told.lacking:
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=told.lacking)
    lots = list(_lots(history, told))
    lacks = told.training.lacks if told.training else ()
    evidence = _evidence(history.table, lineage, lots, lacks)
    if any(lot.affected for lot in lots):
        return Verdict(**about, evidence=evidence, **_breach(history, lineage, lots))
    if needs := _needed(history, lineage, lots, told.training):
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)
    summary = _agrees(lineage, lots)
    summary += f"; {_path(history)} has no {', '.join(lacks)}" if lacks else ""
    return Verdict(**about, outcome=Outcome.OK, summary=summary, evidence=evidence)


def _path(history: History) -> str | None:
    """The declared training set."""
    reference = history.table.reference
    return None if reference is None else reference.path


def _lots(history: History, told: Told[Any]) -> Iterator[_Lot]:
    """What was traced, the oldest first, which is the reference."""
    reference, period = history.table.reference, history.table.period
    if told.training and history.training and reference:
        name = reference.named(history.training.mark)
        yield _Lot(
            f"{reference.path} (the reference)",
            told.training.records,
            reference=name,
            dead_end=told.training.dead_end,
        )
    for day, records in sorted(told.days.items()):
        if period is not None and day in period:
            called = f"{history.called(day)} (the last of the reference)"
            yield _Lot(called, records, day, period.named())
        else:
            yield _Lot(history.called(day), records, day)


def _needed(history: History, lineage: Lineage, lots: list[_Lot], training: Trained | None) -> str:
    """What is missing for an ok: rows with a key, or a training set that can be read; empty where nothing."""
    if empty := [lot for lot in lots if not lot.records]:
        return f"rows of {empty[-1].called} without a NULL in {', '.join(lineage.key)}"
    path = _path(history)
    return f"the reference {path}, which cannot be read" if path and training is None else ""


def _agrees(lineage: Lineage, lots: list[_Lot]) -> str:
    said = [f"{counted(len(lot.records), 'record')} of {lot.called}" for lot in lots]
    agrees = verb(sum(len(lot.records) for lot in lots), "agrees", "agree")
    agree = f"{' and '.join(said)} {agrees} with {lineage.source_table} in {', '.join(lineage.columns)}"
    return f"{agree} ({', '.join(record.chosen for record in lots[-1].records)})"


def _breach(history: History, lineage: Lineage, lots: list[_Lot]) -> dict[str, Any]:
    """A finding: of all lots what is wrong; a training set has no day on which that began."""
    wrong = [lot for lot in lots if lot.affected]
    bad = tuple(lot.day for lot in wrong if lot.day)
    return {
        "outcome": Outcome.BREACH,
        "summary": "; ".join(_said(lineage, lot) for lot in wrong),
        "urgency": Urgency.PAGE if any(lot.is_all_wrong for lot in wrong) else Urgency.TICKET,
        "since": history.start_of(bad[0]) if bad else None,
        "bad": bad,
        "affected": sum(lot.affected for lot in wrong),
        "volume": sum(lot.volume for lot in lots),
        "unit": "traced records",
        "rows": [_row(history.table, lineage, lot, record) for lot in wrong for record in lot.wrong],
    }


def _said(lineage: Lineage, lot: _Lot) -> str:
    """What is wrong with the records of a lot."""
    source = lineage.source_table
    if lot.dead_end:
        return f"no record of {lot.called} can be traced to {source}: {lot.dead_end}"
    dead = sum(not record.partners for record in lot.records)
    several = sum(record.partners > 1 for record in lot.records)
    differing = dict.fromkeys(name for record in lot.records for name in _differing(record))
    told = [f"{_have(dead)} no row in {source}"] if dead else []
    told += [f"{_have(several)} several rows in {source}"] if several else []
    if differing:
        names = ", ".join(f"`{name}`" for name in differing)
        told.append(f"{names} {'differs' if len(differing) == 1 else 'differ'} from {source}")
    return f"of {counted(len(lot.records), 'record')} of {lot.called}, {'; '.join(told)}"


def _have(count: int) -> str:
    return "1 has" if count == 1 else f"{count} have"


def _row(table: Table, lineage: Lineage, lot: _Lot, record: Traced) -> Row:
    """The record with what is wrong with it; one of the reference says so."""
    chosen = f"{lot.called}, {record.chosen}" if lot.reference else record.chosen
    return Row(key=record.key, at=record.at, why=f"{chosen}: {_why(table, lineage, record)}")


def _why(table: Table, lineage: Lineage, record: Traced) -> str:
    source = lineage.source_table
    if not record.partners:
        return f"no row of {source} has this key"
    if record.partners > 1:
        unsure = "" if record.day else ", and nothing says of which day the record is"
        return f"{record.partners:,} rows of {source} have this key{unsure}"
    return "; ".join(_difference(table, lineage, name, *record.values[name]) for name in _differing(record))


def _difference(table: Table, lineage: Lineage, name: str, own: Any, theirs: Any) -> str:
    """Values are told only where they may leave the source; otherwise their kinds, if those differ."""
    said = f"{name} is not {lineage.columns[name]}"
    column = table.columns.get(name)
    if column is not None and column.share:
        return f"{said} ({own} here, {theirs} there)"
    mine, other = kind_of(own), kind_of(theirs)
    return f"{said} ({mine} here, {other} there)" if mine != other else said


def _differing(record: Traced) -> list[str]:
    if record.partners != 1:
        return []
    return [name for name, (own, theirs) in record.values.items() if not equal(own, theirs)]


def _shared(table: Table, record: Traced) -> dict[str, list[str]]:
    """Column to what is here and what is there, of those that say `share: true`."""
    told = [name for name, column in table.columns.items() if column.share and name in record.values]
    return {name: [_text(each) for each in record.values[name]] for name in told}


def _text(value: Any) -> str:
    return "NULL" if value is None else str(value)


def _evidence(table: Table, lineage: Lineage, lots: list[_Lot], lacks: tuple[str, ...]) -> dict[str, Any]:
    """Every record with its day (of a training set, the one that it says) and the reference that it is of;
    what both sides say only of columns whose values may leave the source."""
    found: dict[str, Any] = {
        "kind": "lineage",
        "source_table": lineage.source_table,
        "columns": dict(lineage.columns),
        "records": [
            {
                "reference": lot.reference or None,
                "day": each.day.isoformat() if each.day else None,
                "chosen": each.chosen,
                "key": dict(each.key),
                "source_rows": each.partners,
                "differ": _differing(each),
                "values": _shared(table, each),
            }
            for lot in lots
            for each in lot.records
        ],
    }
    if dead_ends := [lot.dead_end for lot in lots if lot.dead_end]:
        found["dead_end"] = dead_ends[0]
    return found | ({"not_in_reference": list(lacks)} if lacks else {})
