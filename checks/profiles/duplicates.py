"""Rows whose key an earlier row already has: exact, over all the files of a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checks.profiles.grouping import NO_DAY, Group, day_of, moment_of
from checks.sources.tables import DAY, EVENT, LOAD_DAY, LOADED, Bundle, SourceTable, by_schema, plain
from checks.verdict import Row

if TYPE_CHECKING:
    import ibis.expr.types as ir

EXAMPLES = 5
Excess = tuple[int, tuple[Row, ...]]
"""How many rows of a group repeat a key, and the first of them."""


def duplicates(
    table: SourceTable, new: Sequence[Bundle], every: Sequence[Bundle], loaded_by: datetime | None = None
) -> dict[Group, Excess]:
    """What to add to the profiles of the new bundles; other groups may be in the answer and are incomplete.

    Rows are ordered by load time, partition and event time; a key with a NULL in it is no key. Only keys of
    the new bundles are looked for, and only those that occur twice are put in order.
    """
    import ibis

    declared = table.table
    within = declared.unique_within == "partition" or declared.partition.column in declared.key
    fresh = _keyed(table, new, loaded_by)
    if fresh is None:
        return {}
    rows = fresh
    key = [name for name in fresh.columns if name.startswith("key_")] + ([DAY] if within else [])
    if not within and len(new) < len(every):
        known = _keyed(table, every, loaded_by)
        rows = known.semi_join(_alike(fresh, known), key) if known is not None else fresh
    repeated = rows.group_by(key).agg(times=rows.count()).filter(ibis._.times > 1)
    suspects = rows.semi_join(repeated, key)
    order = [LOADED, DAY, EVENT]
    nth = ibis.row_number().over(ibis.window(group_by=key, order_by=order))
    again = suspects.mutate(nth=nth).filter(ibis._.nth > 0)
    place = ibis.row_number().over(ibis.window(group_by=[DAY, LOAD_DAY], order_by=order))
    size = ibis._.count().over(ibis.window(group_by=[DAY, LOAD_DAY]))
    first = again.mutate(place=place, excess=size).filter(ibis._.place < EXAMPLES)
    return _excess(table, table.fetch(first.order_by(DAY, LOAD_DAY, "place")).to_pylist())


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


def _alike(fresh: "ir.Table", known: "ir.Table") -> "ir.Table":
    """The new keys in the types that all the keys have together."""
    return fresh.mutate(
        **{name: fresh[name].cast(known[name].type()) for name in fresh.columns if name.startswith("key_")}
    )


def _excess(table: SourceTable, answer: list[dict[str, Any]]) -> dict[Group, Excess]:
    found: dict[Group, Excess] = {}
    for row in answer:
        group = row[DAY] or NO_DAY, day_of(row[LOAD_DAY])
        key = plain({name: row[f"key_{at}"] for at, name in enumerate(table.table.key)})
        at = moment_of(row[LOADED] if row[EVENT] is None else row[EVENT])
        again = Row(key=key, at=at, why="an earlier row has the same key")
        _, before = found.get(group, (0, ()))
        found[group] = (row["excess"], (*before, again))
    return found
