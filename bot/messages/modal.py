"""The modal that asks why an incident is over, and those that only say something."""

from collections.abc import Mapping
from typing import Any

from bot.domain.accepted import NEW_NORMAL, changes
from bot.domain.incident import Incident
from bot.domain.known_bad import FALSE_ALARM
from bot.domain.patch import PATCHED
from bot.messages.blocks import form_field, plain_text, section
from bot.messages.hints import refused
from bot.messages.incident import headline
from bot.messages.message import Block, SlackMessage
from bot.messages.text import escape, plain

RESOLVE_VIEW = "resolve_incident"
CAUSE = "cause"
OUTCOME = "outcome"
FIXED = "fixed"
CAUSE_LIMIT = 500
_FIELD_ERROR = 250


def told_modal(said: SlackMessage, title: str = "Too late") -> dict[str, Any]:
    """A modal that only says something, which would be an answer of a line elsewhere."""
    return {
        "type": "modal",
        "title": plain_text(title, 24),
        "close": plain_text("Close", 24),
        "blocks": [section(said.text)],
    }


def not_allowed_modal(why: object) -> dict[str, Any]:
    """Whoever sent a form may not do what it is for."""
    return told_modal(refused(why), "Not allowed")


def field_errors(why: Mapping[str, object]) -> dict[str, str]:
    """What is wrong in the fields of a form, by field, as Slack shows it below them."""
    return {name: plain(said, _FIELD_ERROR) for name, said in why.items()}


def resolve_modal(incident: Incident, chosen: str = FIXED) -> dict[str, Any]:
    """Asks for the cause, in a few words; it may be left empty. `chosen` is the outcome it begins with."""
    field = {
        "type": "plain_text_input",
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
            _outcome(incident, chosen),
            form_field(
                CAUSE,
                "What was the cause?",
                field,
                "It is kept in the thread: the next one who sees this will be glad.",
                optional=True,
            ),
        ],
    }


def _outcome(incident: Incident, chosen: str) -> Block:
    """A fix, a patch that is owed one, or a false alarm; a change of schema may also be right so."""
    choices = {
        "It is fixed: the cause is gone": FIXED,
        "It is patched: the cause is still there": PATCHED,
        "It was a false alarm: nothing was wrong": FALSE_ALARM,
    }
    hint = "A patch is kept as a debt until somebody says that it is fixed (/pipeline debt)."
    if changes(incident):
        choices["That is the new normal"] = NEW_NORMAL
        hint = "The checks of columns that are the new normal tell nobody for seven days."
    options = [{"text": plain_text(text, 75), "value": value} for text, value in choices.items()]
    begun = next(each for each in options if each["value"] == chosen)
    radio = {"type": "radio_buttons", "options": options, "initial_option": begun}
    return form_field(OUTCOME, "Was it a fix or a patch?", radio, hint)


def cause_in(view: Mapping[str, Any]) -> str:
    """The cause that a submitted modal tells, with the choice in words before it."""
    values = view["state"]["values"]
    cause = str(values[CAUSE][CAUSE].get("value") or "").strip()
    chosen = (values.get(OUTCOME, {}).get(OUTCOME, {}).get("selected_option") or {}).get("value")
    if chosen not in (NEW_NORMAL, PATCHED, FALSE_ALARM):
        return cause
    return f"{chosen}: {cause}" if cause else str(chosen)
