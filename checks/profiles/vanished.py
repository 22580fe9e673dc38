"""What some share of the values should go on to have: a day after the 12th, a fraction of .60 or more."""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.profiles.coordinates import is_coordinate
from checks.profiles.profile import Profile
from checks.profiles.slices import segment_of
from checks.profiles.values import Values
from checks.statistics.distance import surprise

LOOKED_BACK, MIN_PARTITIONS = 28, 7
LEAST_USUAL, MOST_USUAL, CHANCE = 0.15, 0.95, 1e-6
LEVELS = 20
ROWS, RARE, SWAPPED = 5, 0.001, 0.02

Counts = Sequence[tuple[int, int]]
"""Of each partition the rows that have it, and all that could."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What ended: since when, in how many rows, and in which level of a segment, as it is kept, if in one."""

    kind: str
    profiles: Sequence[Profile]
    rows: int
    usual: float
    level: tuple[str, str] | None = None

    @property
    def segment(self) -> str | None:
        """The level in words."""
        return segment_of(*self.level) if self.level else None


def kind_of(newest: Profile, column: str) -> str | None:
    """What is asked of a column: of times the days after the 12th, of coordinates the fractions."""
    if dict(newest.schema).get(column, "").startswith(("date", "timestamp")):
        return "day_and_month"
    return "sixtieths" if is_coordinate(column) and newest.columns[column].values.finite else None


def vanished(profiles: Sequence[Profile], column: str, segments: Sequence[str]) -> list[Gone]:
    """What ended in the whole column; else in the levels of segments, those with the most rows first."""
    kind = kind_of(profiles[-1], column)
    if kind is None:
        return []
    whole = [each.columns[column] for each in profiles]
    known = [
        column.values.finite if kind == "sixtieths" else each.rows - column.nulls
        for each, column in zip(profiles, whole, strict=True)
    ]
    counts = [(_count(kind, each.values), many) for each, many in zip(whole, known, strict=True)]
    if found := _gone(kind, profiles, counts, None):
        return [found]
    return [gone for segment in segments for gone in _in_levels(kind, profiles, column, segment)]


def _in_levels(kind: str, profiles: Sequence[Profile], column: str, segment: str) -> list[Gone]:
    newest = profiles[-1].slices.segments.get(segment, {})
    found: list[Gone] = []
    for name in sorted(newest, key=lambda level: (-newest[level].rows, level))[:LEVELS]:
        days = [(each, each.slices.segments.get(segment, {}).get(name)) for each in profiles]
        there = [(each, level.values[column]) for each, level in days if level and column in level.values]
        if not there or there[-1][0] is not profiles[-1]:
            continue
        counts = [(_count(kind, values), values.finite) for _, values in there]
        gone = _gone(kind, [each for each, _ in there], counts, (segment, name))
        found += [gone] if gone else []
    return found


def _count(kind: str, values: Values) -> int:
    return values.late_days if kind == "day_and_month" else values.sixtieths


def _gone(
    kind: str, profiles: Sequence[Profile], counts: Counts, level: tuple[str, str] | None
) -> Gone | None:
    """Whether something that 15 % to 95 % of every partition had is gone (binomial p < 1e-6)."""
    start = len(counts)
    while start and not counts[start - 1][0]:
        start -= 1
    known = [there / total for there, total in counts[:start][-LOOKED_BACK:] if total]
    total = counts[-1][1]
    if start == len(counts) or len(known) < MIN_PARTITIONS or min(known) < LEAST_USUAL:
        return None
    if min(known) > MOST_USUAL:  # times that follow the day of their partition are all late, or none is
        return None
    if (1 - min(known)) ** total >= CHANCE:
        return None
    usual = sorted(known)[len(known) // 2]
    return Gone(kind, profiles[start:], round(usual * total), usual, level)


def far(profiles: Sequence[Profile], column: str) -> Gone | None:
    """Coordinates beyond ±180 where none ever was: 523104 for 52°31′04″."""
    if not is_coordinate(column):
        return None
    counts = [each.columns[column].values for each in profiles]
    start = len(counts)
    while start and counts[start - 1].far:
        start -= 1
    known, newest = [each for each in counts[:start] if each.finite], counts[-1]
    if start == len(counts) or len(known) < MIN_PARTITIONS or any(each.far for each in known):
        return None
    if newest.far < ROWS or newest.far < RARE * newest.finite:
        return None
    return Gone("degrees", profiles[start:], newest.far, 0.0)


def swapped(profiles: Sequence[Profile], column: str) -> Gone | None:
    """Times of the partition's own day with day and month swapped, as a guess has it: 3 May is 5 March.

    They hold two points of the rows, and the day itself lost half as many against every day of 28 (seven
    at least; binomial p < 1e-6). Days after the 12th have no such twin and look as ever.
    """
    days = [(each, each.columns[column], each.rows - each.columns[column].nulls) for each in profiles]
    known = [
        ((rows - found.values.astray) / rows, found.values.swapped / rows)
        for _, found, rows in days[:-1][-LOOKED_BACK:]
        if rows and not found.values.swapped >= SWAPPED * rows
    ]
    newest, found, rows = days[-1]
    if len(known) < MIN_PARTITIONS or not rows or found.values.swapped < max(ROWS, SWAPPED * rows):
        return None
    share, least = found.values.swapped / rows, min(on for on, _ in known)
    usual = max(1 / sum(many for *_, many in days), *(each for _, each in known))
    lost = least - (rows - found.values.astray) / rows
    if lost < share / 2 or surprise(found.values.swapped, rows, usual) >= CHANCE:
        return None
    return Gone("day_and_month", [newest], found.values.swapped, usual)
