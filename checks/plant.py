"""A failure of one kind, planted with growing size in a copy of the newest profile, until a check sees it."""

from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checks.history import History
from checks.profiles.profile import ColumnProfile, Profile
from checks.verdict import Outcome, Verdict

_TENS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
SHARES = (*(round(size * tens, 3) for tens in (0.1, 1, 10) for size in _TENS), 90.0, 100.0)
"""Percents of the rows. Sizes are those that people would say, each less than twice the one before: half of
the smallest that is seen is no larger than one that is not."""

DEVIATIONS = (*(round(size * tens, 3) for tens in (0.01, 0.1, 1) for size in _TENS), 10.0)
COUNTS = (
    1,
    2,
    3,
    4,
    5,
    6,
    8,
    10,
    12,
    15,
    20,
    25,
    30,
    40,
    50,
    60,
    75,
    90,
    105,
    120,
    150,
    180,
    240,
    300,
    360,
    480,
)
"""Minutes, hours, rows."""


@dataclass(frozen=True)
class Plant:
    """One kind of failure in one table or column, and the check that should see it.

    `is_seen` says whether the check calls a failure of that size a breach, `what` and `says` name it: nulls
    in `age`; 0.4 points of nulls in `age`. A good `guess` at the size saves time.
    """

    check: str
    unit: str
    what: str
    says: Callable[[str], str]
    sizes: Sequence[float]
    is_seen: Callable[[float], bool]
    column: str | None = None
    guess: float = 0.0

    def smallest(self) -> float | None:
        """The smallest of the sizes that is seen while the one before is not; None where none is."""
        low, high, step = -1, len(self.sizes), 1
        at = min(bisect_left(self.sizes, self.guess), high - 1)
        while True:
            if self.is_seen(self.sizes[at]):
                high = at
            else:
                low = at
            if high - low <= 1:
                return self.sizes[high] if high < len(self.sizes) else None
            at, step = self._next(low, high, step), 2 * step

    def _next(self, low: int, high: int, step: int) -> int:
        """Ever further from the guess, until it is between two; then half of the way."""
        if low < 0:
            return max(0, high - step)
        return min(len(self.sizes) - 1, low + step) if high == len(self.sizes) else (low + high) // 2


def is_breach(verdicts: Iterable[Verdict]) -> bool:
    """Whether one of them is; the others are not waited for."""
    return any(verdict.outcome is Outcome.BREACH for verdict in verdicts)


def with_newest(history: History, newest: Profile, **changes: Any) -> History:
    """The same history with another newest partition; what was worked out of the true one stays out of it."""
    partitions = {**history.partitions, newest.partition: newest}
    return replace(history, partitions=partitions, **{"memo": {}, **changes})


def only(history: History, *names: str) -> History:
    """The same history, in which no other column is watched, and no segment."""
    columns = {name: history.table.columns[name] for name in names}
    table = history.table.model_copy(update={"columns": columns, "segment": ()})
    return replace(history, table=table)


def rows_of(share: float, rows: int) -> int:
    """So many rows are no more than that percentage."""
    return int(share * rows / 100 + 1e-9)


def heaviest(history: History, names: Iterable[str]) -> str | None:
    """Of some columns the one that weighs most, or else the first; None of none."""
    watched = history.table.columns
    return max(names, key=lambda each: watched[each].weight if each in watched else 0.0, default=None)


def narrowed(history: History, name: str, last: int) -> History:
    """The last so many partitions, of which no other column is known."""
    kept = {each.partition: with_columns(each, {name}) for each in history.judged[-last:]}
    return replace(history, partitions=kept, memo={})


def with_columns(profile: Profile, kept: Container[str]) -> Profile:
    """A profile without the other columns."""
    columns = {name: profile.columns[name] for name in profile.columns if name in kept}
    return replace(profile, columns=columns, schema=tuple(each for each in profile.schema if each[0] in kept))


def with_column(history: History, name: str, column: ColumnProfile) -> History:
    """The same history, in whose newest partition a column is another one."""
    newest = history.judged[-1]
    return with_newest(history, replace(newest, columns={**newest.columns, name: column}))
