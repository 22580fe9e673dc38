"""Time zones that a calendar describes itself, as Outlook does: each calendar's own, and none without end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import tzinfo
from threading import Lock
from typing import Any

from icalendar.timezone import tzp
from icalendar.timezone.zoneinfo import ZONEINFO

from bot.calendars.trouble import CalendarError

_ONE_AT_A_TIME = Lock()
"""icalendar keeps the zones that calendars describe in globals of its own, whatever calendar they are of."""
_MOST = 100
"""So many changes of the clocks a year are not too many."""


class _Yearly(ZONEINFO):
    """Takes a description whose clocks change a few times a year: for each moment all before are walked."""

    def create_timezone(self, tz: Any) -> tzinfo:  # type: ignore[override] # as ZONEINFO itself has it
        for part in tz.subcomponents:
            rules = part.get("RRULE", [])
            for rule in rules if isinstance(rules, list) else [rules]:
                several = max((len(each) for name, each in rule.items() if name.startswith("BY")), default=0)
                if str(rule["FREQ"][0]).upper() != "YEARLY" or several > _MOST:
                    raise CalendarError("it describes a time zone whose clocks change all the time: mend it")
        return super().create_timezone(tz)


@contextmanager
def zones_of_its_own() -> Iterator[None]:
    """In here a calendar knows the zones that everybody knows, and those that it describes."""
    with _ONE_AT_A_TIME:
        tzp.use(_Yearly())
        try:
            yield
        finally:
            tzp.use_default()
