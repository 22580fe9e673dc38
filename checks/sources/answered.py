"""Rows of an answer, as Python has them."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

STEPS = {"s": timedelta(seconds=1), "ms": timedelta(milliseconds=1), "us": timedelta(microseconds=1)}
ZONES = {None: None, "UTC": UTC, "Etc/UTC": UTC}


def rows_of(answer: "pa.Table") -> list[dict[str, Any]]:
    """As `to_pylist`, which imports pandas, half a second, where there is a single time."""
    columns = [_values(answer[name]) for name in answer.column_names]
    return [dict(zip(answer.column_names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(column: "pa.ChunkedArray") -> list[Any]:
    import pyarrow as pa

    kind = column.type
    if not pa.types.is_timestamp(kind) or kind.unit not in STEPS or kind.tz not in ZONES:
        return list(column.to_pylist())
    start, step = datetime(1970, 1, 1, tzinfo=ZONES[kind.tz]), STEPS[kind.unit]
    return [None if steps is None else start + steps * step for steps in column.cast(pa.int64()).to_pylist()]


def array(column: "pa.Array | pa.ChunkedArray") -> "NDArray[Any]":
    """A column without nulls as an array. (pyarrow's own `to_numpy` imports pandas.)"""
    import numpy as np

    parts = [np.from_dlpack(chunk) for chunk in getattr(column, "chunks", [column])]
    return parts[0] if len(parts) == 1 else np.concatenate(parts or [np.empty(0, np.int64)])
