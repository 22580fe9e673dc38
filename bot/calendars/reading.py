"""What calendars say now, or said when they could last be read: what is put into `settings.calendars`."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.calendars.fetched import Fetched, Validators, fetch, fingerprint
from bot.calendars.trouble import CalendarError, MissingCalendarExtraError
from bot.clock import Clock
from bot.domain.duty import AHEAD, Copy, Names, copied
from bot.domain.on_call import NEVER_READ
from bot.domain.rota import Rota
from bot.settings.load import Settings
from bot.store import calendars
from bot.store.store import Store

EVERY = timedelta(minutes=10)
"""So often a calendar is asked for, by one of the processes that share a store."""
WRITTEN_OUT_EVERY = timedelta(hours=1)
"""So often recurring events are written out anew, since time goes on."""
BEHIND = AHEAD
"""So far back: messages of incidents that are still open tell who was paged."""
_SLACK = timedelta(days=2)
"""What is written out lasts somewhat longer than anybody looks ahead."""

log = logging.getLogger(__name__)


def read(store: Store | None, settings: Settings, now: datetime, moment: datetime | None = None) -> None:
    """Read every calendar, for a look around `moment`, by default now; what cannot be read counts as kept.

    Nothing is written. Raises `MissingCalendarExtraError`.
    """
    for name, rota, address in _declared(settings):
        try:
            body = fetch(address, Validators()).body or b""
            copy = _copy(settings, rota, body, now, moment or now)
        except CalendarError as error:
            copy = replace(_kept(store, settings, rota, address, moment or now), trouble=str(error))
        settings.calendars[name] = copy


def _kept(store: Store | None, settings: Settings, rota: Rota, address: str, moment: datetime) -> Copy:
    """What a calendar said when it was last read; nothing where it never was."""
    if store is None:
        return Copy()
    with store.read() as connection:
        known = calendars.get(connection, fingerprint(address))
        body = calendars.body(connection, fingerprint(address))
    if known is None or known.read_at is None or body is None:
        return Copy()
    try:
        return _copy(settings, rota, body, known.read_at, moment)
    except CalendarError:  # it could be read once: what is newer tells why not
        return Copy()


def _copy(settings: Settings, rota: Rota, body: bytes, now: datetime, moment: datetime) -> Copy:
    """Raises `CalendarError`."""
    from bot.calendars.events import events_in

    zone = rota.timezone or settings.deployment.timezone
    found, broken = events_in(body, zone, moment - BEHIND, moment + AHEAD + _SLACK)
    return copied(found, broken, Names(settings.deployment.people, rota.names), zone, now)


def _declared(settings: Settings) -> Iterator[tuple[str, Rota, str]]:
    """The schedules with a calendar. Raises `MissingCalendarExtraError`."""
    for name, rota in settings.deployment.schedules.items():
        if rota.calendar is not None:
            _demand_libraries(name)
            yield name, rota, rota.calendar


def _demand_libraries(name: str) -> None:
    try:
        import httpx2  # noqa: F401 (only whether it is there)

        import bot.calendars.events  # noqa: F401 (whether what it needs is there)
    except ModuleNotFoundError as error:
        raise MissingCalendarExtraError(
            f"the calendar of {name} needs {error.name}, which is not installed: "
            "pip install 'oakum[calendars]'"
        ) from error


class Calendars:
    """Reads calendars again and again for a bot that runs; copies are kept in the store."""

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        """Raises `MissingCalendarExtraError`."""
        self._store, self._settings, self._clock = store, settings, clock
        self._declared = list(_declared(settings))
        self._shown: dict[str, tuple[datetime | None, datetime]] = {}

    def open(self) -> None:
        """Know what was kept; what never was is read now, before anybody asks who is on call.

        What was kept is not waited for: in an outage overdue pages leave at once.
        """
        if self._declared:
            named = [fingerprint(address) for _, _, address in self._declared]
            with self._store.write() as connection:
                calendars.forget_others(connection, named)
            self._each(self._ask_if_never_read)

    def look(self) -> None:
        """Ask for the calendars that are due, and take over what others have read; each on its own."""
        self._each(self._ask_if_due)

    def _each(self, ask: Callable[[str], None]) -> None:
        for name, rota, address in self._declared:
            try:
                ask(address)
                self._take_over(name, rota, address)
            except Exception:  # the other calendars must go on, and the next look repeats it
                log.exception("the calendar of %s could not be looked at", name)

    def _ask_if_never_read(self, address: str) -> None:
        """Also where another process asks just now: until it is known nobody would be on call."""
        now, this = self._clock(), fingerprint(address)
        with self._store.write() as connection:
            known = calendars.get(connection, this)
            if known is not None and known.read_at is not None:
                return
            calendars.take(connection, this, now, EVERY)
        self._ask(address, Validators(), now)

    def _ask_if_due(self, address: str) -> None:
        now, this = self._clock(), fingerprint(address)
        with self._store.read() as connection:
            known = calendars.get(connection, this)
        if known is not None and known.tried_at > now - EVERY:
            return
        with self._store.write() as connection:
            if not calendars.take(connection, this, now, EVERY):
                return
        self._ask(address, Validators(known.etag, known.modified) if known else Validators(), now)

    def _ask(self, address: str, known: Validators, now: datetime) -> None:
        """What cannot be read, or makes no sense, leaves the last copy as it is."""
        this = fingerprint(address)
        try:
            found = fetch(address, known)
            _demand_sense(found, now)
        except CalendarError as error:
            with self._store.write() as connection:
                calendars.failed(connection, this, str(error))
            return
        with self._store.write() as connection:
            if found.body is None:
                calendars.unchanged(connection, this, now)
            else:
                said = found.validators
                calendars.keep(connection, this, now, found.body, said.etag, said.modified)

    def _take_over(self, name: str, rota: Rota, address: str) -> None:
        now, this = self._clock(), fingerprint(address)
        with self._store.read() as connection:
            known = calendars.get(connection, this)
            is_new = known is not None and self._is_new(name, known, now)
            body = calendars.body(connection, this) if is_new else None
        if known is None:
            return
        before = self._settings.calendars.get(name, Copy())
        trouble = known.trouble or ("" if known.read_at else NEVER_READ.trouble)
        copy = replace(before, as_of=known.read_at, trouble=trouble)
        if body is not None:
            self._shown[name] = known.changed_at, now
            copy = self._written_out(rota, body, copy, now)
        self._settings.calendars[name] = copy
        self._tell(name, before, copy)

    def _is_new(self, name: str, known: calendars.Kept, now: datetime) -> bool:
        changed_at, written_out_at = self._shown.get(name, (None, now))
        return known.changed_at != changed_at or now - written_out_at >= WRITTEN_OUT_EVERY

    def _written_out(self, rota: Rota, body: bytes, known: Copy, now: datetime) -> Copy:
        try:
            copy = _copy(self._settings, rota, body, now, now)
        except CalendarError as error:  # it made sense when it was kept, and time has gone on
            return replace(known, trouble=known.trouble or str(error))
        return replace(copy, as_of=known.as_of, trouble=known.trouble)

    def _tell(self, name: str, before: Copy, copy: Copy) -> None:
        """Once, when it begins and when it is over."""
        if copy.trouble and copy.trouble != before.trouble:
            log.warning("the calendar of %s %s", name, copy.said(UTC))
        elif before.trouble and not copy.trouble:
            log.info("the calendar of %s can be read again", name)


def _demand_sense(found: Fetched, now: datetime) -> None:
    """Raises `CalendarError` where what came is no calendar."""
    from bot.calendars.events import events_in

    if found.body is not None:
        events_in(found.body, UTC, now - BEHIND, now + AHEAD + _SLACK)
