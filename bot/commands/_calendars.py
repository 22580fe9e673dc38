"""Calendars for a command: read for itself, and what cannot be read is told."""

from datetime import datetime

from bot.calendars.reading import read
from bot.commands import _show as show
from bot.settings.load import Settings
from bot.store.store import Store


def read_calendars(store: Store, settings: Settings, now: datetime, moment: datetime | None = None) -> None:
    """For a look around `moment`, by default now. Raises `MissingCalendarExtraError`."""
    read(store, settings, now, moment)
    for name, copy in settings.calendars.items():
        if copy.trouble:
            show.notice(f"the calendar of {name} {copy.said(settings.deployment.timezone)}", loud=True)
