"""By when is a partition usually finished? Learned from the runs before it; a late one teaches nothing."""

from statistics import median

from checks.statistics.baseline import SAME_WEEKDAYS, SPREAD_DAYS, small_sample_factor, spread

RUNS_TO_JUDGE = 8
PEERS_TO_COMPARE = 3
SPANNED = 14
FLOOR = 15.0
"""Minutes that nobody calls late."""

LATE_BEFORE_LEARNED = 8
"""So many late runs in a row are the new usual: somebody has moved the job."""


class Window:
    """What finish times have been so far, in minutes after the partition's day began.

    Due is the median of the last eight of the same weekday, and 15 minutes or four median absolute deviations
    (scaled to a standard deviation, and widened for small samples) of the last 56 runs from theirs; never
    before the latest of the eight. Until three of the weekday are known: the latest of the last 14 runs of
    any weekday, and 15 minutes or two deviations.
    """

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self.clean: list[float] = []
        self._of: dict[int, list[float]] = {}
        self._residuals: list[float] = []
        self._late: list[tuple[int, float]] = []

    def due(self, weekday: int) -> float | None:
        """The last minute that is not late; None before eight runs are known."""
        if len(self.clean) < RUNS_TO_JUDGE:
            return None
        same, apart = self._of.get(weekday, [])[-SAME_WEEKDAYS:], self._residuals[-SPREAD_DAYS:]
        if len(same) < PEERS_TO_COMPARE or len(apart) < RUNS_TO_JUDGE:
            lately = self.clean[-SPANNED:]
            return max(lately) + max(FLOOR, 2 * spread(lately))
        margin = 4 * small_sample_factor(len(apart)) * spread(apart)
        return max(median(same) + max(FLOOR, margin), *same)

    def learn(self, weekday: int, minute: float, *, late: bool) -> None:
        """A partition finished. A late one is not learned from, unless all have been late for eight runs."""
        if not late:
            self._late = []
            self._add(weekday, minute)
            return
        self._late.append((weekday, minute))
        if len(self._late) >= LATE_BEFORE_LEARNED:
            moved = self._late
            self._forget()
            for day, at in moved:
                self._add(day, at)

    def _add(self, weekday: int, minute: float) -> None:
        same = self._of.setdefault(weekday, [])
        if len(same) >= PEERS_TO_COMPARE - 1:
            self._residuals.append(minute - median(same[-SAME_WEEKDAYS:]))
        same.append(minute)
        self.clean.append(minute)
