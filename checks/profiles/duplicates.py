"""Rows whose key an earlier row already has: exact, over all the files of a table."""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from checks.profiles.grouping import NO_DAY, Group, day_of, moment_of
from checks.profiles.patient import Asked, Patience
from checks.profiles.repeating import FIRST, repeats
from checks.profiles.repeats import NO_REPEATS, Repeats
from checks.profiles.repeats import add as together
from checks.sources.answered import array, rows_of
from checks.sources.files import FilesTable
from checks.sources.hashing import hashed
from checks.sources.tables import (
    DAY,
    EVENT,
    LOAD_DAY,
    LOADED,
    Bundle,
    SourceTable,
    TooSlowError,
    by_schema,
    plain,
)
from checks.verdict import Row

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

MARK = "oakum: mark"
EXAMPLES = 5
SMALL = 64 * 2**20
KEYS_AT_ONCE = 6_000_000
"""Files of fewer bytes, and fewer keys, are looked at in one go."""

Excess = tuple[int, tuple[Row, ...], Repeats]
"""How many rows of a group repeat a key, the first of them, and what they have in common."""


def duplicates(
    table: SourceTable, new: Sequence[Bundle], every: Sequence[Bundle], loaded_by: datetime | None = None
) -> dict[Group, Excess]:
    """What to add to the profiles of the new bundles; other groups may be in the answer and are incomplete.

    Rows are ordered by load time, partition and event time; a key with a NULL in it is no key. Only keys of
    the new bundles are looked for, and only those that occur twice are put in order.
    """
    declared = table.table
    within = declared.unique_within == "partition" or declared.day_column in declared.key
    try:
        return _counted(table, new, every, loaded_by, within)
    except TooSlowError:
        patience = Patience(table, lambda days: _keyed(table, days, loaded_by), within)
        old = [bundle for bundle in every if bundle not in new]
        brought = patience.brought(new, old)
        return {} if brought is None else _repeated(brought, _key(brought.rows, within), brought.rows)


def _counted(
    table: SourceTable,
    new: Sequence[Bundle],
    every: Sequence[Bundle],
    loaded_by: datetime | None,
    within: bool,
) -> dict[Group, Excess]:
    fresh = _keyed(table, new, loaded_by)
    if fresh is None:
        return {}
    known = None if within or len(new) == len(every) else _keyed(table, every, loaded_by)
    if known is not None:
        fresh = _alike(fresh, known)
    key = _key(fresh, within)
    found: dict[Group, Excess] = {}
    for rows in _suspects(table, key, fresh, known, new if known is None else every):
        found = _add(found, _repeated(table, key, rows))
    return found


def _key(keyed: "ir.Table", within: bool) -> list[str]:
    """The columns by which two rows are the same."""
    return [name for name in keyed.columns if name.startswith("key_")] + [DAY] * within


def _suspects(
    table: SourceTable, key: list[str], fresh: "ir.Table", known: "ir.Table | None", read: Sequence[Bundle]
) -> "Iterator[ir.Table]":
    """The rows whose key may occur twice, in parts: as it should be, there are none."""
    import ibis

    if not isinstance(table, FilesTable):  # a database has its own ways
        rows = fresh if known is None else known.semi_join(fresh, key)
        often = rows.group_by(key).agg(times=rows.count()).filter(ibis._.times > 1)
        yield rows.semi_join(often, key)
        return
    fresh, known = _marked(fresh, key), known if known is None else _marked(known, key)
    for part in _parts(table, read):
        rows = part(fresh) if known is None else part(known).semi_join(part(fresh), MARK)
        twice = _twice(table, rows.select(MARK))
        if len(twice):
            yield rows.semi_join(table.in_memory(MARK, twice), MARK)


def _twice(table: SourceTable, marks: "ir.Table") -> "NDArray[np.uint64]":
    """The marks that occur more than once. To sort them takes a third of what a GROUP BY does."""
    import numpy as np

    answer = table.fetch(marks)
    rising = np.empty(answer.num_rows, np.uint64)
    start = 0
    for chunk in answer[MARK].chunks:
        rising[start : start + len(chunk)] = array(chunk)
        start += len(chunk)
    del answer  # a hundred megabytes
    rising.sort()
    return np.unique(rising[1:][rising[1:] == rising[:-1]])


def _parts(table: SourceTable, read: Sequence[Bundle]) -> Iterator[Callable[["ir.Table"], "ir.Table"]]:
    """The keys in parts by their mark, so that no more than one part of them is in memory."""
    rows = 0
    if sum(bundle.size for bundle in read) >= SMALL:
        rows = sum(
            table.fetch(table.rows(alike).count().as_table())[0][0].as_py() for alike in by_schema(read)
        )
    parts = 1 << max(0, math.ceil(math.log2(max(1, rows) / KEYS_AT_ONCE)))
    for at in range(parts):
        yield partial(_part, at, parts)


