"""api.test, auth.test, apps.connections.open."""

from bot.sandbox.arguments import Args
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.registry import method
from bot.sandbox.state import State
from bot.sandbox.workspace import Json


@method("api.test", token="none")
def api_test(state: State, args: Args) -> Json:
    if "error" in args:
        raise SlackError(args.text("error"))
    return {"args": {key: value for key, value in args.values.items() if key != "token"}}


@method("auth.test")
def auth_test(state: State, args: Args) -> Json:
    workspace = state.workspace
    return {
        "url": f"{state.address}/",
        "team": workspace.name,
        "team_id": workspace.team_id,
        "user": workspace.bot_name.lower(),
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", "connections:write", token="app")
def apps_connections_open(state: State, args: Args) -> Json:
    return {"url": state.socket_url()}
