"""Facts of numeric columns, from their values: fetched, sorted by group, and everything read off the order.

For rows that lie beside us. Where they do not, `checks.profiles.values` asks the same in SQL.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from checks.profiles.coordinates import DEGREES
from checks.profiles.distribution import Distribution, Floats, knots_of_sorted
from checks.profiles.grouping import Group, array, group_columns, grouping_of
from checks.profiles.values import SENTINELS, Values
from checks.sources.numbers import LARGEST
from checks.sources.tables import SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class Numbers:
    """The values of one column in one group, rising; NULL and NaN left out, infinities not."""

    ordered: Floats
    missing: int

    def distribution(self, many: int) -> Distribution:
        """Its knots."""
        return Distribution((knots_of_sorted(self.ordered, many),)) if len(self.ordered) else Distribution(())

    @cached_property
    def _usable(self) -> Floats:
        return self.ordered[self._rank(-LARGEST) : self._rank(LARGEST, "right")]

    def values(self, degrees: bool, sentinels: bool) -> Values:
        """What `checks.profiles.values.Values` says of numbers."""
        usable = self._usable
        if not len(usable):
            return Values(infinite=self._infinite)
        mean = float(usable.mean())
        return Values(
            infinite=self._infinite,
            finite=len(usable),
            low=float(usable[0]),
            high=float(usable[-1]),
            mean=mean,
            variance=float(usable.var(mean=mean)),
            sixtieths=_sixtieths(usable) if degrees else 0,
            far=self._far if degrees else 0,
            sentinels=self._sentinels() if sentinels else {},
        )

    @property
    def _infinite(self) -> int:
        return self._count(-np.inf) + self._count(np.inf)

    @property
    def _far(self) -> int:
        usable = self._usable
        within = np.searchsorted(usable, DEGREES, "right") - np.searchsorted(usable, -DEGREES)
        return len(usable) - int(within)

    def _sentinels(self) -> dict[str, int]:
        counts = {str(number): self._count(number) for number in SENTINELS}
        return {word: count for word, count in counts.items() if count}

    def _count(self, value: float) -> int:
        return self._rank(value, "right") - self._rank(value)

    def _rank(self, value: float, side: Any = "left") -> int:
        return int(np.searchsorted(self.ordered, value, side=side))


def _sixtieths(usable: Floats) -> int:
    size = np.abs(usable)
    return int(np.count_nonzero(size - np.floor(size) >= 0.6))


def numbers(
    table: SourceTable, rows: "ir.Table", names: Sequence[str]
) -> Iterator[tuple[str, Group, Numbers]]:
    """Each column in each group.

    The values are sorted here and not in SQL, where a window over every value takes ten times as long.
    """
    nan = float("nan")  # neither NULL nor NaN is a value
    wanted = {f"value_{at}": rows[name].cast("float64").fill_null(nan) for at, name in enumerate(names)}
    answer = table.fetch(rows.select(**group_columns(rows), **wanted))
    groups = grouping_of(answer)
    for at, name in enumerate(names):
        for group, values in zip(groups.groups, groups.split(array(answer[f"value_{at}"])), strict=True):
            ordered = np.sort(values)  # NaN comes last
            known = int(np.searchsorted(ordered, nan))
            yield name, group, Numbers(ordered[:known], len(ordered) - known)
