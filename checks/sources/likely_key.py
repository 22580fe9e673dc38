"""Which columns tell the rows of a table apart. That hardly any rows repeat them is asked, not learned."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from checks.sources.tables import DAY, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir

TRIED_ROWS = 20_000
"""A set of columns that is no key of these rows is no key of all."""

HARDLY_ANY = 0.01
"""Where fewer rows than that repeat a column that is called like a key, it is one, and they are a defect."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """How many rows have the key of an earlier one, or of one of their day, and on which days."""

    rows: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class LikelyKey:
    """Columns that no two rows share, or no two of a day; `repeated` are the few rows that share them."""

    names: tuple[str, ...] = ()
    within_partition: bool = False
    repeated: Repeated | None = None


def likely_key(
    source: SourceTable,
    rows: "ir.Table",
    possible: Iterator[Sequence[str]],
    called_so: Collection[str],
    count: int,
) -> LikelyKey:
    """The first set of columns that no two rows of a day share, or one `called_so` that hardly any share."""
    tried: Any = None
    nearly: LikelyKey | None = None
    for names in possible:
        if nearly and names[1:]:
            return nearly  # a second column would only make room for the defect
        if tried is None:
            tried = source.fetch(rows.limit(TRIED_ROWS))
        alone = not names[1:] and names[0] in called_so
        again = tried.num_rows - tried.group_by([DAY, *names]).aggregate([]).num_rows
        if again > (HARDLY_ANY * tried.num_rows if alone else 0):
            continue
        found = _as_key(source, rows, names, count, alone=alone)
        if found and not found.repeated:
            return nearly or found if found.within_partition else found
        nearly = nearly or found
    return nearly or LikelyKey()


def _as_key(
    source: SourceTable, rows: "ir.Table", names: Sequence[str], count: int, *, alone: bool
) -> LikelyKey | None:
    """What all rows say of some columns; None where they are no key."""
    repeats = count - _distinct(source, rows, names)
    if not repeats:
        return LikelyKey(tuple(names))
    if alone and repeats < HARDLY_ANY * count:
        return LikelyKey(tuple(names), repeated=_repeated(source, rows, names, repeats))
    one_a_day = _distinct(source, rows, [DAY, *names]) == count
    return LikelyKey(tuple(names), within_partition=True) if one_a_day else None


def _distinct(source: SourceTable, rows: "ir.Table", names: Sequence[str]) -> int:
    found: int = source.fetch(rows.select(*names).distinct().count().as_table()).to_pylist()[0].popitem()[1]
    return found


def _repeated(source: SourceTable, rows: "ir.Table", names: Sequence[str], count: int) -> Repeated:
    """On which days keys came again."""
    each = rows.group_by(names).agg(oakum_rows=rows.count(), oakum_last=rows[DAY].max())
    last = each.filter(each.oakum_rows > 1).oakum_last
    said = source.fetch(
        last.as_table().agg(first=last.min().cast("string"), last=last.max().cast("string"))
    ).to_pylist()[0]
    return Repeated(count, date.fromisoformat(said["first"]), date.fromisoformat(said["last"]))
