"""Vectors with a hole: a number of theirs is NaN."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from checks.data import vectors
from checks.figures import counted
from checks.history import History
from checks.plant import COUNTS, Plant, is_breach, only, with_column


def plants(history: History) -> Iterator[Plant]:
    """Of each column of vectors."""
    columns = history.judged[-1].columns
    for name, column in history.table.columns.items():
        kept = columns[name].vectors if name in columns else None
        if column.watches_vectors is None or kept is None or not kept.rows:
            continue
        yield Plant(
            check="vectors",
            column=name,
            unit="rows",
            what=f"NaN in `{name}`",
            says=partial(_says, name),
            sizes=COUNTS,
            is_seen=partial(_is_seen, only(history, name), name),
        )


def _says(name: str, size: str) -> str:
    return f"NaN in {counted(int(size), 'vector')} of `{name}`"


def _is_seen(history: History, name: str, size: float) -> bool:
    column = history.judged[-1].columns[name]
    kept = column.vectors
    if kept is None:
        return False
    broken = min(kept.rows, kept.broken + int(size))
    return is_breach(
        vectors.judge(with_column(history, name, replace(column, vectors=replace(kept, broken=broken))))
    )
