"""The modal that asks why an incident is over."""

from typing import Any

from bot.domain.incident import Incident
from bot.messages.blocks import plain_text, section
from bot.messages.incident import headline
from bot.messages.text import escape

RESOLVE_VIEW = "resolve_incident"
CAUSE = "cause"
CAUSE_LIMIT = 500


def told_modal(text: str) -> dict[str, Any]:
    """A modal that only says something; the text is escaped already."""
    return {
        "type": "modal",
        "title": plain_text("Too late", 24),
        "close": plain_text("Close", 24),
        "blocks": [section(text)],
    }


def resolve_modal(incident: Incident) -> dict[str, Any]:
    """Asks for the cause, in a few words; it may be left empty."""
    field = {
        "type": "plain_text_input",
        "action_id": CAUSE,
        "multiline": True,
        "max_length": CAUSE_LIMIT,
        "placeholder": plain_text("The upstream job was restarted twice", 150),
    }
    return {
        "type": "modal",
        "callback_id": RESOLVE_VIEW,
        "private_metadata": str(incident.id),
        "title": plain_text("Resolve", 24),
        "submit": plain_text("Resolve", 24),
        "close": plain_text("Cancel", 24),
        "blocks": [
            section(f"*{escape(headline(incident))}*"),
            {
                "type": "input",
                "block_id": CAUSE,
                "optional": True,
                "label": plain_text("What was the cause?", 150),
                "hint": plain_text("It is kept in the thread: the next one who sees this will be glad.", 150),
                "element": field,
            },
        ],
    }
