"""How text files write the days of a column, which are read all the same: 2026-11-25, and then 25.11.2026."""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.profiles.profile import Profile

MIN_PARTITIONS = 7


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A form that no partition before had: in which it stands, up to the newest, and the usual one."""

    form: str
    usual: str
    profiles: Sequence[Profile]


def rewritten(profiles: Sequence[Profile], column: str) -> Rewritten | None:
    """The new form of the newest partition, if it is new; those with a new form are not learned from."""
    usual: list[str] = []
    run: list[Profile] = []
    for profile in profiles:
        form = dict(profile.day_forms).get(column)
        if form is None:
            continue
        if len(usual) >= MIN_PARTITIONS and form not in usual:
            run.append(profile)
        else:
            usual.append(form)
            run = []
    if not run or run[-1] is not profiles[-1]:
        return None
    return Rewritten(dict(run[-1].day_forms)[column], usual[-1], run)
