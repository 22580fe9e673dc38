"""What may stand inside a block: texts, options, dialogs, buttons, menus, inputs, and their limits."""

from typing import Any

from bot.sandbox.shapes import (
    Report,
    Rule,
    Shape,
    choice,
    exactly_one,
    flag,
    integer,
    list_of,
    matching,
    string,
    typed,
)
from bot.sandbox.workspace import Json


def plain(longest: int) -> Rule:
    """A plain_text object; mrkdwn is refused."""
    return typed({"plain_text": Shape({"text": string(longest), "emoji": flag}, ["text"])})


def text(longest: int) -> Rule:
    """A plain_text or mrkdwn object."""
    return typed(
        {
            "plain_text": Shape({"text": string(longest), "emoji": flag}, ["text"]),
            "mrkdwn": Shape({"text": string(longest), "verbatim": flag}, ["text"]),
        }
    )


ACTION_ID = string(255)
URL = matching(r"(?=.{1,3000}$)https?://\S+", "a valid URL of less than 3001 characters")
DATE = matching(r"\d{4}-\d{2}-\d{2}", "a date of the form YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time of the form HH:mm")

CONFIRM = Shape(
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": choice("primary", "danger"),
    },
    ["title", "text", "confirm", "deny"],
)
OPTION = Shape({"text": plain(75), "value": string(150), "description": plain(75)}, ["text", "value"])
OVERFLOW_OPTION = Shape({**OPTION.fields, "url": URL}, ["text", "value"])
ROUND_OPTION = Shape({"text": text(75), "value": string(150), "description": text(75)}, ["text", "value"])
OPTION_GROUP = Shape({"label": plain(75), "options": list_of(OPTION, 100)}, ["label", "options"])
DISPATCH = Shape({"trigger_actions_on": list_of(choice("on_enter_pressed", "on_character_entered"), 2)})
SLACK_FILE = Shape({"id": string(255), "url": string(3000)}, rest=exactly_one("id", "url"))


def _offered(element: Json) -> list[Any]:
    groups = element.get("option_groups")
    if isinstance(groups, list):
        return [option for group in groups if isinstance(group, dict) for option in group.get("options", [])]
    return list(element.get("options") or [])


def _initial_is_offered(report: Report, element: Json, at: str) -> None:
    """What is chosen at first must be among the options, exactly as written there."""
    offered = _offered(element)
    chosen = element.get("initial_options") or []
    if "initial_option" in element:
        chosen = [element["initial_option"]]
    if any(option not in offered for option in chosen):
        report.error("initial option must be one of the provided options", at)


def _menu_options(report: Report, element: Json, at: str) -> None:
    exactly_one("options", "option_groups")(report, element, at)
    _initial_is_offered(report, element, at)


COMMON: dict[str, Rule] = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": flag}
MENU: dict[str, Rule] = {**COMMON, "placeholder": plain(150)}
MANY: dict[str, Rule] = {**MENU, "max_selected_items": integer(1, 1000)}
LISTS: dict[str, Rule] = {"options": list_of(OPTION, 100), "option_groups": list_of(OPTION_GROUP, 100)}
IDS = list_of(string(255), 100)
CONVERSATIONS = Shape(
    {
        "include": list_of(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    }
)

BUTTON = Shape(
    {
        "action_id": ACTION_ID,
        "text": plain(75),
        "value": string(2000),
        "url": URL,
        "style": choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
    ["text"],
)
OVERFLOW = Shape(
    {"action_id": ACTION_ID, "options": list_of(OVERFLOW_OPTION, 5), "confirm": CONFIRM}, ["options"]
)
IMAGE_ELEMENT = Shape(
    {"image_url": URL, "slack_file": SLACK_FILE, "alt_text": string(2000)},
    ["alt_text"],
    exactly_one("image_url", "slack_file"),
)
SELECTS: dict[str, Rule] = {
    "static_select": Shape({**MENU, **LISTS, "initial_option": OPTION}, rest=_menu_options),
    "multi_static_select": Shape(
        {**MANY, **LISTS, "initial_options": list_of(OPTION, 100)}, rest=_menu_options
    ),
    "users_select": Shape({**MENU, "initial_user": string(255)}),
    "multi_users_select": Shape({**MANY, "initial_users": IDS}),
    "channels_select": Shape({**MENU, "initial_channel": string(255), "response_url_enabled": flag}),
    "conversations_select": Shape(
        {
            **MENU,
            "initial_conversation": string(255),
            "default_to_current_conversation": flag,
            "filter": CONVERSATIONS,
            "response_url_enabled": flag,
        }
    ),
}
PICKERS: dict[str, Rule] = {
    "datepicker": Shape({**MENU, "initial_date": DATE}),
    "timepicker": Shape({**MENU, "initial_time": TIME, "timezone": string(255)}),
    "datetimepicker": Shape({**COMMON, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
}
CHOICES: dict[str, Rule] = {
    "checkboxes": Shape(
        {**COMMON, "options": list_of(ROUND_OPTION, 10), "initial_options": list_of(ROUND_OPTION, 10)},
        ["options"],
        _initial_is_offered,
    ),
    "radio_buttons": Shape(
        {**COMMON, "options": list_of(ROUND_OPTION, 10), "initial_option": ROUND_OPTION},
        ["options"],
        _initial_is_offered,
    ),
}
WRITTEN: dict[str, Rule] = {
    "action_id": ACTION_ID,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH,
    "initial_value": string(3000, shortest=0),
}
TEXT_INPUTS: dict[str, Rule] = {
    "plain_text_input": Shape(
        {
            **WRITTEN,
            "multiline": flag,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        }
    ),
    "email_text_input": Shape(WRITTEN),
    "url_text_input": Shape(WRITTEN),
    "number_input": Shape(
        {**WRITTEN, "is_decimal_allowed": flag, "min_value": string(255), "max_value": string(255)},
        ["is_decimal_allowed"],
    ),
}

IN_ACTIONS: dict[str, Rule] = {"button": BUTTON, "overflow": OVERFLOW, **SELECTS, **PICKERS, **CHOICES}
IN_SECTION: dict[str, Rule] = {**IN_ACTIONS, "image": IMAGE_ELEMENT}
IN_INPUT: dict[str, Rule] = {**TEXT_INPUTS, **SELECTS, **PICKERS, **CHOICES}
