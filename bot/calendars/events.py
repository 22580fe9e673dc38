"""The events of an iCalendar text, recurring ones written out: what may be hostile is bounded first."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

import icalendar
import recurring_ical_events

from bot.calendars.rules import MOST_EVENTS, TOO_MANY, Allowance
from bot.calendars.trouble import CalendarError, OneEventError
from bot.calendars.zones import zones_of_its_own
from bot.domain.duty import Event, shown

_TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE")
_LONGEST_TEXT = 1_000


def events_in(body: bytes, zone: tzinfo, start: datetime, end: datetime) -> tuple[list[Event], list[str]]:
    """The events between two moments, and in words those that cannot be read; the others count.

    Times without a zone, and whole days, are those of `zone`. Raises `CalendarError`.
    """
    broken: list[str] = []
    try:
        with zones_of_its_own():
            found = list(_written_out(body, zone, start, end, broken))
    except CalendarError:
        raise
    except Exception as error:  # whatever the libraries make of a broken text
        raise CalendarError(f"it is no iCalendar text that can be read: {_said(error)}") from error
    if len(found) > MOST_EVENTS:
        raise CalendarError(f"it has {TOO_MANY}")
    return found, broken


def _written_out(
    body: bytes, zone: tzinfo, start: datetime, end: datetime, broken: list[str]
) -> Iterator[Event]:
    allowed = Allowance(start, end)
    for calendar in _calendars(body):
        calendar.subcomponents = list(_sound(calendar, allowed, broken))
        for each in recurring_ical_events.of(calendar).between(start, end):
            event = _event(each, zone)
            if event is not None:
                yield event


def _calendars(body: bytes) -> list[Any]:
    found = icalendar.Calendar.from_ical(body.removeprefix(b"\xef\xbb\xbf"), multiple=True)
    calendars = [each for each in found if each.name == "VCALENDAR"]
    if not calendars:  # what was cut off has no end
        raise CalendarError("it is no iCalendar text, or a part of one: it has no whole VCALENDAR")
    return calendars


def _sound(calendar: Any, allowed: Allowance, broken: list[str]) -> Iterator[Any]:
    """What is in a calendar, without the events that cannot be read."""
    for component in calendar.subcomponents:
        if component.name == "VEVENT":
            try:
                _demand_sound(component, allowed)
            except OneEventError as error:
                broken.append(f"the event {shown(_text(component))} {error}")
                continue
        if component.name in ("VEVENT", "VTIMEZONE"):
            yield component


def _demand_sound(component: Any, allowed: Allowance) -> None:
    """Raises `OneEventError` where an event cannot be written out, `CalendarError` where all are too many."""
    _demand_readable(component)
    try:
        allowed.spend(component)
        alone = icalendar.Calendar()
        alone.subcomponents = [component]
        recurring_ical_events.of(alone)
    except (OneEventError, CalendarError):
        raise
    except Exception as error:  # as above
        raise OneEventError(f"cannot be read: {_said(error)}") from error


def _demand_readable(component: Any) -> None:
    """Raises `OneEventError`."""
    wrong = dict(component.errors)
    for name in _TIMES:
        if name in wrong:
            raise OneEventError(f"cannot be read: {name}: {_said(wrong[name])}")
    if "DTSTART" not in component:
        raise OneEventError("cannot be read: it has no DTSTART")
    for name in ("DTSTART", "DTEND"):
        value = component.get(name)
        if isinstance(value, list):
            raise OneEventError(f"cannot be read: it has {name} more than once")
        zone = value.params.get("TZID") if value is not None else None
        if zone and isinstance(value.dt, datetime) and value.dt.tzinfo is None:
            raise OneEventError(f"is in a time zone that nobody knows, {shown(str(zone))}")


def _event(component: Any, zone: tzinfo) -> Event | None:
    """One occurrence; None where it is cancelled, or takes no time."""
    if str(component.get("STATUS", "")).upper() == "CANCELLED":
        return None
    starts, ends = (_moment(component[name].dt, zone) for name in ("DTSTART", "DTEND"))
    return Event(_text(component), tuple(_who(component)), starts, ends) if starts < ends else None


def _moment(value: date | datetime, zone: tzinfo) -> datetime:
    """A whole day begins at midnight on the wall; a time that a change of clocks skips is an hour later."""
    local = value if isinstance(value, datetime) else datetime.combine(value, time())
    try:
        return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:  # in the first or the last hours of all
        return local.replace(tzinfo=UTC)


def _text(component: Any) -> str:
    return str(component.get("SUMMARY", ""))[:_LONGEST_TEXT]


def _who(component: Any) -> Iterator[str]:
    """The addresses and names of attendees who have not declined; where there are none, of the organizer."""
    attendees = _several(component.get("ATTENDEE"))
    for each in attendees or _several(component.get("ORGANIZER")):
        facts = getattr(each, "params", {})
        if str(facts.get("PARTSTAT", "")).upper() == "DECLINED":
            continue
        address = str(each)[:_LONGEST_TEXT]
        yield address[7:] if address.lower().startswith("mailto:") else address
        if "CN" in facts:
            yield str(facts["CN"])[:_LONGEST_TEXT]


def _several(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _said(error: Any) -> str:
    return shown(str(error) or type(error).__name__)
