"""Columns that stand still while others move on: a join or a feed behind them has stopped."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from checks.declared import Table
from checks.profiles.alike import has_content, has_fractions, is_alike, moves
from checks.profiles.profile import Profile

LOOKED_BACK, MIN_PARTITIONS, MIN_ROWS = 60, 28, 20
SURE = 2
"""Whole numbers and texts of few values may be alike by chance, seldom twice in a row."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The columns, the partitions that hold what the one before them did, and how many columns move on."""

    names: Sequence[str]
    profiles: Sequence[Profile]
    source: Profile
    moving: int


def frozen(profiles: Sequence[Profile], table: Table, holidays: Collection[date]) -> Frozen | None:
    """The columns with the values of the partition before, where no two of 60 (28 at least) were alike.

    Columns that froze on the same day are told together; where no other column moves on, nothing is said.
    """
    if len(profiles) <= MIN_PARTITIONS or profiles[-1].rows < MIN_ROWS:
        return None
    newest, previous = profiles[-1], profiles[-2]
    if newest.partition in holidays or newest.columns.keys() != previous.columns.keys():
        return None
    names = [name for name in newest.columns if name != table.day_column and has_content(newest, name)]
    since = {name: _since(profiles, name) for name in names if _stands(previous, newest, name)}
    still = {name: first for name, first in since.items() if _never_was(profiles, name, first)}
    moving = [name for name in names if name not in since and moves(profiles[-MIN_PARTITIONS:], name)]
    if not still or not moving:
        return None
    first = min(still.values())
    together = [name for name, day in still.items() if day == first]
    return Frozen(together, profiles[first:], profiles[first - 1], len(moving))


def _stands(one: Profile, other: Profile, name: str) -> bool:
    """Whether a column holds what it held; one number in all rows is the same in however many."""
    return is_alike(one, other, name) or (
        _number(one, name) is not None and _number(one, name) == _number(other, name)
    )


def _number(profile: Profile, name: str) -> float | None:
    """The number that all rows hold, a rate of the day; None where they hold several, or anything else."""
    column = profile.columns[name]
    one = column.values.finite == profile.rows and column.values.low == column.values.high
    return column.values.low if one else None


def _since(profiles: Sequence[Profile], name: str) -> int:
    """The first partition that holds what the one before it did, and still does."""
    first = len(profiles) - 1
    while (
        first > 1 and name in profiles[first - 2].columns and _stands(profiles[first - 2], profiles[-1], name)
    ):
        first -= 1
    return first


def _never_was(profiles: Sequence[Profile], name: str, first: int) -> bool:
    before = profiles[max(0, first - LOOKED_BACK) : first]
    if len(before) < MIN_PARTITIONS or not moves(before, name, may_repeat=0):
        return False
    known = [number for each in before[:-1] if (number := _number(each, name)) is not None]
    if len(set(known)) < len(known):
        return False
    return has_fractions(profiles[-1], name) or len(profiles) - first >= SURE
