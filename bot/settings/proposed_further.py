"""What a proposal offers behind a #: a column whose levels to look into, and columns whose drift to judge."""

from collections.abc import Iterator

from bot.settings.written import key, scalar
from checks.sources.guesses import Column
from checks.sources.look import Look

LEVELS = range(2, 21)
ROWS_A_LEVEL = 50
NAMED = 3
"""So many columns are named that rows could be told apart by."""

WHY_DRIFT = "drift: true also judges its values: a unit that changed, a join that went wrong, a new level."


def is_categorical(column: Column, rows: int) -> bool:
    """Whether it has a few words, each in many rows."""
    few = column.kind == "text" and column.distinct in LEVELS
    return few and rows >= ROWS_A_LEVEL * column.distinct


def segment(look: Look) -> Iterator[str]:
    """The line that would have each of a few groups of rows looked into, if there are such groups."""
    possible = [
        column for column in look.columns if is_categorical(column, look.rows) and not _is_taken(column, look)
    ]
    possible.sort(key=lambda column: column.missing > 0)
    if not possible:
        return
    first, *others = possible[:NAMED]
    why = f"{first.distinct} values: checks look into each, so that what fails in one only is seen"
    instead = f". Or {', or '.join(key(each.name) for each in others)}" if others else ""
    yield f"# segment: {scalar(first.name)}    # {why}{instead}"


def _is_taken(column: Column, look: Look) -> bool:
    """Of a key of one column each level is a row, and is told by its key."""
    return look.key.names == (column.name,)


def settings(column: Column, rows: int) -> str:
    """What could be judged of a further column."""
    judged = column.kind in ("number", "whole") or is_categorical(column, rows)
    return "{null_rate: true, drift: true}" if judged else "{null_rate: true}"
