"""Three records of a day beside the rows of the source that they were made of."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from checks.asks import Traced
from checks.comparisons import Lineage
from checks.expressions import columns_of
from checks.sources.evaluated import evaluated
from checks.sources.keyed import Side, demand, family, known, never_equal, rows_of
from checks.sources.records import Record, chosen
from checks.sources.tables import SourceError, plain
from checks.verdict import called

if TYPE_CHECKING:
    import ibis.expr.types as ir

WHICH, ROWS = "oakum: which", "oakum: rows"
"""Of a row of the source: to which record it belongs, and how many do."""

Partners = dict[int, tuple[int, Mapping[str, Any]]]
"""By record: how many rows of the source have its key, and the mapped values of one of them."""


class NeverEqualError(SourceError):
    """The keys of the two tables are of different kinds."""


def traced(
    lineage: Lineage, table: Side, source: Side, day: date, others: Collection[date], as_of: datetime
) -> tuple[Traced, ...]:
    """The records of a day and their source rows; fewer than three where the day has fewer rows with a key.

    Source rows are looked for in the partition of the same day, and where none is there in the others. Raises
    `SourceError` where a column is missing, or keys cannot be compared.
    """
    mine = rows_of(table.table, table.bundles, [day], lineage.key.keys())
    own = [known(table.table, rows, as_of) for rows in mine]
    if len(own) > 1:
        raise SourceError(f"the files of {called(day, as_of.date())} differ in their columns")
    if not own:
        return ()
    demand(table.table, own[0], [*lineage.key, *lineage.columns])
    records = dict(enumerate(chosen(lineage, table.table.table, table.table, own[0])))
    found = partners(lineage, source, own[0], records, [day], as_of) if records else {}
    lost = {place: record for place, record in records.items() if place not in found}
    if lost and others:
        found |= partners(lineage, source, own[0], lost, others, as_of)
    return tuple(beside(lineage, record, day, found.get(place)) for place, record in records.items())


def beside(
    lineage: Lineage, record: Record, day: date | None, partner: tuple[int, Mapping[str, Any]] | None
) -> Traced:
    """A record of a day beside what the source has of it; None where that is nothing."""
    count, theirs = partner or (0, {})
    return Traced(
        key=plain({name: record.row[name] for name in lineage.key}),
        chosen=record.chosen,
        at=record.at,
        partners=count,
        values={name: (record.row[name], theirs.get(name)) for name in lineage.columns},
        day=day,
    )


def partners(
    lineage: Lineage,
    source: Side,
    own: "ir.Table",
    records: Mapping[int, Record],
    days: Collection[date] | None,
    as_of: datetime | None,
) -> Partners:
    """What the source had of each record on these days (None: on any) at a moment (None: now).

    Raises `SourceError` where a column is missing there; a `NeverEqualError` where keys cannot be compared.
    """
    mapped = (name for text in lineage.columns.values() for name in columns_of(text))
    wanted = [*lineage.key.values(), *mapped]
    found: Partners = {}
    for part in rows_of(source.table, source.bundles, days, lineage.key.values()):
        demand(source.table, part, wanted)
        rows = _theirs(lineage, source, own, records, known(source.table, part, as_of))
        for row in source.table.fetch(rows).to_pylist():
            before, _ = found.get(row[WHICH], (0, {}))
            found[row[WHICH]] = (before + row[ROWS], row)
    return found


def _theirs(
    lineage: Lineage, source: Side, own: "ir.Table", records: Mapping[int, Record], rows: "ir.Table"
) -> "ir.Table":
    """A row of the source for each record that has any, with the mapped values and how many there are."""
    import ibis

    for name, column in lineage.key.items():
        values = [record.row[name] for record in records.values()]
        _demand_alike(name, own[name], values, f"{source.table.name}.{column}", rows[column])
    which = ibis.cases(*((_matches(lineage, record, rows), place) for place, record in records.items()))
    theirs = rows.mutate(**{WHICH: which}).filter(ibis._[WHICH].notnull())
    of_record = ibis.window(group_by=WHICH, order_by=list(lineage.key.values()))
    each = theirs.select(
        WHICH,
        **{ROWS: ibis._.count().over(ibis.window(group_by=WHICH))},
        **{name: evaluated(text, theirs) for name, text in lineage.columns.items()},
        **{"oakum: place": ibis.row_number().over(of_record)},
    )
    return each.filter(each["oakum: place"] == 0).drop("oakum: place")


def _demand_alike(
    name: str, own: "ir.Column", values: Sequence[Any], other: str, theirs: "ir.Column"
) -> None:
    """A time is a day where it is midnight; otherwise keys of two kinds are never equal."""
    kinds = family(own.type()), family(theirs.type())
    is_day = kinds == ("time", "day") and all(value.time() == time() for value in values)
    if kinds[0] != kinds[1] and not is_day:
        raise NeverEqualError(never_equal(name, own.type(), other, theirs.type()))


def _matches(lineage: Lineage, record: Record, rows: "ir.Table") -> Any:
    each = (_equals(rows[column], record.row[name]) for name, column in lineage.key.items())
    return reduce(and_, each)


def _equals(column: Any, value: Any) -> Any:
    kind = column.type()
    if kind.is_date() and isinstance(value, datetime):
        return column == value.date()
    if kind.is_timestamp():
        utc = value if value.tzinfo else value.replace(tzinfo=UTC)
        return column == (utc if kind.timezone else utc.astimezone(UTC).replace(tzinfo=None))
    if kind.is_decimal() and isinstance(value, str):  # more digits than Arrow's numbers have
        value = Decimal(value)
    return (column.cast("string") if kind.is_uuid() else column) == (str(value) if kind.is_uuid() else value)
