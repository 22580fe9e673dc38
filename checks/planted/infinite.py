"""Numbers that are infinite, in a few rows."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from checks.data import guards
from checks.figures import counted
from checks.history import History
from checks.plant import COUNTS, Plant, heaviest, is_breach, narrowed, with_column


def plants(history: History) -> Iterator[Plant]:
    """Of the column of numbers that weighs most."""
    columns = history.judged[-1].columns
    name = heaviest(history, [each for each in columns if columns[each].values.finite])
    if name is None:
        return
    yield Plant(
        check="guards",
        column=name,
        unit="rows",
        what=f"infinite numbers in `{name}`",
        says=lambda size: f"{counted(int(size), 'infinite number')} in `{name}`",
        sizes=COUNTS,
        is_seen=partial(_is_seen, narrowed(history, name, guards.LOOKED_BACK + 1), name),
    )


def _is_seen(history: History, name: str, size: float) -> bool:
    column = history.judged[-1].columns[name]
    more = min(int(size), column.values.finite)
    values = replace(
        column.values, infinite=column.values.infinite + more, finite=column.values.finite - more
    )
    return is_breach(guards.judge(with_column(history, name, replace(column, values=values))))
