"""A number that stands still in one level of a segment while it moves in others: the rate of a currency."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checks.profiles.alike import is_one, same_moments
from checks.profiles.profile import Profile
from checks.profiles.segment_copies import Again, has_fractions, largest
from checks.profiles.values import Values

LOOKED_BACK, MIN_MOVES = 60, 27
CHANCE = 3e-4
"""So seldom would any level of the column stand still for so long."""

SELDOM = 0.1
"""A level that stood still more often than that before says nothing by it."""

Known = Sequence[Mapping[str, Values]]
"""Of each partition the values of one column, by level."""


@dataclass(frozen=True, slots=True)
class _Pace:
    """The days on which most of the others moved, and on which of them a level stood still."""

    days: Sequence[int]
    stood: Sequence[bool]

    @property
    def run(self) -> int:
        """On how many of them up to the newest it stands."""
        return next((back for back, still in enumerate(reversed(self.stood)) if not still), len(self.stood))


def frozen_levels(profiles: Sequence[Profile], segment: str, column: str) -> list[Again]:
    """The levels in which a column stands still while it moves in more than half of the others.

    Days on which the others stand, too (a weekend), do not count. On 27 of 60 others at least it moved, but
    for a few; how often it stood before says how likely it is to stand for so long by chance, and it never
    did for half as long. Different fractions that are all the same again are no chance on their first day.
    """
    known = [each for each in profiles[-LOOKED_BACK - 1 :] if segment in each.slices.segments]
    if len(known) <= MIN_MOVES or known[-1] is not profiles[-1]:
        return []
    names = largest(known[-1], segment)
    values = [_values(each, segment, column) for each in known]
    still = _standing(values, names)
    paces = {name: _pace(still, name) for name in names if name in values[-1]}
    found = [name for name, pace in paces.items() if _is_frozen(pace, values, name, len(paces))]
    return [_again(known, segment, column, name, paces[name]) for name in found]


def _values(profile: Profile, segment: str, column: str) -> Mapping[str, Values]:
    """The numbers of the column where all are known, or enough."""
    levels = profile.slices.segments[segment].items()
    return {name: level.values[column] for name, level in levels if column in level.values}


def _standing(values: Known, names: Sequence[str]) -> list[dict[str, bool]]:
    """Of each partition but the first, which levels stand where they stood in the one before."""
    return [
        {name: stands(before[name], here[name]) for name in names if name in here and name in before}
        for before, here in pairwise(values)
    ]


def _pace(still: Sequence[Mapping[str, bool]], name: str) -> _Pace:
    days, stood = [], []
    for at, day in enumerate(still, start=1):
        if name in day and 2 * (len(day) - sum(day.values()) - (not day[name])) > len(day) - 1:
            days.append(at)
            stood.append(day[name])
    return _Pace(days, stood)


def stands(one: Values, other: Values) -> bool:
    """Whether numbers are what they were; one number in all rows is the same in however many."""
    if is_one(one) and is_one(other):
        return math.isclose(one.mean, other.mean, rel_tol=1e-9)
    return same_moments(one, other)


def _is_frozen(pace: _Pace, values: Known, name: str, levels: int) -> bool:
    run = pace.run
    before = pace.stood[: len(pace.stood) - run]
    if not run or pace.days[-1] != len(values) - 1 or len(before) < MIN_MOVES:
        return False
    if sum(before) > SELDOM * len(before) or run <= 2 * _longest(before):
        return False
    if not any(before) and not is_one(values[-1][name]) and _is_sure(values, name):
        return True
    return levels * ((sum(before) + 0.5) / (len(before) + 1)) ** run < CHANCE


def _longest(stood: Sequence[bool]) -> int:
    longest = run = 0
    for still in stood:
        run = run + 1 if still else 0
        longest = max(longest, run)
    return longest


def _is_sure(values: Known, name: str) -> bool:
    return has_fractions([each[name] for each in values if name in each])


def _again(known: Sequence[Profile], segment: str, column: str, name: str, pace: _Pace) -> Again:
    first = pace.days[-pace.run]
    rows = known[-1].slices.segments[segment][name].rows
    return Again(name, known[first:], known[first - 1], [column], rows)
