"""Calendars that are read again and again, cannot be read, and are read by several."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.calendars import reading
from bot.calendars.fetched import fingerprint
from bot.calendars.reading import Calendars, read
from bot.calendars.trouble import MissingCalendarExtraError
from bot.clock import StoppedClock
from bot.settings.load import Settings
from bot.store import calendars
from bot.store.store import Store

Server = Any
Make = Callable[..., Settings]
SCHEDULE = "primary"


def on_call(settings: Settings, clock: StoppedClock) -> str | None:
    """Who is, as far as is known."""
    return settings.roster.rotas.on_call(SCHEDULE, clock())


def test_a_calendar_is_asked_every_ten_minutes(
    server: Server, week: bytes, settings: Make, store: Store, clock: StoppedClock
) -> None:
    """What it says anew counts then."""
    known = settings(server.url)
    server.body = week
    reader = Calendars(store, known, clock)
    reader.open()
    assert on_call(known, clock) == "maria"
    server.body = week.replace(b"Maria", b"Jon")
    clock.move_forward(timedelta(minutes=9))
    reader.look()
    assert (on_call(known, clock), len(server.asked)) == ("maria", 1)
    clock.move_forward(timedelta(minutes=1))
    reader.look()
    assert (on_call(known, clock), len(server.asked)) == ("jon", 2)
    assert known.calendars[SCHEDULE].as_of == clock()


def test_what_has_not_changed_is_as_of_now(
    server: Server, week: bytes, settings: Make, store: Store, clock: StoppedClock
) -> None:
    """The server says so, and the copy counts on."""
    known = settings(server.url)
    server.body, server.headers = week, {"etag": '"1"'}
    reader = Calendars(store, known, clock)
    reader.open()
    clock.move_forward(timedelta(minutes=10))
    reader.look()
    assert server.asked[1]["if-none-match"] == '"1"'
    assert (on_call(known, clock), known.calendars[SCHEDULE].as_of) == ("maria", clock())


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (503, b"", "its server answered 503"),
        (200, b"<html>Please log in</html>", "it is no iCalendar text"),
        (200, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT", "it is no iCalendar text, or a part of one"),
    ],
)
def test_in_an_outage_the_last_copy_counts_also_after_a_restart(
    server: Server,
    week: bytes,
    settings: Make,
    store: Store,
    clock: StoppedClock,
    caplog: pytest.LogCaptureFixture,
    status: int,
    body: bytes,
    said: str,
) -> None:
    """And it is told since when; once, and never with the address."""
    known, read_at = settings(server.url), clock()
    server.body = week
    reader = Calendars(store, known, clock)
    reader.open()
    server.status, server.body = status, body
    for _ in range(3):
        clock.move_forward(timedelta(minutes=10))
        reader.look()
    assert on_call(known, clock) == "maria"
    assert [each.levelname for each in caplog.records] == ["WARNING"]
    assert said in caplog.text
    assert "what counts is as of 2026-11-20 09:30 UTC" in caplog.text
    again, asked = settings(server.url), len(server.asked)
    clock.move_forward(timedelta(minutes=10))
    Calendars(store, again, clock).open()
    assert len(server.asked) == asked  # overdue pages leave at once
    copy = again.calendars[SCHEDULE]
    assert (on_call(again, clock), copy.as_of) == ("maria", read_at)
    assert copy.trouble.startswith(said)
    server.status, server.body = 200, week
    clock.move_forward(timedelta(minutes=10))
    with caplog.at_level(logging.INFO, "bot.calendars"):
        reader.look()
    assert "the calendar of primary can be read again" in caplog.text
    assert "s3cret" not in caplog.text


def test_a_calendar_that_was_never_read_is_a_gap(
    server: Server, settings: Make, store: Store, clock: StoppedClock
) -> None:
    """Nobody is on call by it, unless somebody else has it then."""
    server.status = 404
    known = settings(server.url)
    Calendars(store, known, clock).open()
    assert known.roster.told(SCHEDULE, clock()) == ()
    said = "a gap: the calendar of primary cannot be read (its server answered 404)"
    assert known.roster.why_nobody(SCHEDULE) == said
    assert known.roster.takes_part(SCHEDULE) == ()
    backed = settings(server.url, otherwise="jon")
    Calendars(store, backed, clock).open()
    assert backed.roster.told(SCHEDULE, clock()) == ("jon",)


def test_of_several_processes_one_asks_and_all_know(
    server: Server, week: bytes, settings: Make, store: Store, clock: StoppedClock
) -> None:
    """By the store that they share."""
    server.body = week
    ours, theirs = settings(server.url), settings(server.url)
    mine, other = Calendars(store, ours, clock), Calendars(store, theirs, clock)
    mine.open()
    other.open()
    server.body = week.replace(b"Maria", b"Jon")
    clock.move_forward(timedelta(minutes=10))
    other.look()
    mine.look()
    assert len(server.asked) == 2
    assert [on_call(ours, clock), on_call(theirs, clock)] == ["jon", "jon"]


def test_one_that_begins_while_another_asks_for_the_first_time_asks_too(
    server: Server, week: bytes, settings: Make, store: Store, clock: StoppedClock
) -> None:
    """Otherwise nobody would be on call meanwhile, and the next hop were told."""
    known, server.body = settings(server.url), week
    with store.write() as connection:
        calendars.take(connection, fingerprint(server.url), clock(), reading.EVERY)
    late = settings(server.url)
    Calendars(store, late, clock).look()
    assert late.calendars[SCHEDULE].trouble == "it was not read yet"
    Calendars(store, known, clock).open()
    assert on_call(known, clock) == "maria"


def test_recurring_events_are_written_out_as_time_goes_on(
    server: Server, calendar: Callable[..., bytes], settings: Make, store: Store, clock: StoppedClock
) -> None:
    """Also while the server is away for months."""
    server.body = calendar("SUMMARY:Maria\nDTSTART:20261101T000000Z\nDURATION:P1D\nRRULE:FREQ=DAILY")
    known = settings(server.url)
    reader = Calendars(store, known, clock)
    reader.open()
    server.status = 503
    clock.move_forward(timedelta(days=100))
    assert on_call(known, clock) is None
    reader.look()
    assert on_call(known, clock) == "maria"


def test_one_that_fails_keeps_no_other_from_being_read(
    week: bytes,
    settings: Make,
    store: Store,
    clock: StoppedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever goes wrong with it."""
    (tmp_path / "oncall.ics").write_bytes(week)
    known = settings("bad.ics")
    rota = known.deployment.schedules[SCHEDULE]
    known.deployment.schedules["second"] = rota.model_copy(update={"calendar": str(tmp_path / "oncall.ics")})
    whole = reading.fetch

    def fails(address: str, *more: Any) -> Any:
        if address == "bad.ics":
            raise ZeroDivisionError
        return whole(address, *more)

    monkeypatch.setattr(reading, "fetch", fails)
    Calendars(store, known, clock).open()
    assert known.roster.told("second", clock()) == ("maria",)
    assert "the calendar of primary could not be looked at" in caplog.text


