"""Who put an incident to sleep, and what wakes it."""

from zoneinfo import ZoneInfo

from bot.domain.incident import Incident, State
from bot.domain.survival import is_muted_by_survival
from bot.messages.figures import moment
from bot.messages.surroundings import named


def asleep(incident: Incident, zone: ZoneInfo) -> str:
    """It in a few words; empty where it is awake."""
    if incident.state is not State.SNOOZED or incident.snoozed_until is None:
        return ""
    if is_muted_by_survival(incident.snoozed_by):
        return "muted, since everything is broken at once, until somebody brings its table back"
    who, until = named(incident.snoozed_by or "somebody"), moment(incident.snoozed_until, zone)
    return f"{who} put it to sleep until {until}"
