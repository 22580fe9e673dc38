"""A column that nobody watches, and that loses its values."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from checks.data import emptied
from checks.history import History
from checks.plant import SHARES, Plant, is_breach, narrowed, rows_of, with_column
from checks.profiles.emptied import LEFT, LOOKED_BACK
from checks.profiles.missing import missing


def plants(history: History) -> Iterator[Plant]:
    """Of the emptiest: of the others less is needed."""
    newest, declared = history.judged[-1], history.table.columns
    watched = {name for name, each in declared.items() if each.watches_nulls or each.null_rate is False}
    left = [name for name in newest.columns if name not in watched and missing(newest, name) < newest.rows]
    if not left:
        return
    name = max(left, key=lambda each: missing(newest, each))
    yield Plant(
        check="emptied",
        column=name,
        unit="% of values",
        what=f"lost values of `{name}`",
        says=lambda size: f"{size}% lost values of `{name}`",
        sizes=SHARES,
        is_seen=partial(_is_seen, narrowed(history, name, LOOKED_BACK + 1), name),
        guess=100 * (1 - LEFT),
    )


def _is_seen(history: History, name: str, size: float) -> bool:
    """So many of the values that it has are missing."""
    newest = history.judged[-1]
    column = newest.columns[name]
    lost = rows_of(size, newest.rows - missing(newest, name))
    return is_breach(emptied.judge(with_column(history, name, replace(column, nulls=column.nulls + lost))))
