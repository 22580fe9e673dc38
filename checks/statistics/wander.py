"""How much of one day's deviation is left on the next? A table that wanders is off for days on end."""

DAYS, AT_LEAST = 112, 28
BY_CHANCE, MOST = 0.05, 0.8
"""What chance makes of a correlation of nothing, and the most that a day may inherit of the day before."""


class Wander:
    """The correlation of the deviations of days that follow each other, of the last 112 deviations.

    Sums are kept since the beginning, so that a window is the difference of two of them.
    """

    def __init__(self) -> None:
        self._day, self._deviation = 0, 0.0
        self._sums: list[tuple[float, float, int]] = [(0.0, 0.0, 0)]

    def fork(self) -> "Wander":
        """The same, to go on from in another way."""
        other = Wander()
        other._day, other._deviation, other._sums = self._day, self._deviation, [*self._sums]
        return other

    def add(self, day: int, deviation: float) -> None:
        """The deviation of one more day (its ordinal number)."""
        squares, products, pairs = self._sums[-1]
        if day == self._day + 1:
            products, pairs = products + deviation * self._deviation, pairs + 1
        self._sums.append((squares + deviation * deviation, products, pairs))
        self._day, self._deviation = day, deviation

    def share(self) -> float:
        """The part that is inherited; 0 where fewer than 28 pairs are known."""
        before = self._sums[-1 - DAYS] if len(self._sums) > DAYS else self._sums[0]
        squares, products, pairs = (now - then for now, then in zip(self._sums[-1], before, strict=True))
        known = min(DAYS, len(self._sums) - 1)
        if pairs < AT_LEAST or squares <= 0:
            return 0.0
        return min(MOST, max(0.0, (products / pairs) / (squares / known) - BY_CHANCE))
