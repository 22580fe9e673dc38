"""Days that can be compared with few others: those of their weekday, or all, where there are none yet."""

from collections.abc import Callable, Sequence

Early = Callable[[int, Sequence[int], Sequence[int]], bool]
"""Whether a day (its index) is clearly worse than the clean days of its weekday (or all, where there is none
of it yet), or than all clean days."""

WILD_DAYS = 3


class Learned:
    """The clean days so far, by weekday, and whether a day is bad by these alone."""

    def __init__(self, weekdays: Sequence[int], early: Early | None) -> None:
        self._weekdays, self.early = weekdays, early
        self._by_weekday: dict[int, list[int]] = {day: [] for day in range(7)}
        self._doubtful: list[tuple[int, bool]] = []

    def fork(self, weekdays: Sequence[int], early: Early | None) -> "Learned":
        """The same, to go on from in another way."""
        other = Learned(weekdays, early)
        other._by_weekday = {day: [*days] for day, days in self._by_weekday.items()}
        other._doubtful = [*self._doubtful]
        return other

    def weekday(self, at: int) -> int:
        """The weekday of a day, Monday being 0."""
        return self._weekdays[at]

    def relearn(self, at: int, days: Sequence[int]) -> None:
        """Let these days take the place of all but the newest clean one of their weekday."""
        self._by_weekday[self._weekdays[at]] = [*self.same(at)[-1:], *days]

    def same(self, at: int) -> Sequence[int]:
        """The clean days with the weekday of this one, oldest first."""
        return self._by_weekday[self._weekdays[at]]

    def peers(self, at: int) -> Sequence[int]:
        """Its like: those of its weekday, or all where there is none yet."""
        return self.same(at) or self._all()

    def finds_bad(self, at: int) -> bool:
        """Whether a day is bad by the few that there are to compare with."""
        peers = self.peers(at)
        return self.early is not None and bool(peers) and self.early(at, peers, self._all())

    def _all(self) -> Sequence[int]:
        return sorted(day for days in self._by_weekday.values() for day in days)

    def add(self, at: int) -> None:
        """Learn from a clean day, and from the doubtful ones that it ends.

        Those that were the first of their weekday are learned: weekends are like that. Of up to three in a
        row all are, since a table may be wild; a loss that lasts longer is not.
        """
        few = len(self._doubtful) <= WILD_DAYS
        for day in [*(day for day, first in self._doubtful if first or few), at]:
            self._by_weekday[self._weekdays[day]].append(day)
        self._doubtful = []

    def doubt(self, at: int) -> None:
        """A day that is bad by the few others that there are."""
        self._doubtful.append((at, not self.same(at)))


def bad_days(weekdays: Sequence[int], early: Early) -> list[bool]:
    """Whether each day is bad by the days before it, oldest first; a bad day is not compared with."""
    learned, found = Learned(weekdays, early), []
    for at in range(len(weekdays)):
        found.append(learned.finds_bad(at))
        if found[-1]:
            learned.doubt(at)
        else:
            learned.add(at)
    return found
