"""A day by the hour of the clock on the wall, beside what is usual at that hour, and where it is not so.

Profiles have the rows of each hour, so this reads no data.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from checks.profiles.profile import Profile
from checks.profiles.slices import NEAR
from checks.statistics.stretch import LEAST, Stretch, stretch

HOUR = timedelta(hours=1)

WEEKDAYS, FEW, DAYS = 8, 4, 14
"""A day is compared with so many of its weekday; where there are few, with the last so many days."""

EDGE = 0.005
"""Such shares of the rows, early and late, are left out: stragglers would make every hour small."""

ALONE = 0.9
"""Where one hour holds so much of a usual day, the hours say nothing: a date, a batch."""

TIMES = 4 / 3
"""A stretch has a quarter fewer rows than the rest of the day, or a third more."""

MOST = 2 / 3
"""And it is the reason for so much of what the day lacks, or has too much."""

Hours = Mapping[int, float]
"""A number by hours after a day's midnight on the wall; -1 is 23:00 of the day before."""


@lru_cache(maxsize=4_096)
def wall_hours(day: date, zone: ZoneInfo) -> tuple[int, ...]:
    """Of each hour that is kept of a day (`NEAR`), how many hours after its midnight the clock shows then.

    The hour that is put back in autumn is there twice, the one that is skipped in spring not at all.
    """
    first, midnight = datetime.combine(day, time(), UTC) + NEAR[0] * HOUR, datetime.combine(day, time())
    shown = ((first + at * HOUR).astimezone(zone).replace(tzinfo=None) for at in range(len(NEAR)))
    return tuple((each - midnight) // HOUR for each in shown)


def on_the_wall(hours: Mapping[int, int], day: date, zone: ZoneInfo) -> Counter[int]:
    """Counts by hour after midnight (UTC), by the clock on the wall: their sum stays."""
    shown = wall_hours(day, zone)
    found: Counter[int] = Counter()
    for hour, rows in hours.items():
        found[shown[hour - NEAR[0]]] += rows
    return found


def usual_hours(peers: Iterable[Profile], day: date, zone: ZoneInfo) -> Hours:
    """The median of each hour over other days, for the hours that this one has: one that is there twice
    counts twice."""
    known = [
        (on_the_wall(each.slices.hours, each.partition, zone), Counter(wall_hours(each.partition, zone)))
        for each in peers
    ]
    found = {}
    for hour, times in Counter(wall_hours(day, zone)).items():
        rows = [counts[hour] / there[hour] for counts, there in known if there[hour]]
        found[hour] = times * median(rows) if rows else 0.0
    return found


def rows_by_hour(
    profiles: Sequence[Profile], day: date, zone: ZoneInfo, skip: Collection[date], *, less: bool
) -> Mapping[str, Any]:
    """As evidence keeps it: a day's rows by hour with the usual ones, and from when to when they are fewer
    (or more).

    Only earlier days, without those to skip, say what is usual. Empty where the hours carry no information.
    """
    own = next((each for each in profiles if each.partition == day), None)
    before = [each for each in profiles if each.partition < day and each.partition not in skip]
    peers, called = _peers([each for each in before if each.slices.hours], day)
    if own is None or not peers or 2 * sum(own.slices.hours.values()) < own.rows:
        return {}
    rows, usual = on_the_wall(own.slices.hours, day, zone), usual_hours(peers, day, zone)
    if max(usual.values()) >= ALONE * sum(usual.values()):
        return {}
    places = span(rows, usual, day, zone)
    found = _unlike([rows[at] for at in places], [usual[at] for at in places], less=less)
    said = {at_hour(day, at, zone): [rows[at], round(usual[at])] for at in places}
    last = own.last_event and own.last_event.astimezone(zone).replace(tzinfo=None).isoformat()
    return {
        "day": day.isoformat(),
        "usual": called,
        "hours": said,
        **({"differs": differs(found, places, day, zone), "last": last} if found else {}),
    }


def _peers(before: Sequence[Profile], day: date) -> tuple[Sequence[Profile], str]:
    alike = [each for each in before if each.partition.weekday() == day.weekday()][-WEEKDAYS:]
    if len(alike) >= FEW:
        return alike, f"the median of {len(alike)} {day:%A}s"
    recent = before[-DAYS:]
    return recent, f"the median of {len(recent)} days" if len(recent) > 1 else "the day before"


def span(rows: Hours, usual: Hours, day: date, zone: ZoneInfo) -> list[int]:
    """The hours that are shown, in their order: all of the day that hold rows, or usually do, without
    stragglers; those of a whole day where they lie in it."""
    there = sorted(set(wall_hours(day, zone)))
    ends = [_bulk([each.get(at, 0) for at in there]) for each in (rows, usual)]
    known = [each for each in ends if each]
    first, last = there[min(each[0] for each in known)], there[max(each[1] for each in known)]
    if first >= 0 and last < 24:
        first, last = 0, 23
    return [at for at in there if first <= at <= last]


def _bulk(counts: Sequence[float]) -> tuple[int, int] | None:
    """Where all but the stragglers begin and end."""
    total, sums = sum(counts), list(accumulate(counts))
    if not total:
        return None
    first = next(at for at, each in enumerate(sums) if each > EDGE * total)
    return first, next(at for at, each in enumerate(sums) if each >= (1 - EDGE) * total)


def _unlike(rows: Sequence[float], usual: Sequence[float], *, less: bool) -> Stretch | None:
    """The stretch that is the reason for most of what a day lacks, or has too much."""
    found = stretch(rows, usual if less else [each + 0.5 for each in usual], less=less, times=TIMES)
    if found is None:
        return None
    explained = found.exposure - found.count if less else found.count - found.exposure
    return found if explained >= max(LEAST, MOST * abs(sum(rows) - sum(usual))) else None


def differs(found: Stretch, places: Sequence[int], day: date, zone: ZoneInfo) -> list[str]:
    """From when to when, by the clock on the wall."""
    return [at_hour(day, places[found.first], zone), at_hour(day, places[found.end - 1] + 1, zone)]


def at_hour(day: date, hour: int, zone: ZoneInfo) -> str:
    """2026-05-12T14:00; in India, whose clocks are half an hour apart from UTC's, T13:30."""
    offset = datetime.combine(day, time(12), zone).utcoffset() or timedelta()
    return (datetime.combine(day, time()) + hour * HOUR + offset % HOUR).isoformat(timespec="minutes")
