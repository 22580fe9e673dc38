"""Days that can be compared with few others: those of their weekday, or all, where there are none yet."""

from collections.abc import Callable, Sequence

Early = Callable[[int, Sequence[int]], bool]
"""Whether a day (its index) is clearly worse than every one of the days that it is compared with."""


class Learned:
    """The clean days so far, by weekday, and whether a day is bad by these alone."""

    def __init__(self, weekdays: Sequence[int], early: Early | None) -> None:
        self._weekdays, self._early = weekdays, early
        self._by_weekday: dict[int, list[int]] = {day: [] for day in range(7)}
        self._firsts: list[int] = []

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
        """What a day is compared with before there is a baseline."""
        return self.same(at) or sorted(day for days in self._by_weekday.values() for day in days)

    def finds_bad(self, at: int) -> bool:
        """Whether a day is bad by the few that there are to compare with."""
        peers = self.peers(at)
        return self._early is not None and bool(peers) and self._early(at, peers)

    def add(self, at: int, *, clean: bool) -> None:
        """Learn from a clean day.

        A bad one that is the first of its weekday is learned when the run of bad days ends: then it was a
        weekend, or it says too little. A loss that lasts is not learned.
        """
        if clean:
            for day in [*self._firsts, at]:
                self._by_weekday[self._weekdays[day]].append(day)
            self._firsts = []
        elif not self.same(at):
            self._firsts.append(at)


def bad_days(weekdays: Sequence[int], early: Early) -> list[bool]:
    """Whether each day is bad by the days before it, oldest first; a bad day is not compared with."""
    learned, found = Learned(weekdays, early), []
    for at in range(len(weekdays)):
        found.append(learned.finds_bad(at))
        learned.add(at, clean=not found[-1])
    return found
