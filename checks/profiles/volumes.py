"""How many rows each day has, against the days before it; a replay goes on from the day before.

Rows that repeat a key are not counted: `duplicate_keys` tells of them, and they may hide a loss.
"""

import math
from collections.abc import Collection, Sequence
from copy import copy
from datetime import date

from checks.profiles.profile import Profile
from checks.statistics.baseline import Level
from checks.statistics.following import Following
from checks.statistics.lost import chance_of_few

FLOOR = math.log(1.05)
"""A quiet table sees 5 %; a noisy one what its own spread allows."""

EARLY_SHARE, CHANCE = 0.5, 1e-4
"""Before there is a baseline half of the rows must be gone, and no chance (Poisson) may have done it."""


class Volumes:
    """The days that were judged, with all that was learned from them."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._seen: list[tuple[date, int, bool]] = []
        self._levels: list[Level] = []
        self._baseline = Following(FLOOR, self._is_halved)
        self._before: Volumes | None = None

    def upto(self, profiles: Sequence[Profile], holidays: Collection[date]) -> list[Level]:
        """Each day against the days before it; from the beginning where those are other ones now."""
        days = [(each.partition, each.distinct, each.partition in holidays) for each in profiles]
        if self._seen != days[: len(self._seen)]:
            self._begin()
        for day, rows, off in days[len(self._seen) :]:
            if len(self._seen) == len(days) - 1:
                self._before = self.fork()
            self._seen.append((day, rows, off))
            self._levels.append(self._baseline.judge(math.log(rows + 0.5), day, off))
        return list(self._levels)

    def fork(self) -> "Volumes":
        """The same days, to go on from in another way."""
        other = copy(self)
        other._seen, other._levels, other._before = [*self._seen], [*self._levels], None
        other._baseline = self._baseline.fork(other._is_halved)
        return other

    def before(self) -> "Volumes":
        """All days but the newest that was asked for: what another one in its place would be is soon told."""
        return self._before.fork() if self._before else Volumes()

    def _is_halved(self, day: int, peers: Sequence[int], _: Sequence[int]) -> bool:
        rows, least = self._seen[day][1], min(self._seen[peer][1] for peer in peers)
        return rows < EARLY_SHARE * least and chance_of_few(rows, least) < CHANCE
