"""Modals and homes as Slack keeps them: a stack of at most three modals and one home a person."""

import json

from bot.sandbox.content import fill_ids, missing_files
from bot.sandbox.errors import SlackError
from bot.sandbox.state import State
from bot.sandbox.validate import VIEW_BYTES, view_problems
from bot.sandbox.workspace import Json

DEEPEST = 3


def checked(state: State, view: object, kind: str) -> Json:
    """The view if Slack would show it. Raises: SlackError view_too_large, invalid_arguments."""
    if not isinstance(view, dict):
        problem = "[ERROR] must provide an object [json-pointer:/view]"
        raise SlackError("invalid_arguments", messages=[problem])
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    problems = view_problems(view, (kind,)) or missing_files(state, view["blocks"])
    if problems:
        raise SlackError("invalid_arguments", messages=problems)
    return view


def make(state: State, view: Json, parent: Json | None = None) -> Json:
    """A view with everything Slack adds to it."""
    fill_ids(state, view["blocks"])
    name = state.next_id("V")
    return {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
        **view,
        "id": name,
        "team_id": state.workspace.team_id,
        "app_id": state.workspace.app_id,
        "app_installed_team_id": state.workspace.team_id,
        "bot_id": state.workspace.bot_id,
        "hash": state.next_ts(),
        "state": {"values": {}},
        "previous_view_id": parent["id"] if parent else None,
        "root_view_id": parent["root_view_id"] if parent else name,
    }


def open_modal(state: State, user: str, view: Json) -> Json:
    with state.change(kind="modal", user=user):
        made = make(state, view)
        state.modals[user] = [made]
    return made


def push_modal(state: State, user: str, view: Json) -> Json:
    """Put a modal on top. Raises: SlackError push_limit_reached; not_found where none is open."""
    with state.change(kind="modal", user=user):
        stack = state.modals.get(user) or []
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        stack.append(make(state, view, stack[-1]))
    return stack[-1]


def find_modal(state: State, view_id: str, external_id: str = "") -> tuple[str, Json]:
    """Whose it is, and the view. Raises: SlackError not_found."""
    for user, stack in state.modals.items():
        for view in stack:
            if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                return user, view
    raise SlackError("not_found")


def replace(state: State, user: str, old: Json, new: Json, expected_hash: str = "") -> Json:
    """Put `new` where `old` is shown. Raises: SlackError hash_conflict."""
    if expected_hash and expected_hash != old["hash"]:
        raise SlackError("hash_conflict")
    with state.change(kind="modal", user=user):
        kept = {key: old[key] for key in ("id", "previous_view_id", "root_view_id", "state")}
        made = make(state, new) | kept
        stack = state.modals[user]
        stack[stack.index(old)] = made
        state.modal_errors.pop(old["id"], None)
    return made


def publish(state: State, user: str, view: Json, expected_hash: str = "") -> Json:
    """Show `view` as the person's home. Raises: SlackError hash_conflict."""
    old = state.homes.get(user)
    if expected_hash and old and expected_hash != old["hash"]:
        raise SlackError("hash_conflict")
    with state.change(kind="home", user=user):
        made = make(state, view)
        state.homes[user] = made
    return made


def close(state: State, user: str, view: Json, everything: bool = False) -> None:
    """Take the modal away; with `everything` the whole stack."""
    with state.change(kind="modal", user=user):
        stack = state.modals.get(user, [])
        state.modals[user] = [] if everything else [other for other in stack if other["id"] != view["id"]]
        state.modal_errors.pop(view["id"], None)


def after_submission(state: State, user: str, view: Json, payload: Json) -> None:
    """Do what the app's ack of a submission says; without a word the modal closes.

    Raises: SlackError for a view that Slack would not show.
    """
    action = payload.get("response_action")
    if action == "errors":
        with state.change(kind="modal", user=user):
            state.modal_errors[view["id"]] = dict(payload.get("errors") or {})
    elif action == "update":
        replace(state, user, find_modal(state, view["id"])[1], checked(state, payload.get("view"), "modal"))
    elif action == "push":
        push_modal(state, user, checked(state, payload.get("view"), "modal"))
    else:
        close(state, user, view, everything=action == "clear")
