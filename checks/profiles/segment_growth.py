"""Segments in which missing values grow from day to day, while the rest of the table stands as it did."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from checks.profiles.missing import missing
from checks.profiles.profile import Profile
from checks.profiles.segment_nulls import CHANCE, LARGEST, MIN_ROWS, SMALLEST_JUMP
from checks.profiles.slices import UNSLICED, Level
from checks.statistics.baseline import ALARM, small_sample_factor, spread
from checks.statistics.distance import surprise
from checks.statistics.growth import Growth, growth, leapt
from checks.statistics.trend import FLAT_FROM, log_odds, points_a_day

WEEK = 7
FLOOR = log(1.5)
SMALLEST_RISE = 0.01
"""Many segments are looked at every day: their last week must be a point above the weeks before, at odds half
as high again, further than their weeks wander, and no chance."""

Counts = NDArray[np.int64]
"""Missing values and rows: of one day or week, or of many below each other."""


@dataclass(frozen=True, slots=True)
class Grew:
    """A level whose rate of missing values grows: the partitions since it began, from and to what.

    `usual` is the rate of the four weeks before, `points` are percentage points a day.
    """

    segment: str
    level: str
    profiles: Sequence[Profile]
    shares: Sequence[float]
    before: float
    usual: float
    points: float
    missing: int
    rows: int

    @property
    def rate(self) -> float:
        """The rate in the newest partition."""
        return self.missing / self.rows

    @property
    def rose(self) -> int:
        """How many more rows than usual miss a value."""
        return max(0, self.missing - round(self.usual * self.rows))

    @property
    def leapt(self) -> bool:
        """Whether a jump of a segment came on top."""
        return leapt(self.shares[-len(self.profiles) :], SMALLEST_JUMP)


def grown(profiles: Sequence[Profile], segment: str, column: str) -> list[Grew]:
    """The levels in which the column grows, those with the steepest growth first.

    A level that rose no more than twice as much as all other rows did is not told: there the column is what
    grows.
    """
    known = [each for each in profiles if segment in each.slices.segments]
    if len(known) < FLAT_FROM or known[-1] is not profiles[-1]:
        return []
    newest = known[-1].slices.segments[segment]
    largest = sorted(newest, key=lambda name: -newest[name].rows)[:LARGEST]
    found = (_grown(known, segment, column, name) for name in largest if newest[name].rows >= MIN_ROWS)
    return sorted((each for each in found if each), key=lambda each: -each.points)


def _grown(profiles: Sequence[Profile], segment: str, column: str, name: str) -> Grew | None:
    there = [each for each in profiles if name in each.slices.segments[segment]]
    if len(there) < FLAT_FROM:
        return None
    counts = _counts([each.slices.segments[segment][name] for each in there], column)
    weeks = _weeks(counts)
    if not _is_above(weeks[-1], weeks[np.argmin(weeks[:, 0] / weeks[:, 1])]):  # most are told by this alone
        return None
    many, rows = counts.T.tolist()
    found = growth(many, rows, [each.partition.weekday() for each in there])
    if found is None or not _stands_out(counts, weeks, found):
        return None
    if _rise(counts, found) < 2 * _rise(_whole(there, column) - counts, found):
        return None
    shares = [_rate(each) for each in counts[max(0, found.began - 1) :]]
    points, usual = points_a_day(shares)[0], _rate(_before(counts, found))
    if points <= 0:  # what falls since it began to grow is not growing
        return None
    return Grew(segment, name, there[found.began :], shares, found.before, usual, points, many[-1], rows[-1])


def _counts(levels: Sequence[Level], column: str) -> Counts:
    return np.array([(level.missing.get(column, 0), level.rows) for level in levels])


def _whole(profiles: Sequence[Profile], column: str) -> Counts:
    return np.array([(missing(each, column), each.rows) for each in profiles])


def _weeks(counts: Counts) -> Counts:
    """Each seven days together."""
    sums = np.cumsum(counts, axis=0)
    sums[WEEK:] -= sums[:-WEEK].copy()
    return sums[WEEK - 1 :]


def _rate(counts: Counts) -> float:
    return float(counts[0] / max(1, counts[1]))


def _before(counts: Counts, found: Growth) -> Counts:
    """The four weeks before it began."""
    before: Counts = counts[max(0, found.began - FLAT_FROM) : max(1, found.began)].sum(axis=0)
    return before


def _rise(counts: Counts, found: Growth) -> float:
    """How far the last week lies above the four weeks before it began."""
    return _rate(counts[-WEEK:].sum(axis=0)) - _rate(_before(counts, found))


def _is_above(week: Counts, before: Counts) -> bool:
    if _rate(week) - _rate(before) < SMALLEST_RISE or _odds(week) - _odds(before) < FLOOR:
        return False
    usual = (before[0] + 0.5) / (before[1] + 1)
    return surprise(int(week[0]), int(week[1]), float(usual)) < CHANCE


def _odds(counts: Counts) -> float:
    return log_odds(int(counts[0]), int(counts[1]))


def _stands_out(counts: Counts, weeks: Counts, found: Growth) -> bool:
    """Whether the last week is further from the weeks before it began than these are from each other."""
    before = _before(counts, found)
    earlier = [_odds(each) for each in weeks[: max(0, found.began - WEEK + 1)]]
    if len(earlier) < 2 * WEEK or not _is_above(weeks[-1], before):
        return False
    reach = ALARM * small_sample_factor(found.began // WEEK) * spread(earlier)
    return _odds(weeks[-1]) - _odds(before) >= reach


def without(profiles: Sequence[Profile], column: str, grew: Sequence[Grew]) -> list[Profile]:
    """The partitions as they are without the rows of these levels, as far as the column is concerned."""
    segment, names = grew[0].segment, {each.level for each in grew}
    return [rest for each in profiles if (rest := _without(each, column, segment, names)).rows]


def _without(profile: Profile, column: str, segment: str, names: set[str]) -> Profile:
    levels = [level for name, level in profile.slices.segments.get(segment, {}).items() if name in names]
    known = profile.columns[column]
    left = missing(profile, column) - sum(level.missing.get(column, 0) for level in levels)
    rest = replace(known, nulls=max(0, left), nan=0, empty=0)
    rows = profile.rows - sum(level.rows for level in levels)
    return replace(profile, rows=rows, columns={**profile.columns, column: rest}, slices=UNSLICED)


def clearest(found: Sequence[Sequence[Grew]]) -> Sequence[Grew]:
    """Of several segment columns, the levels of the one that tells most: many rows that rose far.

    What grows in one source grows in its country too, by less; and in a town of it, in fewer rows.
    """
    return max(
        found, key=lambda levels: sum(each.rose * (each.rate - each.usual) for each in levels), default=()
    )
