"""How old the times of a column are beside their partition's day, counted in doubling steps of days."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from checks.sources.counting import count_where
from checks.sources.tables import DAY

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from checks.profiles.profile import Profile

STEPS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
"""Days; a row of an age counts in each step that it has reached."""

NAME = "age "


def measures(rows: "ir.Table", name: str) -> dict[str, Any]:
    """What to count of a column of times in the fused GROUP BY."""
    import ibis

    day: Any = rows[name].cast("date")
    return {f"{NAME}{step}": count_where(day <= rows[DAY] - ibis.interval(days=step)) for step in STEPS}


def counts(answer: Mapping[str, Any]) -> dict[str, int]:
    """Rows by the steps that they have reached, as the engine answered `measures`."""
    return {key.removeprefix(NAME): many for key, many in answer.items() if key.startswith(NAME) and many}


def aged(profile: "Profile", name: str) -> dict[int, int]:
    """Rows by the step that their age has reached: 0, 1, 2, 4, … days; those that are younger count as 0."""
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
    return max(0, 2 * step - 1) + (until - since).days


def said(step: int) -> str:
    """The ages of a step: 1 day, 2 to 3 days, 512 days or more."""
    if step == STEPS[-1]:
        return f"{step} days or more"
    return "1 day" if step == 1 else f"{step} to {2 * step - 1} days"
