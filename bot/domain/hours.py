"""Hours of the week: whether a moment lies in them, when they end, when they begin next."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from bot.domain.rota import Hours

DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


def spans(hours: Hours, zone: tzinfo, first: date, last: date) -> Iterator[Span]:
    """The hours that begin on the days from `first` to `last`, in order, as moments."""
    for day in (first + DAY * after for after in range((last - first).days + 1)):
        if day.weekday() in hours.days:
            end = day if hours.to > hours.from_ else day + DAY
            starts, ends = datetime.combine(day, hours.from_), datetime.combine(end, hours.to)
            yield moment_of(starts, zone), moment_of(ends, zone)


def span_at(hours: Hours, zone: tzinfo, moment: datetime) -> Span | None:
    """The hours in which a moment lies; None if it lies outside."""
    today = moment.astimezone(zone).date()
    around = spans(hours, zone, today - DAY, today)
    return next((span for span in around if span[0] <= moment < span[1]), None)


def next_start(hours: Hours, zone: tzinfo, moment: datetime) -> datetime:
    """When the hours begin next after a moment."""
    today = moment.astimezone(zone).date()
    return next(start for start, _ in spans(hours, zone, today, today + 8 * DAY) if start > moment)


def moment_of(local: datetime, zone: tzinfo) -> datetime:
    """A time on the wall as a moment; one that a change of clocks skips is an hour later."""
    try:
        return local.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:  # in the first or the last hours of all, which people write for "always"
        return local.replace(tzinfo=UTC)
