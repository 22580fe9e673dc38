"""Rows of a scan, sorted into the groups that profiles are kept by: partition and load day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from checks.profiles.distribution import Floats
from checks.sources.tables import DAY, LOAD_DAY

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

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

    def codes(self, rows: int) -> NDArray[np.int64]:
        """The number of the group of each of so many rows."""
        sorted_codes = np.repeat(np.arange(len(self.starts)), np.diff(np.append(self.starts, rows)))
        if self.order is None:
            return sorted_codes
        codes = np.empty(rows, np.int64)
        codes[self.order] = sorted_codes
        return codes

    def split(self, values: Floats) -> list[Floats]:
        """The values of each group."""
        return np.split(values if self.order is None else values[self.order], self.starts[1:])


def grouping(days: NDArray[np.int32], load_days: NDArray[np.int64]) -> Grouping:
    """Sort rows by their partition and load day, both given as days since 1970."""
    codes = days.astype(np.int64) * _STRIDE + load_days
    starts = np.concatenate(([0], np.flatnonzero(np.diff(codes)) + 1))[: len(codes)]
    found, which = np.unique(codes[starts], return_inverse=True)
    if len(found) == len(starts):
        return Grouping([_group(int(code)) for code in codes[starts]], starts, None)
    each = np.repeat(which.astype(np.int32), np.diff(np.append(starts, len(codes))))
    order = np.argsort(each, kind="stable")
    starts = np.searchsorted(each[order], np.arange(len(found)))
    return Grouping([_group(int(code)) for code in found], starts, order)


def group_columns(rows: "ir.Table") -> dict[str, Any]:
    """The columns of a query by which its answer is grouped; no load day where none is told apart."""
    day = {DAY: rows[DAY].fill_null(NO_DAY)}
    return day if rows[LOAD_DAY].type().is_null() else {**day, LOAD_DAY: rows[LOAD_DAY].fill_null(UNKNOWN)}


def grouping_of(answer: "pa.Table") -> Grouping:
    """The grouping of an answer that has `group_columns`."""
    days = array(answer[DAY].cast("int32"))
    loaded = LOAD_DAY in answer.column_names
    return grouping(days, array(answer[LOAD_DAY]) if loaded else np.full(len(days), UNKNOWN, np.int64))


def array(column: "pa.Array | pa.ChunkedArray") -> "NDArray[Any]":
    """A column without nulls as an array. (pyarrow's own `to_numpy` imports pandas.)"""
    chunks = getattr(column, "chunks", [column])
    return np.concatenate([np.from_dlpack(chunk) for chunk in chunks] or [np.empty(0, np.int64)])


def _group(code: int) -> Group:
    day, load_day = divmod(code - UNKNOWN, _STRIDE)
    load_day += UNKNOWN
    return _EPOCH + timedelta(days=day), None if load_day == UNKNOWN else day_of(load_day)
