"""What can be wrong with a calendar."""


class CalendarError(Exception):
    """A calendar cannot be read; the text says why, in words that follow "it cannot be read:"."""


class OneEventError(Exception):
    """One event cannot be read, and the others count; the text goes on after its summary."""


class MissingCalendarExtraError(Exception):
    """A schedule has a calendar, and the libraries for it are not installed; says what to install."""
