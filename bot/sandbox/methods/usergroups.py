"""usergroups.*: groups of people with a handle. Slack tells all at once: these methods have no pages."""

from bot.sandbox.arguments import Args
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.registry import method
from bot.sandbox.state import State
from bot.sandbox.workspace import Group, Json


def _there(state: State, args: Args) -> list[Group]:
    """The groups that a call can see: disabled ones only if it asks for them."""
    return [group for group in state.workspace.groups if group.enabled or args.flag("include_disabled")]


def _described(state: State, group: Group, args: Args) -> Json:
    described: Json = {
        "id": group.id,
        "team_id": state.workspace.team_id,
        "is_usergroup": True,
        "handle": group.handle,
        "name": group.name,
        "date_delete": 0 if group.enabled else int(state.clock().timestamp()),
    }
    if args.flag("include_count"):
        described["user_count"] = len(group.members)
    if args.flag("include_users"):
        described["users"] = list(group.members)
    return described


@method("usergroups.list", "usergroups:read")
def list_groups(state: State, args: Args) -> Json:
    return {"usergroups": [_described(state, group, args) for group in _there(state, args)]}


@method("usergroups.users.list", "usergroups:read")
def list_group_users(state: State, args: Args) -> Json:
    wanted = args.required("usergroup")
    for group in _there(state, args):
        if group.id == wanted:
            return {"users": list(group.members)}
    raise SlackError("no_such_subteam")
