"""users.*: who there is."""

from bot.sandbox.arguments import Args
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.registry import method
from bot.sandbox.state import State
from bot.sandbox.workspace import Json, Person


def _described(state: State, person: Person) -> Json:
    names = {"real_name": person.real_name, "display_name": person.name}
    return {
        "id": person.id,
        "team_id": state.workspace.team_id,
        "name": person.name,
        "real_name": person.real_name,
        "tz": person.tz,
        "deleted": person.deactivated,
        "is_bot": False,
        "profile": {**names, "email": person.email, "title": person.title},
    }


def _bot(state: State) -> Json:
    name = state.workspace.bot_name
    return {
        "id": state.workspace.bot_user,
        "team_id": state.workspace.team_id,
        "name": name.lower(),
        "real_name": name,
        "tz": "UTC",
        "deleted": False,
        "is_bot": True,
        "profile": {
            "real_name": name,
            "display_name": name,
            "bot_id": state.workspace.bot_id,
            "api_app_id": state.workspace.app_id,
        },
    }


@method("users.info", "users:read")
def info(state: State, args: Args) -> Json:
    wanted = args.required("user", "user_not_found")
    if wanted == state.workspace.bot_user:
        return {"user": _bot(state)}
    if wanted not in state.people:
        raise SlackError("user_not_found")
    return {"user": _described(state, state.people[wanted])}


@method("users.list", "users:read")
def list_users(state: State, args: Args) -> Json:
    members = [_described(state, person) for person in state.workspace.people]
    return {"members": [*members, _bot(state)], "response_metadata": {"next_cursor": ""}}


@method("users.lookupByEmail", "users:read.email")
def lookup_by_email(state: State, args: Args) -> Json:
    wanted = args.required("email", "users_not_found").lower()
    for person in state.workspace.people:
        if person.email.lower() == wanted:
            return {"user": _described(state, person)}
    raise SlackError("users_not_found")


@method("bots.info", "users:read")
def bots_info(state: State, args: Args) -> Json:
    workspace = state.workspace
    if args.text("bot", workspace.bot_id) != workspace.bot_id:
        raise SlackError("bot_not_found")
    known = {"id": workspace.bot_id, "app_id": workspace.app_id, "user_id": workspace.bot_user}
    return {"bot": {**known, "name": workspace.bot_name, "deleted": False}}
