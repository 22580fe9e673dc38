"""A column that is multiplied: normalised once more, or given in another unit."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from checks.data import guards
from checks.history import History
from checks.plant import Plant, heaviest, narrowed, with_column
from checks.profiles.rescaled import MIN_ROWS
from checks.verdict import Outcome

FACTORS = (1.02, 1.05, 1.1, 1.2, 1.5, 2, 2.5, 3, 5, 10, 30, 100, 1_000)


def plants(history: History) -> Iterator[Plant]:
    """Of the column of numbers that weighs most."""
    columns = history.judged[-1].columns
    name = heaviest(history, [each for each in columns if columns[each].values.finite >= MIN_ROWS])
    if name is None:
        return
    yield Plant(
        check="guards",
        column=name,
        unit="times",
        what=f"another scale of `{name}`",
        says=lambda size: f"`{name}` times {size}",
        sizes=FACTORS,
        is_seen=partial(_is_seen, narrowed(history, name, guards.LOOKED_BACK + 1), name),
        guess=1.5,
    )


def _is_seen(history: History, name: str, size: float) -> bool:
    """What only the rows could tell is not counted: they are not there to be asked."""
    column = history.judged[-1].columns[name]
    values = replace(
        column.values,
        low=column.values.low * size,
        high=column.values.high * size,
        mean=column.values.mean * size,
        variance=column.values.variance * size**2,
    )
    said = guards.judge(with_column(history, name, replace(column, values=values)))
    return any(each.outcome is Outcome.BREACH and each.suspected is None for each in said)
