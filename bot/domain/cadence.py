"""When something that comes every day or every week came last: local times, whatever daylight saving does."""

from datetime import datetime, time, timedelta, tzinfo


def last_daily(at: time, zone: tzinfo, now: datetime) -> datetime:
    """The newest moment, not after `now`, at which it was `at` in `zone`.

    A time that a change of clocks skips is taken an hour later; one that comes twice counts the first time.
    """
    return _last(at, zone, now, weekday=None)


def last_weekly(weekday: int, at: time, zone: tzinfo, now: datetime) -> datetime:
    """The newest moment, not after `now`, at which it was `at` on `weekday` (Monday is 0) in `zone`."""
    return _last(at, zone, now, weekday)


def _last(at: time, zone: tzinfo, now: datetime, weekday: int | None) -> datetime:
    today = now.astimezone(zone).date()
    for back in range(9):
        day = today - timedelta(days=back)
        moment = datetime.combine(day, at, zone).astimezone(now.tzinfo)
        if weekday in (None, day.weekday()) and moment <= now:
            return moment
    raise AssertionError("a week has every weekday")


def is_first_of_quarter(moment: datetime, before: datetime | None, zone: tzinfo) -> bool:
    """Whether a quarter of the year began since the moment `before`; nothing before is long ago."""
    return before is None or _quarter(moment, zone) != _quarter(before, zone)


def _quarter(moment: datetime, zone: tzinfo) -> tuple[int, int]:
    day = moment.astimezone(zone).date()
    return day.year, (day.month - 1) // 3


def is_first_of_month(moment: datetime, before: datetime, zone: tzinfo) -> bool:
    """Whether a month began since the moment `before`."""
    then, day = before.astimezone(zone).date(), moment.astimezone(zone).date()
    return (then.year, then.month) != (day.year, day.month)
