"""A missed outage is reported: the form that asks for it, and the answer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.outage import Outage
from bot.domain.page import Page
from bot.messages.answers import in_words
from bot.messages.blocks import form_field, plain_text, section
from bot.messages.figures import clock_time
from bot.messages.modal import told_modal
from bot.messages.text import escape

MISSED_VIEW = "missed_outage"
TABLE, FROM, TO, WHY = "table", "from", "to", "why"
_NAME = 200


def missed_modal(place: str, why_limit: int) -> dict[str, Any]:
    """Asks what was broken, from when until when, and why; `place` is what is likely meant."""
    table = {"type": "plain_text_input", "max_length": _NAME, "placeholder": plain_text("churn/usage", 150)}
    table |= {"initial_value": place[:_NAME]} if place else {}
    moment = {"type": "datetimepicker"}
    why = {"type": "plain_text_input", "multiline": True, "max_length": why_limit}
    hint = "A pipeline and its table, or a pipeline alone."
    return {
        "type": "modal",
        "callback_id": MISSED_VIEW,
        "title": plain_text("A missed outage", 24),
        "submit": plain_text("Report it", 24),
        "close": plain_text("Cancel", 24),
        "blocks": [
            section("Something was broken, and nobody was paged for it? It counts in the alert budget."),
            form_field(TABLE, "What was broken?", table, hint=hint),
            form_field(FROM, "From when?", moment),
            form_field(TO, "Until when?", moment),
            form_field(WHY, "What was it?", why, optional=True),
        ],
    }


def missed_in(view: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a submitted form tells: table and why as text, from and to in seconds since 1970."""
    values = view["state"]["values"]
    found = {name: values[name][name] for name in (TABLE, FROM, TO, WHY)}
    words = {name: str(found[name].get("value") or "").strip() for name in (TABLE, WHY)}
    return words | {name: _seconds(found[name].get("selected_date_time")) for name in (FROM, TO)}


def _seconds(chosen: Any) -> int | None:
    """Raises: TypeError, ValueError, OverflowError, OSError for what is no moment."""
    return None if chosen is None else int(datetime.fromtimestamp(chosen, UTC).timestamp())


def verdict(seen: Page | None, zone: ZoneInfo) -> str:
    """Whether it was missed, in plain text."""
    if seen is None:
        return "Nobody was paged for it: it counts as missed."
    return (
        f"It was not missed: incident {seen.incident} ({seen.check} of {seen.table}) paged at "
        f"{clock_time(seen.at, zone)}."
    )


def outage_line(outage: Outage, zone: ZoneInfo) -> str:
    """What was broken, from when until when, by whom and why; plain text."""
    why = f": {outage.why}" if outage.why else ""
    return f"{outage.place}  {span(outage.starts_at, outage.ends_at, zone)}, says {outage.who}{why}"


def span(starts: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """From Tue 3 Nov 2026, 14:00 CET until Tue 3 Nov 2026, 17:00 CET."""
    return f"from {clock_time(starts, zone)} until {clock_time(ends, zone)}"


def without_span(said: Mapping[str, Any]) -> dict[str, str]:
    """What is missing in the form, by field."""
    return {name: "Say from when until when." for name in (FROM, TO) if said[name] is None}


def reported(outage: Outage, seen: Page | None, zone: ZoneInfo) -> dict[str, Any]:
    """The answer in Slack."""
    said = f"Kept as outage {outage.id}: {outage.place} {span(outage.starts_at, outage.ends_at, zone)}."
    return told_modal(in_words(f"{escape(said)} {escape(verdict(seen, zone))}"), "Reported")
