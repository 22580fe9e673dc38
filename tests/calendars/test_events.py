"""Events as calendars write them: recurring, moved, cancelled, for whole days, in other time zones."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars.events import events_in
from bot.calendars.trouble import CalendarError
from bot.domain.duty import Event

BERLIN = ZoneInfo("Europe/Berlin")
START, END = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 12, 12, tzinfo=UTC)
Calendar = Callable[..., bytes]
SCRAPS = [
    *("", ":", ";", "\r\n", "\x00", "FREQ=SECONDLY", "COUNT=99999999", "BYSETPOS=-1", "99991231T235959Z"),
    *("INTERVAL=-1", "P99999D", "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "RANGE=THISANDFUTURE", "TZID=Office"),
]
WHOLE = """\
BEGIN:VCALENDAR
X-WR-TIMEZONE:America/New_York
BEGIN:VTIMEZONE
TZID:Office
BEGIN:STANDARD
DTSTART:16010101T000000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0500
TZOFFSETTO:+0400
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Berlin:20261019T090000
DTEND;TZID=Europe/Berlin:20261026T090000
RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20271102T080000Z;BYDAY=MO,TU
EXDATE;TZID=Europe/Berlin:20261102T090000
RDATE;VALUE=PERIOD:20261103T090000Z/PT5H
ATTENDEE;CN=Maria;PARTSTAT=DECLINED:mailto:maria@example.com
SUMMARY:Maria
END:VEVENT
BEGIN:VEVENT
UID:1
RECURRENCE-ID;TZID=Europe/Berlin:20261116T090000
DTSTART;TZID=Office:20261116T100000
DURATION:P1D
SUMMARY:Jon
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def read(body: bytes) -> list[Event]:
    """The events, in order; none is broken."""
    found, broken = events_in(body, BERLIN, START, END)
    assert broken == []
    return sorted(found, key=lambda event: event.starts)


def begin(body: bytes) -> list[str]:
    """When events begin in Berlin."""
    return [f"{event.starts.astimezone(BERLIN):%m-%d %H:%M}" for event in read(body)]


def wrong(body: bytes) -> str:
    """What is said of the only event, which cannot be read."""
    found, (broken,) = events_in(body, BERLIN, START, END)
    assert found == []
    return broken


def test_a_weekly_event_goes_on_over_the_change_of_clocks(calendar: Calendar) -> None:
    """From nine to nine on the wall, without the week that is left out."""
    body = calendar(
        "SUMMARY:Maria\nDTSTART;TZID=Europe/Berlin:20261019T090000\nDTEND;TZID=Europe/Berlin:20261026T090000\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20261120T000000Z\nEXDATE;TZID=Europe/Berlin:20261109T090000"
    )
    assert begin(body) == ["10-19 09:00", "10-26 09:00", "11-02 09:00", "11-16 09:00"]
    assert [event.ends - event.starts for event in read(body)][:2] == [
        timedelta(days=7, hours=1),
        timedelta(days=7),
    ]


def test_an_occurrence_that_was_changed_says_what_it_says_now(calendar: Calendar) -> None:
    """Jon takes Maria's second day, later; the third is cancelled."""
    body = calendar(
        "UID:turn\nSUMMARY:Maria\nDTSTART:20261116T080000Z\nDTEND:20261117T080000Z\nRRULE:FREQ=DAILY;COUNT=3",
        "UID:turn\nRECURRENCE-ID:20261117T080000Z\nSUMMARY:Jon\nDTSTART:20261117T100000Z\nDURATION:PT4H",
        "UID:turn\nRECURRENCE-ID:20261118T080000Z\nSUMMARY:Maria\nSTATUS:CANCELLED\n"
        "DTSTART:20261118T080000Z\nDTEND:20261119T080000Z",
    )
    assert [(event.summary, f"{event.starts:%d %H}") for event in read(body)] == [
        ("Maria", "16 08"),
        ("Jon", "17 10"),
    ]


def test_what_is_cancelled_or_takes_no_time_is_no_event(calendar: Calendar) -> None:
    """Nor is what lies elsewhere in time."""
    assert read(calendar("STATUS:CANCELLED\nSUMMARY:x\nDTSTART:20261116T080000Z\nDURATION:P1D")) == []
    assert read(calendar("SUMMARY:x\nDTSTART:20261116T080000Z")) == []
    assert read(calendar("SUMMARY:x\nDTSTART:20200101T080000Z\nDURATION:P1D")) == []


def test_whole_days_and_times_without_a_zone_are_those_of_the_schedule(calendar: Calendar) -> None:
    """A day begins at midnight in Berlin; the day on which an event ends is none of it."""
    body = calendar(
        "SUMMARY:a\nDTSTART;VALUE=DATE:20261024\nDTEND;VALUE=DATE:20261026",
        "SUMMARY:b\nDTSTART;VALUE=DATE:20261101",
        "SUMMARY:c\nDTSTART:20261102T120000\nDURATION:PT1H",
    )
    assert begin(body) == ["10-24 00:00", "11-01 00:00", "11-02 12:00"]
    assert [event.ends - event.starts for event in read(body)] == [
        timedelta(hours=49),  # the clocks go back in the second night
        timedelta(days=1),
        timedelta(hours=1),
    ]


def test_times_of_other_zones_are_the_moments_they_are(calendar: Calendar) -> None:
    """By their name, by Outlook's name, in UTC, and by what the whole calendar says."""
    body = calendar(
        "SUMMARY:a\nDTSTART;TZID=America/New_York:20261116T090000\nDURATION:PT1H",
        "SUMMARY:b\nDTSTART;TZID=Eastern Standard Time:20261117T090000\nDURATION:PT1H",
        "SUMMARY:c\nDTSTART:20261118T090000Z\nDURATION:PT1H",
    )
    assert begin(body) == ["11-16 15:00", "11-17 15:00", "11-18 10:00"]
    told = calendar("SUMMARY:a\nDTSTART:20261116T140000Z\nDURATION:PT1H")
    assert begin(told.replace(b"VERSION", b"X-WR-TIMEZONE:America/New_York\r\nVERSION")) == ["11-16 15:00"]


