"""What Slack puts into an envelope when a person does something."""

from copy import deepcopy
from typing import Any

from bot.sandbox.state import Conversation, State
from bot.sandbox.workspace import Json

VERIFICATION_TOKEN = "sandbox"  # legacy; apps must not rely on it


def envelope(state: State, kind: str, payload: Json, *, takes_payload: bool = True) -> Json:
    """The wrapping that Socket Mode sends: slash_commands, interactive or events_api."""
    with state.condition:  # a copy: what is shown may change before the envelope is on its way
        payload = deepcopy(payload)
    wrapped: Json = {
        "envelope_id": state.next_id("envelope-"),
        "type": kind,
        "payload": payload,
        "accepts_response_payload": takes_payload,
    }
    if kind == "events_api":
        wrapped |= {"accepts_response_payload": False, "retry_attempt": 0, "retry_reason": ""}
    return wrapped


def event(state: State, what: Json) -> Json:
    """An events_api envelope around one event."""
    workspace = state.workspace
    payload = {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        "api_app_id": workspace.app_id,
        "event": what,
        "type": "event_callback",
        "event_id": state.next_id("Ev"),
        "event_time": int(state.clock().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team_id,
                "user_id": workspace.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
    return envelope(state, "events_api", payload)


def slash_command(
    state: State, user: str, room: Conversation, name: str, text: str, trigger: str, url: str
) -> Json:
    """A slash_commands envelope."""
    workspace = state.workspace
    payload = {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": room.id,
        "channel_name": "directmessage" if room.kind == "im" else room.name,
        "user_id": user,
        "user_name": state.people[user].name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger,
    }
    return envelope(state, "slash_commands", payload)


def interaction(state: State, kind: str, user: str, more: Json) -> Json:
    """An interactive envelope: block_actions, view_submission or view_closed."""
    workspace = state.workspace
    name = state.people[user].name
    payload = {
        "type": kind,
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "user": {"id": user, "username": name, "name": name, "team_id": workspace.team_id},
        "api_app_id": workspace.app_id,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }
    return envelope(state, "interactive", payload)


def picked(element: Json, value: Any) -> Json:
    """The part of an action or of a view's state that carries what the person chose or wrote.

    `value` is a text, an option's value, an id, a date, or a list of option values.
    Raises: LookupError for an option that is not offered.
    """
    kind = element["type"]
    if kind == "button":
        return {"value": element["value"]} if "value" in element else {}
    if kind in ("static_select", "radio_buttons", "overflow"):
        return {"selected_option": None if value is None else _option(element, value)}
    if kind in ("multi_static_select", "checkboxes"):
        return {"selected_options": [_option(element, each) for each in value or []]}
    return {VALUE_KEYS.get(kind, "value"): value}


VALUE_KEYS = {
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}


def _option(element: Json, value: str) -> Json:
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options: list[Json] = [option for group in groups for option in group["options"]]
    for option in options:
        if option["value"] == value:
            return option
    offered = ", ".join(str(option["value"]) for option in options)
    raise LookupError(f"{element['action_id']} offers {offered}, not {value!r}")


def initial(element: Json) -> Json:
    """What an input holds before anybody touched it."""
    kind = element["type"]
    if kind in ("static_select", "radio_buttons"):
        return {"selected_option": element.get("initial_option")}
    if kind in ("multi_static_select", "checkboxes"):
        return {"selected_options": element.get("initial_options", [])}
    key = VALUE_KEYS.get(kind, "value")
    return {key: element.get(f"initial_{key.removeprefix('selected_')}")}
