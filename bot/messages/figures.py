"""Numbers, money, days and moments as people say them."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from checks.verdict import called

_NBSP = "\u00a0"  # a figure and its unit stay on one line


def number(value: float) -> str:
    """1048 → 1,048; 0.04217 → 0.0422."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3g}"


def counted(amount: int, noun: str, plural: str | None = None) -> str:
    """1 table, 2 tables."""
    return f"{amount:,} {noun if amount == 1 else plural or noun + 's'}"


def percent(share: float) -> str:
    """0.031 → 3.1 %; what is not nothing is never shown as 0 %, what is not all never as 100 %."""
    value = share * 100
    if value in (0, 100):
        return f"{value:.0f}{_NBSP}%"
    if abs(value) < 0.01:
        return f"<{_NBSP}0.01{_NBSP}%"
    if 99.9 < value < 100:
        return f">{_NBSP}99.9{_NBSP}%"
    text = f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"
    return f"{text.removesuffix('.0')}{_NBSP}%"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A Slack date token: everybody reads it in their own time zone; the fallback is in `zone`."""
    return _token(at, "{date_short_pretty} at {time}", clock_time(at, zone))


def second(at: datetime, zone: ZoneInfo) -> str:
    """A date token that tells the second."""
    return _token(at, "{date_short} at {time_secs}", clock_time(at, zone, seconds=True))


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
