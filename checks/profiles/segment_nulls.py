"""Segments in which a column suddenly has no values, while the rest of the table stands as it did."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from checks.figures import percent
from checks.profiles.missing import missing
from checks.profiles.profile import Profile
from checks.profiles.slices import Level, segment_of
from checks.statistics.baseline import walk
from checks.statistics.distance import surprise
from checks.statistics.single_days import Day, is_common
from checks.statistics.trend import expit, log_odds
from checks.verdict import called

FLOOR = log(1.5)
SMALLEST_JUMP = 0.05
CHANCE = 1e-6
"""Many segments are looked at every day: a jump must be larger and less of a chance than a column's."""

MIN_ROWS = 20
LARGEST = 50
NAMED = 3


@dataclass(frozen=True, slots=True)
class Jumped:
    """A level whose rate of missing values jumped: since which partition, from and to what, and whether
    single days were so high anyway."""

    level: str
    profiles: Sequence[Profile]
    missing: int
    rows: int
    usual: float
    common: bool

    @property
    def rose(self) -> int:
        """How many more rows than usual miss a value."""
        return self.missing - round(self.usual * self.rows)

    @property
    def rate(self) -> float:
        """The rate in the newest partition."""
        return self.missing / self.rows


def jumped(
    profiles: Sequence[Profile], segment: str, column: str, bad: Collection[date] = ()
) -> list[Jumped]:
    """The levels in which the column jumped on the newest partition, those with the most rows first.

    A level that rose no more than twice as much as all other rows did is not told: there the column is what
    is broken. Of what was common before, days known to be `bad` say nothing.
    """
    known = [each for each in profiles if segment in each.slices.segments]
    if not known or known[-1] is not profiles[-1]:
        return []
    newest = known[-1].slices.segments[segment]
    largest = sorted(newest, key=lambda name: -newest[name].rows)[:LARGEST]
    found = (_jumped(known, segment, column, name, bad) for name in largest if newest[name].rows >= MIN_ROWS)
    return [each for each in found if each]


def _jumped(
    profiles: Sequence[Profile], segment: str, column: str, name: str, bad: Collection[date]
) -> Jumped | None:
    there = [each for each in profiles if name in each.slices.segments[segment]]
    levels = [each.slices.segments[segment][name] for each in there]
    rates = [_rate(level, column) for level in levels]
    if rates[-1] - min(rates) < SMALLEST_JUMP:
        return None
    walked = walk(
        [log_odds(level.missing.get(column, 0), level.rows) for level in levels],
        [each.partition.weekday() for each in there],
        floor=FLOOR,
    )
    first = len(walked)
    while first and walked[first - 1].high:
        first -= 1
    if first == len(walked):
        return None
    usual, newest = expit(walked[-1].expected), levels[-1]
    rose = rates[-1] - usual
    if rose < SMALLEST_JUMP or surprise(newest.missing.get(column, 0), newest.rows, usual) > CHANCE:
        return None
    if rose < 2 * _rest_rose(there, segment, column, name, first):
        return None
    days = [
        Day(level.missing.get(column, 0), level.rows, each.partition.weekday())
        for each, level in zip(there, levels, strict=True)
    ]
    before = [day for day, each in zip(days[:first], there, strict=False) if each.partition not in bad]
    common = is_common(days[first:], before)
    return Jumped(name, there[first:], newest.missing.get(column, 0), newest.rows, usual, common)


def _rate(level: Level, column: str) -> float:
    return level.missing.get(column, 0) / level.rows if level.rows else 0.0


def _rest_rose(profiles: Sequence[Profile], segment: str, column: str, name: str, first: int) -> float:
    """By how much all other rows rose, against the four weeks before the jump."""
    before: Counter[str] = Counter()
    for profile in profiles[max(0, first - 28) : first]:
        before.update(_rest(profile, segment, column, name))
    now = _rest(profiles[-1], segment, column, name)
    usual = before["missing"] / max(1, before["rows"])
    return now["missing"] / max(1, now["rows"]) - usual


def _rest(profile: Profile, segment: str, column: str, name: str) -> dict[str, int]:
    level = profile.slices.segments[segment][name]
    if column not in profile.columns:
        return {}
    return {
        "missing": missing(profile, column) - level.missing.get(column, 0),
        "rows": profile.rows - level.rows,
    }


def place(found: Sequence[Jumped], segment: str) -> str:
    """What a finding is about: one level, or the segment column as a whole."""
    return segment_of(segment, found[0].level) if len(found) == 1 else segment


def told(found: Sequence[Jumped], segment: str, column: str, today: date) -> str:
    """What happened, in a sentence: of one segment its rate, of many how many they are."""
    names = [segment_of(segment, each.level) for each in found]
    day = called(found[0].profiles[-1].partition, today)
    if len(found) > 1:
        many = f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
        return f"`{column}` is missing far more often on {day} in {many}"
    (only,) = found
    return (
        f"{percent(only.rate)} of `{column}` is missing on {day} in {names[0]} ({only.rows:,} rows); "
        f"{percent(only.usual)} is usual there"
    )
