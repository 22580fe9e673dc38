"""Three records of a training set beside the rows of the source that they were made of.

They are looked for in all of the source as it is now: a training set has no partitions, and what a model has
learned is no matter of the day on which it is looked at.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checks.asks import Trained
from checks.comparisons import Lineage
from checks.declared import Table
from checks.sources.keyed import Side, rows_of
from checks.sources.records import Record, chosen
from checks.sources.tracing import NeverEqualError, Partners, beside, partners

if TYPE_CHECKING:
    import ibis.expr.types as ir


def trained(lineage: Lineage, declared: Table, training: Side, source: Side) -> Trained:
    """The records of the training set of a table; where none can be traced, why.

    Raises `SourceError` where the source lacks a column.
    """
    (own,) = rows_of(training.table, training.bundles, None, lineage.key)
    if missing := [name for name in lineage.key if name not in own.columns]:
        columns = "column" if len(missing) == 1 else "columns"
        say = f"it has no {columns} {', '.join(missing)}: keep the key of lineage in it"
        return Trained(dead_end=say)
    there = {name: text for name, text in lineage.columns.items() if name in own.columns}
    if not there:
        return Trained(dead_end=f"it has none of the columns {', '.join(lineage.columns)}")
    by = declared.day_column if declared.day_column in own.columns else None
    compared = lineage.model_copy(update={"columns": there})
    records = dict(enumerate(chosen(compared, declared, training.table, own, [by] if by else [])))
    if not records:
        return Trained(dead_end=f"no row of it has a value in each of {', '.join(lineage.key)}")
    days = {place: _day(record.row[by]) if by else None for place, record in records.items()}
    try:
        found = _found(compared, source, own, records, days)
    except NeverEqualError as error:
        return Trained(dead_end=str(error))
    traced = tuple(
        beside(compared, record, days[place], found.get(place)) for place, record in records.items()
    )
    return Trained(traced, lacks=tuple(name for name in lineage.columns if name not in there))


def _found(
    lineage: Lineage,
    source: Side,
    own: "ir.Table",
    records: Mapping[int, Record],
    days: Mapping[int, date | None],
) -> Partners:
    """Rows of the day that a record says it is of, and where there is none, of any."""
    found: Partners = {}
    for day in sorted({day for day in days.values() if day}):
        of_day = {place: record for place, record in records.items() if days[place] == day}
        found |= partners(lineage, source, own, of_day, [day], None)
    lost = {place: record for place, record in records.items() if place not in found}
    return found | partners(lineage, source, own, lost, None, None) if lost else found


def _day(value: Any) -> date | None:
    """The day that a value says, also where it is a time or written as a text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return value if isinstance(value, date) else None
