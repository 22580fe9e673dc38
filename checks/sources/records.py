"""Which three records of a day stand for all: the typical one, the largest, and the one with most gaps.

The rule, so that anybody finds the same three: among rows without a NULL in the key, by the primary column
(or else the first numeric one of the mapping),
1. the median: the middle row in the order of value and key, the lower one of two;
2. the largest value, the first by key where several have it;
3. the row with most missing values in the mapped columns, the first by key.
A record that was chosen already gives way to the next one. Without a numeric column they are the middle row,
the last and the one with most gaps, in the order of the key.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from checks.comparisons import Lineage
from checks.declared import Table
from checks.sources.numbers import is_infinite, is_nan
from checks.sources.tables import EVENT, SourceTable, plain

if TYPE_CHECKING:
    import ibis.expr.types as ir

RECORDS = 3


@dataclass(frozen=True, slots=True)
class Record:
    """A chosen row: why it was chosen, and its key and mapped values by column."""

    chosen: str
    row: Mapping[str, Any]

    @property
    def at(self) -> datetime | None:
        """When it happened."""
        return None if self.row[EVENT] is None else datetime.fromtimestamp(self.row[EVENT], UTC)


def chosen(
    lineage: Lineage, declared: Table, table: SourceTable, rows: "ir.Table", besides: Collection[str] = ()
) -> list[Record]:
    """Up to three records, no two with the same key; those of the training set of a table are chosen by what
    is `declared` of the table. `besides` are columns that are wanted of each, too."""
    keyed = rows.filter([rows[name].notnull() for name in lineage.key])
    found: dict[str, Record] = {}
    for rule, candidates in _candidates(lineage, declared, table, keyed):
        wanted = candidates.select(*dict.fromkeys([*lineage.key, *lineage.columns, EVENT, *besides]))
        for row in table.fetch(wanted).to_pylist():
            name = repr(plain({column: row[column] for column in lineage.key}))
            if name not in found:
                found[name] = Record(rule, row)
                break
    return list(found.values())


def _candidates(
    lineage: Lineage, declared: Table, table: SourceTable, rows: "ir.Table"
) -> Iterator[tuple[str, "ir.Table"]]:
    """For each rule its first rows: as many as can have been chosen by the others, and one more."""
    import ibis

    key, by = list(lineage.key), _measure(lineage, declared, rows)
    gaps = sum((_is_missing(rows[name]).ifelse(1, 0) for name in lineage.columns), ibis.literal(0))
    usual, value = rows, []
    if by is not None:
        usual = rows.filter(rows[by].notnull(), ~is_nan(rows[by]), ~is_infinite(rows[by]))
        value = [usual[by]]
    count = table.fetch(usual.count().as_table()).column(0)[0].as_py()
    middle = usual.order_by([*value, *key]).limit(RECORDS, offset=max(0, (count - 1) // 2))
    largest = usual.order_by([ibis.desc(usual[by]), *key] if by else [ibis.desc(name) for name in key])
    yield (f"the median of {by}" if by else "the middle one"), middle
    yield (f"the largest {by}" if by else "the last one"), largest.limit(RECORDS)
    yield "the most gaps", rows.order_by([ibis.desc(gaps), *key]).limit(RECORDS)


def _measure(lineage: Lineage, declared: Table, rows: "ir.Table") -> str | None:
    """The column that says which record is typical."""
    primary = [name for name, column in declared.columns.items() if column.primary]
    there = [name for name in (*primary, *lineage.columns) if name in rows.columns]
    numeric = [name for name in there if rows[name].type().is_numeric()]
    return numeric[0] if numeric else None


def _is_missing(column: "ir.Column") -> Any:
    return column.isnull() | is_nan(column) if column.type().is_floating() else column.isnull()
