"""The form that puts an incident to sleep: for how long; then what that mutes, before it is done."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.incident import Incident
from bot.messages.blocks import context, form_field, plain_text, section
from bot.messages.figures import clock_time, moment
from bot.messages.hints import refused
from bot.messages.incident import headline
from bot.messages.modal import told_modal
from bot.messages.surroundings import Surroundings, named
from bot.messages.text import code, escape, listing, more

SNOOZE_VIEW, SNOOZE_SURE = "snooze_incident", "snooze_sure"
TIME = "time"
_TIME_LIMIT = 40
_SHOWN = 5


def snooze_modal(incident: Incident, around: Surroundings, now: datetime) -> dict[str, Any]:
    """Asks for how long; the preview comes next."""
    field = {
        "type": "plain_text_input",
        "max_length": _TIME_LIMIT,
        "initial_value": "1h",
        "placeholder": plain_text("2h", 150),
    }
    return {
        "type": "modal",
        "callback_id": SNOOZE_VIEW,
        "private_metadata": json.dumps({"incident": incident.id}),
        "title": plain_text("Snooze", 24),
        "submit": plain_text("Preview", 24),
        "close": plain_text("Cancel", 24),
        "blocks": [
            section(f"*{escape(headline(incident))}*\n{_muted(incident)}\n{_unpaged(incident, around, now)}"),
            form_field(
                TIME,
                "For how long, or until when?",
                field,
                "30m, 2h, 3d, tomorrow or monday (at nine): at most two weeks.",
            ),
        ],
    }


def snooze_preview(
    incident: Incident, around: Surroundings, said: str, until: datetime, now: datetime
) -> dict[str, Any]:
    """What is muted, until when, who is not paged, and what happens then; nothing is done yet."""
    first = named(around.roster.called(around.steps[0].notify, until)) if around.steps else "nobody"
    wakes = f"It wakes {moment(until, around.zone)}. "
    if incident.pages:
        wakes += f"If it is not over by then, its ladder is climbed from the first step: {first}."
    else:
        wakes += "If it is not over by then, it is open again; it pages nobody as it is now."
    return {
        "type": "modal",
        "callback_id": SNOOZE_SURE,
        "private_metadata": json.dumps({"incident": incident.id, "said": said}),
        "title": plain_text("Snooze it?", 24),
        "submit": plain_text("Snooze it", 24),
        "close": plain_text("Cancel", 24),
        "blocks": [
            section(f"*{escape(headline(incident))}*"),
            section(f"{_muted(incident)}\n{_unpaged(incident, around, now)}\n{wakes}"),
            context("If a ticket of it begins to page meanwhile, it wakes at once. The checks go on."),
        ],
    }


def not_any_more(why: object) -> dict[str, Any]:
    """The time that was previewed is over by now."""
    return told_modal(refused(why), "Not any more")


def until_words(wakes: datetime, zone: ZoneInfo) -> str:
    """How long somebody let it sleep, for its story: until Sat 21 Nov 2026, 09:00 UTC."""
    return f"until {clock_time(wakes, zone)}"


def _muted(incident: Incident) -> str:
    tables = list(dict.fromkeys(each.table for each in incident.findings))
    checks = list(dict.fromkeys(each.check for each in incident.findings))
    return (
        f"Muted: {listing(checks)} of {listing(tables)} in {code(incident.pipeline)}, this incident alone. "
        "Anything else that is found is told as ever."
    )


def _unpaged(incident: Incident, around: Surroundings, now: datetime) -> str:
    """Whoever would still be told on the ladder, and is not."""
    if not incident.pages:
        return "Nobody would be paged for it as it is now."
    left = dict.fromkeys(hop.notify for hop in around.steps[incident.hop :])
    people = [named(around.roster.called(name, now)) for name in left]
    if not people:
        return "The ladder is at its end: nobody else would be paged."
    rest = f" {more(len(people) - _SHOWN)}" if len(people) > _SHOWN else ""
    return f"Not paged meanwhile: {', '.join(people[:_SHOWN])}{rest}."


def time_in(view: Mapping[str, Any]) -> str:
    """What was typed."""
    return str(view["state"]["values"][TIME][TIME].get("value") or "").strip()


def asked_in(carried: str) -> tuple[str, str]:
    """The incident that a form is about, and what was said of the time. Raises: ValueError, TypeError, …"""
    known = json.loads(carried)
    return str(known["incident"]), str(known.get("said", ""))
