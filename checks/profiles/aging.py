"""The steps of days in which the times of a column are counted by their age, beside their partition's day."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from checks.sources.counting import count_where
from checks.sources.tables import DAY

if TYPE_CHECKING:
    import ibis.expr.types as ir

STEPS = (1, 2, 8, 32, 128)
"""Days; a row counts in each step that its age has reached. Few, since each costs a look at every row."""

NAME = "age "


def measures(rows: "ir.Table", name: str, pushes_down: bool) -> dict[str, Any]:
    """What to count of a column of times in the fused GROUP BY.

    A database may hold infinite times, of which it takes no difference; DuckDB does, and is quicker at that.
    """
    import ibis

    day: Any = rows[name].cast("date")
    if pushes_down:
        return {f"{NAME}{step}": count_where(day <= rows[DAY] - ibis.interval(days=step)) for step in STEPS}
    age = rows[DAY].delta(day, unit="day")
    return {f"{NAME}{step}": count_where(age >= step) for step in STEPS}


def counts(answer: Mapping[str, Any]) -> dict[str, int]:
    """Rows by the steps that they have reached, as the engine answered `measures`."""
    return {key.removeprefix(NAME): many for key, many in answer.items() if key.startswith(NAME) and many}
