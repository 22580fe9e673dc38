"""From rows to slices: sums of hashes in the fused GROUP BY, and one GROUP BY for each segment column."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from checks.profiles import segment_numbers
from checks.profiles.grouping import NO_DAY, Group, day_of
from checks.profiles.slices import Level
from checks.profiles.values import is_number
from checks.sources.counting import count_where
from checks.sources.hashing import hashed
from checks.sources.levelled import named
from checks.sources.numbers import is_nan
from checks.sources.tables import DAY, LOAD_DAY, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEVELS = 50
"""So many levels of a segment column are counted, the largest of each partition."""


def contents(rows: "ir.Table", names: Sequence[str], pushes_down: bool) -> dict[str, Any]:
    """What to sum up in the fused GROUP BY of columns that hold neither numbers nor times."""
    found: dict[str, Any] = {}
    for at, name in enumerate(names):
        column: Any = rows[name]
        kind = column.type()
        if is_number(column) or kind.is_temporal():
            continue
        if kind.is_string() is not pushes_down and not kind.is_boolean():
            continue  # the texts that lie beside us are read; a database may not know how to hash the rest
        text = column.cast("string") if kind.is_boolean() else column
        found[f"content_{at}"] = (hashed(text) % 2**31).sum().cast("int64")
    return found


def content_of(answer: Mapping[str, Any], names: Sequence[str]) -> dict[str, int]:
    """The sums by column, as the engine answered `contents`."""
    return {
        name: int(answer[f"content_{at}"] or 0) for at, name in enumerate(names) if f"content_{at}" in answer
    }


def segments(table: SourceTable, rows: "ir.Table") -> dict[Group, dict[str, dict[str, Level]]]:
    """The largest levels of each segment column in each group."""
    found: dict[Group, dict[str, dict[str, Level]]] = defaultdict(dict)
    for column in table.table.segment:
        if column in rows.columns:
            for group, levels in _levels(table, rows, column).items():
                found[group][column] = levels
    return found


def _levels(table: SourceTable, rows: "ir.Table", column: str) -> dict[Group, dict[str, Level]]:
    """The largest levels of a segment column in each group."""
    import ibis

    watched = [
        name
        for name, declared in table.table.columns.items()
        if declared.watches_nulls is not None and name in rows.columns and name != column
    ]
    measures: dict[str, Any] = {
        f"missing_{at}": count_where(_missing(rows[name])) for at, name in enumerate(watched)
    }
    measures |= segment_numbers.measures(rows, table.table, column)
    grouped: Any = rows.group_by(day=rows[DAY], load=rows[LOAD_DAY], level=rows[column].cast("string"))
    counted = grouped.agg(rows=rows.count(), **measures)
    order = [ibis.desc("rows"), "level"]
    place = ibis.row_number().over(ibis.window(group_by=["day", "load"], order_by=order))
    largest = counted.mutate(place=place).filter(ibis._.place < LEVELS)
    declared = table.table.columns.get(column)
    share = declared is not None and declared.share
    found: dict[Group, dict[str, Level]] = defaultdict(dict)
    for row in table.fetch(largest.order_by("day", "load", "place")).to_pylist():
        missing = {name: row[f"missing_{at}"] for at, name in enumerate(watched) if row[f"missing_{at}"]}
        group = (row["day"] or NO_DAY, day_of(row["load"]))
        values = segment_numbers.measured(row, rows.columns)
        found[group][named(row["level"], share)] = Level(row["rows"], missing, values)
    return found


def _missing(column: Any) -> Any:
    """NULL, NaN or an empty text."""
    lost = column.isnull()
    if column.type().is_floating():
        return lost | is_nan(column)
    return lost | (column == "") if column.type().is_string() else lost
