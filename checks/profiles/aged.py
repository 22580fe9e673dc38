"""How old the times of a column are beside their partition's day, counted in steps of days."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from checks.sources.counting import count_where
from checks.sources.tables import DAY

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from checks.profiles.profile import Profile

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


def aged(profile: "Profile", name: str) -> dict[int, int]:
    """Rows by the step that their age has reached: 0, 1, 2, 8, … days; those that are younger count as 0."""
    column = profile.columns.get(name)
    if column is None:
        return {}
    reached = [profile.rows - column.nulls, *(column.values.ages.get(str(step), 0) for step in STEPS), 0]
    steps = zip((0, *STEPS), pairwise(reached), strict=True)
    return {step: at_least - more for step, (at_least, more) in steps if at_least > more}


def columns_with_age(profile: "Profile") -> Sequence[str]:
    """The columns of times, any of which is older than its partition."""
    return [name for name, column in profile.columns.items() if column.values.ages]


def grown(step: int, since: date, until: date) -> int:
    """The age that rows of a step have at most when they stay as they are until another partition."""
    return _last(step) + (until - since).days


def _last(step: int) -> int:
    """The last day of a step; of the last step its first, since it has no end."""
    return min((other - 1 for other in STEPS if other > step), default=step)


def said(step: int) -> str:
    """The ages of a step: 1 day, 2 to 7 days, 128 days or more."""
    if step == STEPS[-1]:
        return f"{step} days or more"
    return "1 day" if step == 1 else f"{step} to {_last(step)} days"
