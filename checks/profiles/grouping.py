"""Rows of a scan, sorted into the groups that profiles are kept by: partition and load day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Kind = TypeVar("_Kind", bound=np.generic)

Group = tuple[date, date | None]
"""A partition and the day its rows were loaded, where that is known."""

NO_DAY = date.min
"""The partition of rows that belong to none."""

_EPOCH = date(1970, 1, 1)
UNKNOWN = -(2**31)
"""The load day of rows whose load time is not known."""

_STRIDE = 2**32


def day_of(days: int | None) -> date | None:
    """The day so many days after 1970-01-01."""
    return None if days is None else _EPOCH + timedelta(days=days)


def moment_of(seconds: int | None) -> datetime | None:
    """The moment so many seconds after 1970-01-01, in UTC."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which rows of an answer belong to which group; `order` is None where they already stand together."""

    groups: list[Group]
    starts: NDArray[np.int64]
    order: NDArray[np.int64] | None
    rows: int = 0

    def split(self, values: NDArray[_Kind]) -> list[NDArray[_Kind]]:
        """The values of each group."""
        return np.split(values if self.order is None else values[self.order], self.starts[1:])

    def which(self) -> NDArray[np.int32]:
        """The group of each row, by its number."""
        sizes = np.diff(np.append(self.starts, self.rows))
        each = np.repeat(np.arange(len(self.groups), dtype=np.int32), sizes)
        if self.order is None:
            return each
        found = np.empty(self.rows, np.int32)
        found[self.order] = each
        return found


def grouping(days: NDArray[np.int32], load_days: NDArray[np.int64]) -> Grouping:
    """Sort rows by their partition and load day, both given as days since 1970."""
    codes = days.astype(np.int64) * _STRIDE + load_days
    starts = np.concatenate(([0], np.flatnonzero(np.diff(codes)) + 1))[: len(codes)]
    found, which = np.unique(codes[starts], return_inverse=True)
    if len(found) == len(starts):
        return Grouping([_group(int(code)) for code in codes[starts]], starts, None, len(codes))
    each = np.repeat(which.astype(np.int32), np.diff(np.append(starts, len(codes))))
    order = np.argsort(each, kind="stable")
    starts = np.searchsorted(each[order], np.arange(len(found)))
    return Grouping([_group(int(code)) for code in found], starts, order, len(codes))


def _group(code: int) -> Group:
    day, load_day = divmod(code - UNKNOWN, _STRIDE)
    load_day += UNKNOWN
    return _EPOCH + timedelta(days=day), None if load_day == UNKNOWN else day_of(load_day)
