"""Numbers, days and moments as people say them."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from checks.figures import counted as counted
from checks.verdict import called


def number(value: float) -> str:
    """1048 → 1,048; 0.04217 → 0.0422."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3g}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A Slack date token: everybody reads it in their own time zone; the fallback is in `zone`."""
    return _token(at, "{date_pretty} at {time}", clock_time(at, zone))


def second(at: datetime, zone: ZoneInfo) -> str:
    """A date token that tells the second."""
    return _token(at, "{date}, {time_secs}", clock_time(at, zone, seconds=True))


def hour(at: datetime, zone: ZoneInfo) -> str:
    """A date token of the time alone, for what happens within minutes."""
    return _token(at, "{time}", f"{at.astimezone(zone):%H:%M %Z}")


def _token(at: datetime, shown: str, fallback: str) -> str:
    return f"<!date^{int(at.timestamp())}^{shown}|{fallback}>"


def clock_time(at: datetime, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """Fri 15 Feb 2013, 15:00 EST: where no token is understood."""
    local = at.astimezone(zone)
    time = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{day(local)} {local.year}, {time} {local:%Z}"


def day(value: date) -> str:
    """Fri 15 Feb."""
    return f"{value:%a} {value.day} {value:%b}"


def days(values: Sequence[date], today: date) -> str:
    """Fri 8 Feb; Fri 8 to Sun 10 Feb; Fri 8 Feb, Mon 11 Feb … and 3 more; with the year if it is another."""
    ordered = sorted(set(values))
    named = [called(each, today) for each in ordered]
    if len(ordered) < 2:
        return "".join(named)
    if (ordered[-1] - ordered[0]).days == len(ordered) - 1:
        return f"{named[0]} to {named[-1]}"
    left = len(ordered) - 3
    return ", ".join(named[:3]) + (f" … and {left:,} more" if left > 0 else "")
