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
    if not (pa.types.is_date(kind) or pa.types.is_timestamp(kind)):
        return list(column.to_pylist())
    try:
        return _times(column)
    except (OverflowError, ValueError):  # Python's calendar has the years 1 to 9999
        return [_time(column.slice(at, 1)) for at in range(len(column))]


def _time(column: "pa.ChunkedArray") -> Any:
    """The one time of a column; one that Python does not have, as a text."""
    try:
        return _times(column)[0]
    except (OverflowError, ValueError):
        return _as_text(column)


def _times(column: "pa.ChunkedArray") -> list[Any]:
    import pyarrow as pa

    kind = column.type
    if not pa.types.is_timestamp(kind) or kind.unit not in STEPS or kind.tz not in ZONES:
        return list(column.to_pylist())
    start, step = datetime(1970, 1, 1, tzinfo=ZONES[kind.tz]), STEPS[kind.unit]
    return [None if steps is None else start + steps * step for steps in column.cast(pa.int64()).to_pylist()]


def _as_text(column: "pa.ChunkedArray") -> str:
    import numpy as np
    import pyarrow as pa

    kind = column.type
    unit = kind.unit if pa.types.is_timestamp(kind) else "D" if pa.types.is_date32(kind) else "ms"
    steps = column.cast(pa.int32() if unit == "D" else pa.int64())[0].as_py()
    return str(np.array(steps, f"datetime64[{unit}]"))


def array(column: "pa.Array | pa.ChunkedArray") -> "NDArray[Any]":
    """A column without nulls as an array. (pyarrow's own `to_numpy` imports pandas.)"""
    import numpy as np

    parts = [np.from_dlpack(chunk) for chunk in getattr(column, "chunks", [column])]
    return parts[0] if len(parts) == 1 else np.concatenate(parts or [np.empty(0, np.int64)])
