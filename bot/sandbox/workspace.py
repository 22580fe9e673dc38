"""Who and what is in the sandbox's workspace at the start: people, channels, groups, commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]  # an object as Slack sends and receives it


@dataclass(frozen=True)
class Person:
    """A member of the workspace; `tz` is an IANA name."""

    id: str
    name: str
    real_name: str
    email: str
    tz: str = "UTC"
    title: str = ""
    deactivated: bool = False

    def __post_init__(self) -> None:
        ZoneInfo(self.tz)  # a wrong name should fail here, not in the browser


@dataclass(frozen=True)
class Channel:
    """A channel; the bot must be a member (`with_bot`) to post in it, as in Slack."""

    id: str
    name: str
    members: Sequence[str]
    topic: str = ""
    private: bool = False
    with_bot: bool = True
    archived: bool = False


@dataclass(frozen=True)
class Group:
    """A user group, mentioned as @handle; the mention of a disabled one rings nobody."""

    id: str
    handle: str
    name: str
    members: Sequence[str]
    enabled: bool = True


@dataclass(frozen=True)
class Command:
    """A slash command with what the composer suggests for it: (words, what they do)."""

    name: str
    description: str
    hint: str = ""
    examples: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Workspace:
    """The whole workspace. Ids are Slack-like: T… team, U… people, C… channels, S… groups."""

    name: str
    people: Sequence[Person]
    channels: Sequence[Channel]
    groups: Sequence[Group] = ()
    commands: Sequence[Command] = ()
    bot_name: str = "Oakum"
    team_id: str = "T0SANDBOX"
    app_id: str = "A0OAKUM"
    bot_id: str = "B0OAKUM"
    bot_user: str = "U0OAKUM"

    def __post_init__(self) -> None:
        known = {person.id for person in self.people}
        rooms: list[Channel | Group] = [*self.channels, *self.groups]
        for room in rooms:
            if strangers := sorted(set(room.members) - known):
                raise ValueError(f"{room.name}: no such people in the workspace: {', '.join(strangers)}")

    @property
    def domain(self) -> str:
        return "-".join(self.name.lower().split())
