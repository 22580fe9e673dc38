"""Rows of one level of a segment, and the level that rows have in common; how a level's name is kept."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from checks.sources.tables import SourceTable

MISSING = "-"
SHOWN, HASHED = "=", "#"
LONGEST = 80

MOST = 0.8
"""A level that all rows of a trouble have is its place only where it is not most of the table anyway."""


def named(value: str | None, share: bool) -> str:
    """How a level is kept: as it is where it may leave the source, otherwise as a hash."""
    if value is None:
        return MISSING
    if share:
        return SHOWN + value[:LONGEST]
    return HASHED + hashlib.sha256(value.encode(errors="replace")).hexdigest()[:8]


def is_shared(table: "SourceTable", column: str) -> bool:
    """Whether the levels of a segment column may be told."""
    declared = table.table.columns.get(column)
    return declared is not None and declared.share


def in_level(table: "SourceTable", rows: "ir.Table", column: str, level: str) -> "ir.Table":
    """The rows of a level, whose name may be known by its hash only."""
    if level == MISSING:
        return rows.filter(rows[column].isnull())
    value: Any = rows[column].cast("string")
    texts = table.fetch(rows.select(value=value).distinct())["value"].to_pylist()
    share = is_shared(table, column)
    return rows.filter(value.isin([text for text in texts if named(text, share) == level]))


def in_common(
    table: "SourceTable", parts: Sequence[tuple["ir.Table", "ir.Table"]], column: str
) -> str | None:
    """The level, as it is kept, that all of some rows have and others have not."""
    counts: tuple[Counter[str | None], Counter[str | None]] = Counter(), Counter()
    for some, every in parts:
        for rows, count in zip((some, every), counts, strict=True):
            grouped: Any = rows.group_by(value=rows[column].cast("string"))
            for row in table.fetch(grouped.agg(rows=rows.count())).to_pylist():
                count[row["value"]] += row["rows"]
    some_of, all_of = counts
    if not some_of:
        return None
    level, *others = some_of
    if others or all_of[level] > MOST * all_of.total():
        return None
    return named(level, is_shared(table, column))
