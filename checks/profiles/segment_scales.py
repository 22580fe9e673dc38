"""A unit that changed in a part of the rows: one source of four, one country."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from checks.profiles.profile import Profile
from checks.profiles.rescaled import MIN_ROWS, Rescaled, fits_pace, rescaled
from checks.profiles.segment_numbers import LARGEST
from checks.profiles.slices import Level
from checks.profiles.values import Values

STILL = 0.1
"""Levels whose means move by no more than this stand still."""

Days = Sequence[tuple[Profile, Values]]


@dataclass(frozen=True, slots=True)
class Scaled:
    """A level in which a column was scaled: how, on which partitions, and how many rows of the newest."""

    level: str
    how: Rescaled
    profiles: Sequence[Profile]
    rows: int


def scaled_levels(profiles: Sequence[Profile], segment: str, column: str) -> list[Scaled]:
    """The levels whose values of a column were scaled as a whole, those with the most rows first.

    Not those that only went with the others: where prices rise by a half, one country rises by what makes
    kilometres of miles.
    """
    known = [each for each in profiles if segment in each.slices.segments]
    if not known or known[-1] is not profiles[-1]:
        return []
    newest = known[-1].slices.segments[segment]
    largest = sorted(newest, key=lambda name: (-newest[name].rows, name))[:LARGEST]
    series = {name: days for name in largest if (days := _series(known, segment, column, name))}
    found = [scaled for name, days in series.items() if (scaled := _scaled(name, days))]
    others = series.keys() - {each.level for each in found}
    return [each for each in found if not _went_along(each, series, others)]


def _series(profiles: Sequence[Profile], segment: str, column: str, name: str) -> Days:
    """The values of a level on the days that have enough of them; nothing where the newest has not."""
    levels = [(each, each.slices.segments[segment].get(name)) for each in profiles]
    there = [
        (each, _measured(each, level, column)) for each, level in levels if level and column in level.values
    ]
    days = [(each, values) for each, values in there if values.finite >= MIN_ROWS]
    return days if days and days[-1][0] is profiles[-1] else []


def _scaled(name: str, days: Days) -> Scaled | None:
    how = rescaled([values for _, values in days])
    if how is None or not how.named:  # by any factor one country grows, the others do not
        return None
    return Scaled(name, how, [each for each, _ in days[-how.run :]], days[-1][1].finite)


def _went_along(scaled: Scaled, series: Mapping[str, Days], others: Collection[str]) -> bool:
    """Whether it is what it was before, times what most of the others became meanwhile."""
    run = scaled.how.run
    paces = [_pace([values.mean for _, values in series[name]], run) for name in others]
    pace = median(paces) if paces else 1.0
    known = [values for _, values in series[scaled.level]]
    return abs(pace - 1) > STILL and fits_pace(known[-1], known[:-run], pace)


def _pace(means: Sequence[float], run: int) -> float:
    """The newest mean beside those before the run; 1 where no factor can be told."""
    usual = median(means[:-run]) if means[:-run] else 0.0
    return means[-1] / usual if usual and means[-1] / usual > 0 else 1.0


def _measured(profile: Profile, level: Level, column: str) -> Values:
    """The values of the level, with the ends of the column: those of a level are not kept."""
    if column not in profile.columns:
        return level.values[column]
    whole = profile.columns[column].values
    return replace(level.values[column], low=whole.low, high=whole.high)