def test_a_command_reads_for_itself_with_the_kept_copy_behind(
    server: Server, week: bytes, settings: Make, store: Store, clock: StoppedClock
) -> None:
    """It keeps nothing, and looks at the time it is asked for."""
    server.body = week.replace(b"Maria", b"Jon")
    first = settings(server.url)
    read(store, first, clock())
    assert on_call(first, clock) == "jon"
    server.status = 503
    second = settings(server.url)
    read(store, second, clock())
    assert on_call(second, clock) is None
    server.status, server.body = 200, week
    Calendars(store, second, clock).open()
    server.status, kept_at = 503, clock()
    third = settings(server.url)
    read(store, third, clock.move_forward(timedelta(days=2)))
    copy = third.calendars[SCHEDULE]
    assert (on_call(third, clock), copy.as_of, copy.is_old(clock())) == ("maria", kept_at, True)
    server.status = 200
    read(None, third, clock(), clock() + timedelta(days=400))
    assert third.calendars[SCHEDULE].shifts == ()


def test_another_address_begins_anew(
    server: Server, week: bytes, settings: Make, store: Store, clock: StoppedClock
) -> None:
    """Nothing of the former calendar is kept."""
    server.body = week
    Calendars(store, settings(server.url), clock).open()
    server.status = 503
    other = settings(f"{server.url}?other")
    Calendars(store, other, clock).open()
    assert on_call(other, clock) is None
    with store.read() as connection:
        assert len(connection.exec_driver_sql("SELECT fingerprint FROM calendars").all()) == 1


def test_without_the_extra_it_is_told_what_to_install(
    settings: Make, store: Store, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where a schedule has a calendar."""
    monkeypatch.setitem(__import__("sys").modules, "bot.calendars.events", None)
    with pytest.raises(MissingCalendarExtraError, match=r"pip install 'oakum\[calendars\]'"):
        Calendars(store, settings("oncall.ics"), clock)
