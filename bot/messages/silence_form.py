"""The form that silences something: what, for how long and why; then what that does, before it is done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.silence import Silence
from bot.messages.blocks import context, form_field, plain_text, section
from bot.messages.hints import refused
from bot.messages.modal import told_modal
from bot.messages.silence import KEPT, WHY_LIMIT, Foreseen, made, reason, would

SILENCE_VIEW, SILENCE_SURE = "silence_form", "silence_sure"
WHAT, TIME, WHY = "what", "time", "why"
_NAME = 300


def silence_modal(place: str) -> dict[str, Any]:
    """Asks for all three; `place` is what is likely meant."""
    what = {"type": "plain_text_input", "max_length": _NAME, "placeholder": plain_text("churn/usage", 150)}
    what |= {"initial_value": place[:_NAME]} if place else {}
    time = {"type": "plain_text_input", "max_length": 40, "initial_value": "2h"}
    why = {"type": "plain_text_input", "max_length": WHY_LIMIT}
    return {
        "type": "modal",
        "callback_id": SILENCE_VIEW,
        "title": plain_text("Silence", 24),
        "submit": plain_text("Preview", 24),
        "close": plain_text("Cancel", 24),
        "blocks": [
            form_field(
                WHAT, "What?", what, "PIPELINE, PIPELINE/TABLE or PIPELINE/TABLE/COLUMN, perhaps a check"
            ),
            form_field(
                TIME, "For how long, or until when?", time, "30m, 2h, 3d, tomorrow or monday: up to 12 weeks"
            ),
            form_field(WHY, "Why?", why, "Whoever wonders reads it."),
        ],
    }


def silence_sure(foreseen: Foreseen, zone: ZoneInfo) -> dict[str, Any]:
    """What it would do; nothing is done yet."""
    return {
        "type": "modal",
        "callback_id": SILENCE_SURE,
        "private_metadata": foreseen.agreed,
        "title": plain_text("Silence it?", 24),
        "submit": plain_text("Silence it", 24),
        "close": plain_text("Cancel", 24),
        "blocks": [section(would(foreseen, zone)), context(KEPT)],
    }


def silenced(silence: Silence, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """It is done."""
    return told_modal(made(silence, zone, now), "Silenced")


def not_silenced(why: object) -> dict[str, Any]:
    """It is not: that time is over by now, or somebody may not do it."""
    return told_modal(refused(why), "Not silenced")


def said_in(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """What, for how long, and why."""
    values = view["state"]["values"]
    what, time, why = (str(values[name][name].get("value") or "").strip() for name in (WHAT, TIME, WHY))
    return what, time, reason(why)
