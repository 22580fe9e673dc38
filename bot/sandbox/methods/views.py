"""views.*: modals and the home tab."""

from bot.sandbox import views
from bot.sandbox.arguments import Args
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.registry import method
from bot.sandbox.state import State
from bot.sandbox.workspace import Json


def _modal(state: State, args: Args) -> Json:
    return views.checked(state, args.parsed("view", "invalid_arguments"), "modal")


def _fresh_external_id(state: State, view: Json) -> None:
    taken = {open_["external_id"] for stack in state.modals.values() for open_ in stack}
    if view.get("external_id") and view["external_id"] in taken:
        raise SlackError("duplicate_external_id")


@method("views.open")
def open_view(state: State, args: Args) -> Json:
    view = _modal(state, args)
    _fresh_external_id(state, view)
    user = state.triggers.exchange(args.required("trigger_id"))
    return {"view": views.open_modal(state, user, view)}


@method("views.push")
def push_view(state: State, args: Args) -> Json:
    view = _modal(state, args)
    _fresh_external_id(state, view)
    user = state.triggers.exchange(args.required("trigger_id"))
    return {"view": views.push_modal(state, user, view)}


@method("views.update")
def update_view(state: State, args: Args) -> Json:
    new = _modal(state, args)
    if "view_id" not in args and "external_id" not in args:
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: view_id"])
    with state.condition:
        user, old = views.find_modal(state, args.text("view_id"), args.text("external_id"))
        return {"view": views.replace(state, user, old, new, args.text("hash"))}


@method("views.publish")
def publish_view(state: State, args: Args) -> Json:
    view = views.checked(state, args.parsed("view", "invalid_arguments"), "home")
    user = args.required("user_id")
    if user not in state.people:
        raise SlackError("user_not_found")
    return {"view": views.publish(state, user, view, args.text("hash"))}