def test_a_zone_that_the_calendar_describes_itself(calendar: Calendar) -> None:
    """A name that nobody knows, with its rule beside it."""
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"
    )
    event = calendar("SUMMARY:a\nDTSTART;TZID=Office:20261116T140000\nDURATION:PT1H")
    assert begin(event.replace(b"BEGIN:VEVENT", zone.encode())) == ["11-16 10:00"]
    assert wrong(event) == "the event “a” is in a time zone that nobody knows, “Office”"


def test_clocks_that_change_every_second_are_refused(calendar: Calendar) -> None:
    """Whoever asked for a time in such a zone would wait for ever."""
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\nBEGIN:VEVENT"
    )
    event = calendar("SUMMARY:a\nDTSTART;TZID=Office:20261116T140000\nDURATION:PT1H")
    with pytest.raises(CalendarError, match="a time zone whose clocks change all the time"):
        events_in(event.replace(b"BEGIN:VEVENT", zone.encode()), BERLIN, START, END)


def test_those_an_event_is_for_are_told_by_address_and_name(calendar: Calendar) -> None:
    """Not those who declined; without anybody, whoever made it."""
    times = "DTSTART:20261116T080000Z\nDURATION:P1D\n"
    (event,) = read(
        calendar(
            f"SUMMARY:On call\n{times}ORGANIZER:mailto:boss@example.com\n"
            "ATTENDEE;CN=Maria Schmidt:mailto:maria@example.com\n"
            "ATTENDEE;PARTSTAT=DECLINED:MAILTO:jon@example.com"
        )
    )
    assert event.addresses == ("maria@example.com", "Maria Schmidt")
    (event,) = read(calendar(f"SUMMARY:On call\n{times}ORGANIZER:MAILTO:ana@example.com"))
    assert event.addresses == ("ana@example.com",)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("DTSTART:tomorrow", "cannot be read: DTSTART: “"),
        ("DTEND:20261116T080000Z", "cannot be read: it has no DTSTART"),
        ("DTSTART:20261116T080000Z\nRRULE:FREQ=OFTEN", "cannot be read: RRULE: "),
        ("DTSTART:20261116T080000Z\nRRULE:FREQ=HOURLY;INTERVAL=2;BYHOUR=3", "cannot be read: "),
        ("DTSTART:20261116T080000Z\nRRULE:INTERVAL=2", "cannot be read: “'FREQ'”"),
        ("DTSTART:20261116T080000Z\nDTSTART:20261117T080000Z", "it has DTSTART more than once"),
        ("DTSTART:20261116T080000Z\nDTEND:P1D", "cannot be read: "),
        ("DTSTART:20261116T080000Z\nSEQUENCE:x", "cannot be read: SEQUENCE: "),
        ("DTSTART:20261116T080000Z\nRRULE:FREQ=DAILY;INTERVAL=0", "recurs less than once"),
        ("DTSTART:20261116T080000Z\nRRULE:FREQ=SECONDLY", "recurs too often"),
        ("DTSTART:00010101T000000Z\nRRULE:FREQ=DAILY", "recurs too often"),
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "recurs too often"),
        ("DTSTART:20000101T000000Z\nDTEND:30000101T000000Z", "is longer than ten years"),
        ("DTSTART:20260101T000000Z\nDURATION:P400000D\nRRULE:FREQ=DAILY", "is longer than ten years"),
    ],
)
def test_an_event_that_cannot_be_read_is_told_and_the_others_count(
    calendar: Calendar, lines: str, said: str
) -> None:
    """Nor does it cost time: what would recur for ever is not looked at."""
    assert said in wrong(calendar(f"SUMMARY:Bad\n{lines}"))
    found, broken = events_in(
        calendar(f"SUMMARY:Bad\n{lines}", "SUMMARY:Maria\nDTSTART:20261116T080000Z\nDURATION:P1D"),
        BERLIN,
        START,
        END,
    )
    assert ([event.summary for event in found], len(broken)) == (["Maria"], 1)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Please log in</html>",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\n",
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:cut off",
        b"END:VCALENDAR",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5_000,
    ],
)
def test_what_is_no_calendar_is_told(body: bytes) -> None:
    """A part of one counts as none: what is missing might be whoever is on call."""
    with pytest.raises(CalendarError, match="it is no iCalendar text"):
        events_in(body, BERLIN, START, END)


def test_a_calendar_of_everything_is_refused(calendar: Calendar) -> None:
    """A rota has a few events a day at most."""
    hourly = "SUMMARY:x\nDTSTART:20260901T000000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY"
    with pytest.raises(CalendarError, match="more than 5,000 events in ten weeks: name a calendar of the"):
        events_in(calendar(*[hourly] * 4), BERLIN, START, END)


@given(
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(SCRAPS)), max_size=5),
)
def test_whatever_is_cut_out_or_put_in_ends_in_events_or_in_an_error(
    places: list[tuple[float, int, str]],
) -> None:
    """And in a short time."""
    text = WHOLE
    for share, cut, scrap in places:
        at = int(share * len(text))
        text = text[:at] + scrap + text[at + cut :]
    with suppress(CalendarError):
        found, broken = events_in(text.encode(), BERLIN, START, END)
        assert all(event.starts < event.ends for event in found)
        assert all(said.startswith("the event ") for said in broken)