def _part(at: int, parts: int, keyed: "ir.Table") -> "ir.Table":
    return keyed.filter((keyed[MARK] & (parts - 1)) == at) if parts > 1 else keyed


def _repeated(table: Asked, key: list[str], rows: "ir.Table") -> dict[Group, Excess]:
    import ibis

    repeated = rows.group_by(key).agg(times=rows.count()).filter(ibis._.times > 1)
    suspects = rows.semi_join(repeated, key)
    # the keys last: which of a hundred rows of one moment are shown is no matter of chance
    order = [LOADED, DAY, EVENT, *(name for name in rows.columns if name.startswith("key_"))]
    nth = ibis.row_number().over(ibis.window(group_by=key, order_by=order))
    origin = suspects[DAY].first().over(ibis.window(group_by=key, order_by=order))
    again = suspects.mutate(nth=nth, **{FIRST: origin}).filter(ibis._.nth > 0)
    place = ibis.row_number().over(ibis.window(group_by=[DAY, LOAD_DAY], order_by=order))
    size = ibis._.count().over(ibis.window(group_by=[DAY, LOAD_DAY]))
    first = again.mutate(place=place, excess=size).filter(ibis._.place < EXAMPLES)
    answer = rows_of(table.fetch(first.order_by(DAY, LOAD_DAY, "place")))
    return _excess(table, answer, repeats(table, again)) if answer else {}


def _add(one: dict[Group, Excess], other: dict[Group, Excess]) -> dict[Group, Excess]:
    """Both together, the earliest examples first; of one moment, those of the smallest keys."""
    added = dict(one)
    for group, (count, rows, alike) in other.items():
        before, known, common = added.get(group, (0, (), NO_REPEATS))
        first = sorted((*known, *rows), key=_place)
        added[group] = before + count, tuple(first[:EXAMPLES]), together(common, alike)
    return added


def _place(row: Row) -> tuple[datetime, tuple[Any, ...]]:
    return row.at or datetime.max.replace(tzinfo=UTC), tuple(row.key.values())


def _keyed(table: SourceTable, bundles: Sequence[Bundle], loaded_by: datetime | None) -> "ir.Table | None":
    """The keys of the rows that have one, numbered; partitions may differ in their other columns.

    A key column that changed its type is compared as text.
    """
    import ibis

    key = table.table.key
    parts = [table.rows(alike) for alike in by_schema(bundles)]
    parts = [rows for rows in parts if all(name in rows.columns for name in key)]
    if not parts:
        return None
    kinds = {name: {rows[name].type() for rows in parts} for name in key}
    keyed = []
    for rows in parts:
        rows = rows.filter([rows[name].notnull() for name in key])
        if loaded_by is not None:
            rows = rows.filter(rows[LOADED].isnull() | (rows[LOADED] <= int(loaded_by.timestamp())))
        values = [rows[name] if len(kinds[name]) == 1 else rows[name].cast("string") for name in key]
        numbered = {f"key_{at}": value for at, value in enumerate(values)}
        keyed.append(rows.select(DAY, LOAD_DAY, LOADED, EVENT, **numbered))
    return keyed[0] if len(keyed) == 1 else ibis.union(*keyed)


def _marked(keyed: "ir.Table", key: list[str]) -> "ir.Table":
    """Keys with a mark of 8 bytes, the same for equal ones."""
    import ibis

    parts = {name: keyed[name] for name in key}
    return keyed.mutate(
        **{MARK: hashed(next(iter(parts.values())) if len(parts) == 1 else ibis.struct(parts))}
    )


def _alike(fresh: "ir.Table", known: "ir.Table") -> "ir.Table":
    """The new keys in the types that all the keys have together."""
    return fresh.mutate(
        **{name: fresh[name].cast(known[name].type()) for name in fresh.columns if name.startswith("key_")}
    )


def _excess(table: Asked, answer: list[dict[str, Any]], alike: dict[Group, Repeats]) -> dict[Group, Excess]:
    found: dict[Group, Excess] = {}
    for row in answer:
        group = row[DAY] or NO_DAY, day_of(row[LOAD_DAY])
        key = plain({name: row[f"key_{at}"] for at, name in enumerate(table.table.key)})
        at = moment_of(row[LOADED] if row[EVENT] is None else row[EVENT])
        again = Row(key=key, at=at, why="an earlier row has the same key")
        _, before, _ = found.get(group, (0, (), NO_REPEATS))
        found[group] = (row["excess"], (*before, again), alike.get(group, NO_REPEATS))
    return found
