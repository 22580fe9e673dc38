"""Rows whose key another row has."""

from collections.abc import Iterator
from dataclasses import replace

from checks.data import duplicate_keys
from checks.figures import counted
from checks.history import History
from checks.plant import COUNTS, Plant, is_breach, with_newest


def plants(history: History) -> Iterator[Plant]:
    """One for a table with a key."""
    newest = history.judged[-1]
    if not history.table.key:
        return

    def is_seen(size: float) -> bool:
        again = replace(newest, rows=newest.rows + int(size), duplicates=newest.duplicates + int(size))
        return is_breach(duplicate_keys.judge(with_newest(history, again)))

    yield Plant(
        check="duplicate_keys",
        unit="rows",
        what="rows that repeat a key",
        says=lambda size: counted(int(size), "row that repeats a key", "rows that repeat a key"),
        sizes=COUNTS,
        is_seen=is_seen,
    )
