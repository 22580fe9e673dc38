"""Moments that are written as whole numbers: seconds or milliseconds since 1970."""

import re
from typing import Any

_CALLED_SO = re.compile(r"(^|_)ts($|_)|_at$|^time|time$|stamp|epoch", re.IGNORECASE)

SINCE, UNTIL = 946_684_800, 4_102_444_800
"""The years 2000 to 2100, in seconds since 1970; no second of them is a millisecond of them too."""


def is_called_so(name: str) -> bool:
    """Whether a column is called like a moment: ts, seen_at, time, epoch_ms."""
    return bool(_CALLED_SO.search(name))


def is_moment(column: Any) -> Any:
    """Whether a whole number is a moment of this century, in seconds or in milliseconds."""
    seconds, millis = ((SINCE * unit, UNTIL * unit - 1) for unit in (1, 1000))
    return column.between(*seconds) | column.between(*millis)
