"""The variables of routes and rollbacks: where tokens come from, what is left out where they are not set."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.domain.declared import Deployment
from bot.settings.document import Document
from bot.settings.errors import Trail

_TOKENS = {
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
}
_OF_THE_OTHER = {"socket": "signing_secret", "http": "app_token"}
"""What a mode has no use for."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Where a person finds Slack's tokens to change them: a variable, a place in a file, or both."""

    bot: str = _TOKENS["bot_token"]
    app: str = _TOKENS["app_token"]
    signing: str = _TOKENS["signing_secret"]


def tokens(written: Document) -> Tokens:
    """Where the tokens come from, by what the file says and what it leaves to the environment."""
    return Tokens(
        _place(written, "bot_token"), _place(written, "app_token"), _place(written, "signing_secret")
    )


def _place(written: Document, key: str) -> str:
    trail = ("routes", "slack", key)
    if written.at(trail) is None:
        return _TOKENS[key]
    place = f"{written.file}:{written.line(trail)}: {written.key(trail)}"
    variable = written.variables.get(trail)
    return f"{variable} ({place})" if variable else place


def with_tokens(document: Document, environ: Mapping[str, str]) -> Document:
    """Slack's tokens, where the file does not say them, come from the variables that Slack's tools read."""
    slack = document.at(("routes", "slack"))
    if not isinstance(slack, dict):
        return document
    idle = _OF_THE_OTHER["http" if slack.get("mode") == "http" else "socket"]
    asked = {key: name for key, name in _TOKENS.items() if key not in slack and key != idle}
    routes = document.data["routes"] | {"slack": slack | {key: environ.get(asked[key], "") for key in asked}}
    unset = dict(document.unset)
    unset |= {("routes", "slack", key): name for key, name in asked.items() if not environ.get(name)}
    return replace(document, data=document.data | {"routes": routes}, unset=unset)


def slack_mistakes(deployment: Deployment) -> Iterator[tuple[Trail, str]]:
    """What the way in from Slack lacks, or has without a use."""
    slack = deployment.routes.slack
    if slack is None:
        return
    idle = _OF_THE_OTHER[slack.mode]
    if getattr(slack, idle) is not None:
        other = "http" if slack.mode == "socket" else "socket"
        yield ("routes", "slack", idle), f"is for mode: {other}: remove it, or change the mode"
    if slack.mode == "http" and deployment.web is None:
        yield ("routes", "slack", "mode"), "Slack cannot call: add web, or use mode: socket"


def without_unset(document: Document) -> Document:
    """The document without the routes and rollbacks that ask for variables which are not set.

    A schedule stays, since ladders name it: whoever reads its calendar hears which variable is not set.
    """
    for section in ("routes", "rollbacks"):
        document = _without_unset(document, section)
    return _with_named_calendars(document)


def _with_named_calendars(document: Document) -> Document:
    lacking = {
        t: name for t, name in document.unset.items() if t[0] == "schedules" and t[2:] == ("calendar",)
    }
    if not lacking:
        return document
    schedules = dict(document.data["schedules"])
    for (_, schedule, _), name in lacking.items():
        schedules[schedule] = schedules[schedule] | {"calendar": f"${{{name}}}"}
    unset = {trail: name for trail, name in document.unset.items() if trail not in lacking}
    return replace(document, data=document.data | {"schedules": schedules}, unset=unset)


def _without_unset(document: Document, section: str) -> Document:
    lacking = {trail[1] for trail in document.unset if trail[0] == section}
    if not lacking:
        return document
    kept = {name: each for name, each in document.data[section].items() if name not in lacking}
    unset = {trail: name for trail, name in document.unset.items() if trail[0] != section}
    return replace(document, data=document.data | {section: kept}, unset=unset)
