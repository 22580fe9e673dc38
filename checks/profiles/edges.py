"""Times that used to end or begin with the day of their partition, and do so a day off: a wrong filter."""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.figures import percent
from checks.profiles.profile import Profile
from checks.statistics.distance import surprise

LOOKED_BACK, MIN_PARTITIONS = 28, 7
NONE, SOME, ALWAYS, CHANCE = 0.001, 0.02, 0.01, 1e-6


@dataclass(frozen=True, slots=True)
class Edge:
    """What is wrong, in words; on which partitions, and how many rows of the newest are concerned."""

    said: str
    profiles: Sequence[Profile]
    rows: int


@dataclass(frozen=True, slots=True)
class _Day:
    """Rows of one partition before, on and after its day."""

    before: int
    on: int
    after: int
    swapped: int

    @property
    def rows(self) -> int:
        return self.before + self.on + self.after

    def share(self, side: str) -> float:
        return float(getattr(self, side)) / self.rows


def moved_edge(profiles: Sequence[Profile], column: str) -> Edge | None:
    """The edge that moved on the newest partition, compared with up to 28 clean ones before (seven at least).

    A column ends with the partition's day where at most 0.1 % of each day's rows come after it, and begins
    with it where at most 0.1 % come before. The edge moved where 2 % of the rows lie beyond it now; or where
    none are on the day itself any more, on which 1 % at least were always.
    """
    clean: list[_Day] = []
    run: list[Profile] = []
    found = None
    for profile in profiles:
        day = _day(profile, column)
        if not day.rows or not profile.is_time(column):  # a text has no place beside the day
            continue
        found = _moved(day, clean[-LOOKED_BACK:]) if len(clean) >= MIN_PARTITIONS else None
        if found:
            run.append(profile)
        else:
            clean.append(day)
            run = []
    return Edge(found[0], run, found[1]) if found and run[-1] is profiles[-1] else None


def _day(profile: Profile, column: str) -> _Day:
    found = profile.columns[column]
    before, after = found.values.before_day, found.values.after_day
    return _Day(before, profile.rows - found.nulls - before - after, after, found.values.swapped)


def _moved(day: _Day, known: Sequence[_Day]) -> tuple[str, int] | None:
    for side, edge in (("after", "ended"), ("before", "began")):
        if any(each.share(side) > NONE for each in known):
            continue
        rows = getattr(day, side)
        seen = 1 / sum(each.rows for each in known)
        usual = max(seen, *(each.share(side) for each in known))
        if day.share(side) >= SOME and surprise(rows, day.rows, usual) < CHANCE:
            if 2 * day.swapped >= rows:
                return None  # day and month were swapped: value_format tells
            share = percent(day.share(side))
            return f"in {share} of the rows {side} the partition's day; it {edge} with it", rows
        least = min(each.share("on") for each in known)
        if not day.on and least >= ALWAYS and (1 - least) ** day.rows < CHANCE:
            return f"never on the partition's day; it {edge} with it", round(least * day.rows)
    return None
