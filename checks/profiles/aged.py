"""How old the times of a column are beside their partition's day, by steps of days."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from checks.profiles.aging import STEPS
from checks.profiles.profile import Profile


def aged(profile: Profile, name: str) -> dict[int, int]:
    """Rows by the step that their age has reached: 0, 1, 2, 8, … days; those that are younger count as 0."""
    column = profile.columns.get(name)
    if column is None or not profile.is_time(name):
        return {}
    reached = [profile.rows - column.nulls, *(column.values.ages.get(str(step), 0) for step in STEPS), 0]
    steps = zip((0, *STEPS), pairwise(reached), strict=True)
    return {step: at_least - more for step, (at_least, more) in steps if at_least > more}


def columns_with_age(profile: Profile) -> Sequence[str]:
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
