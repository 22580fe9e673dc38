"""Until when somebody wants to hear nothing of an incident, as they say it."""

import re
from datetime import datetime, time, timedelta, tzinfo

from checks.notation import WEEKDAYS

MORNING = time(9)
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=14)
USUAL = timedelta(hours=1)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
DAY = timedelta(days=1)


class NotUnderstoodError(ValueError):
    """No time can be read from it; the text says what can be written."""


def until(
    said: str,
    now: datetime,
    zone: tzinfo,
    *,
    longest: timedelta = LONGEST,
    what: str = "An incident may sleep",
) -> datetime:
    """The moment that somebody means: an hour from now where nothing is said; 2h, tomorrow, mon.

    A day means its morning, nine o'clock in `zone`. Raises `NotUnderstoodError`, also where it is less than
    five minutes away or more than `longest`: what is to rest for longer than two weeks is resolved.
    """
    found = _moment(said.strip().lower(), now, zone)
    if found is None:
        raise NotUnderstoodError("Write how long, like 30m, 2h or 3d, or until when: tomorrow, monday.")
    if not SHORTEST <= found - now <= longest:
        raise NotUnderstoodError(f"{what} from five minutes to {longest.days // 7} weeks.")
    return found


def _moment(said: str, now: datetime, zone: tzinfo) -> datetime | None:
    if not said:
        return now + USUAL
    if match := re.fullmatch(r"(\d{1,4})\s*([mhdw])", said):
        return now + timedelta(**{_UNITS[match[2]]: int(match[1])})
    today = now.astimezone(zone).date()
    if said == "tomorrow":
        return datetime.combine(today + DAY, MORNING, zone).astimezone(now.tzinfo)
    if len(said) >= 3 and said[:3] in WEEKDAYS:
        ahead = (WEEKDAYS.index(said[:3]) - today.weekday() - 1) % 7 + 1
        return datetime.combine(today + ahead * DAY, MORNING, zone).astimezone(now.tzinfo)
    return None
