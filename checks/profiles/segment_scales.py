"""A unit that changed in a part of the rows: one source of four, one country."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checks.profiles.profile import Profile
from checks.profiles.rescaled import MIN_ROWS, Rescaled, rescaled
from checks.profiles.segment_numbers import LARGEST
from checks.profiles.slices import Level
from checks.profiles.values import Values


@dataclass(frozen=True, slots=True)
class Scaled:
    """A level in which a column was scaled: how, on which partitions, and how many rows of the newest."""

    level: str
    how: Rescaled
    profiles: Sequence[Profile]
    rows: int


def scaled_levels(profiles: Sequence[Profile], segment: str, column: str) -> list[Scaled]:
    """The levels whose values of a column were scaled as a whole, those with the most rows first."""
    known = [each for each in profiles if segment in each.slices.segments]
    if not known or known[-1] is not profiles[-1]:
        return []
    newest = known[-1].slices.segments[segment]
    largest = sorted(newest, key=lambda name: (-newest[name].rows, name))[:LARGEST]
    found = (_scaled(known, segment, column, name) for name in largest)
    return [each for each in found if each]


def _scaled(profiles: Sequence[Profile], segment: str, column: str, name: str) -> Scaled | None:
    levels = [(each, each.slices.segments[segment].get(name)) for each in profiles]
    there = [
        (each, _measured(each, level, column)) for each, level in levels if level and column in level.values
    ]
    if not there or there[-1][0] is not profiles[-1] or there[-1][1].finite < MIN_ROWS:
        return None
    how = rescaled([values for _, values in there])
    if how is None or not how.named:  # by any factor one country grows, the others do not
        return None
    run = [each for each, values in there if values.finite >= MIN_ROWS][-how.run :]
    return Scaled(name, how, run, there[-1][1].finite)


def _measured(profile: Profile, level: Level, column: str) -> Values:
    """The values of the level, with the ends of the column: those of a level are not kept."""
    if column not in profile.columns:
        return level.values[column]
    whole = profile.columns[column].values
    return replace(level.values[column], low=whole.low, high=whole.high)
