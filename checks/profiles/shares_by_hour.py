"""The share of the rows of a day that are wrong, by the hour, where that is far more in some of them."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from checks.profiles.by_hour import MOST, at_hour, differs, on_the_wall, span
from checks.profiles.slices import NEAR
from checks.statistics.stretch import LEAST, stretch

Counts = Mapping[int, tuple[int, int]]
"""By hour after the midnight (UTC) of the partition's day: rows, and how many of them are wrong."""

TIMES = 2
"""So many times the share of the other hours."""


def shares_by_hour(days: Mapping[date, Counts], day: date, zone: ZoneInfo) -> Mapping[str, Any]:
    """As evidence keeps it: of each hour of a day the wrong rows, all rows, and the share that it had on
    the other days, together. Empty where the hours do not tell when it began, or ended."""
    rows, wrong = _on_the_wall({day: days.get(day, {})}, zone)
    of, were = _on_the_wall({each: counts for each, counts in days.items() if each != day}, zone)
    if not wrong.total():
        return {}
    usual = {at: were[at] / of[at] for at in of if of[at]}
    places = span(rows, rows, day, zone)
    found = stretch([wrong[at] for at in places], [rows[at] for at in places], less=False, times=TIMES)
    if found is None:
        return {}
    beyond = [wrong[at] - rows[at] * usual.get(at, 0.0) for at in places]
    if sum(beyond[found.first : found.end]) < max(LEAST, MOST * sum(beyond)):
        return {}
    return {
        "day": day.isoformat(),
        "hours": {
            at_hour(day, at, zone): [wrong[at], rows[at], round(usual.get(at, 0.0), 5)] for at in places
        },
        "differs": differs(found, places, day, zone),
    }


def _on_the_wall(days: Mapping[date, Counts], zone: ZoneInfo) -> tuple[Counter[int], Counter[int]]:
    rows, wrong = Counter[int](), Counter[int]()
    for day, counts in days.items():
        near = {hour: each for hour, each in counts.items() if hour in NEAR}
        rows.update(on_the_wall({hour: each[0] for hour, each in near.items()}, day, zone))
        wrong.update(on_the_wall({hour: each[1] for hour, each in near.items()}, day, zone))
    return rows, wrong
