"""When a growth reaches a limit, if it goes on so: about which day, at the earliest and at the latest."""

from datetime import date, timedelta
from math import ceil

NEVER = 3650
"""Days: what would be reached in ten years is not said to be reached."""

Slopes = tuple[float, float, float]
"""A slope a day, and the ends of its interval."""


def crossing(newest: date, distance: float, slopes: Slopes, limit: str) -> dict[str, str | None] | None:
    """The day on which so much `distance` is covered from the newest one on, as evidence keeps it.

    `from` is the day by the faster slope of the interval, `to` the one by the slower (None: never), `limit`
    is in words. None where the limit is past, or the slope does not get there.
    """
    middle, low, high = slopes
    at = _day(newest, distance, middle)
    if distance <= 0 or at is None:
        return None
    return {
        "limit": limit,
        "at": at,
        "from": _day(newest, distance, max(high, middle)),
        "to": _day(newest, distance, min(low, middle)),
    }


def _day(newest: date, distance: float, slope: float) -> str | None:
    if slope <= 0 or distance / slope > NEVER:
        return None
    return (newest + timedelta(days=ceil(distance / slope))).isoformat()
