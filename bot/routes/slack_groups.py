"""Slack's user groups: whether the mention of one rings for anybody."""

from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk import WebClient


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A user group as Slack tells of it."""

    handle: str
    is_enabled: bool
    members: tuple[str, ...]


def user_groups(client: WebClient) -> Mapping[str, UserGroup]:
    """All of the workspace, by id; Slack tells them at once. Raises one of `FAILURES`."""
    answer = client.usergroups_list(include_disabled=True, include_users=True)
    return {
        str(group["id"]): UserGroup(
            handle=str(group.get("handle") or group["id"]),
            is_enabled=not group.get("date_delete"),
            members=tuple(group.get("users") or ()),
        )
        for group in answer["usergroups"]
    }


def fault(team: str, id_: str, group: UserGroup | None) -> str:
    """Why nobody hears of the mention of a team's group, and what to change; empty where somebody does."""
    if group is None:
        return f"{id_} is no user group of this workspace: change teams.{team}.slack_group"
    if not group.is_enabled:
        return f"@{group.handle} is disabled in Slack: enable it there, or change teams.{team}.slack_group"
    if not group.members:
        return f"@{group.handle} has no members: add people to it in Slack"
    return ""
