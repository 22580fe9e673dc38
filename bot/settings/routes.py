"""The variables of routes and rollbacks: where tokens come from, what is left out where they are not set."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.declared import Deployment
from bot.domain.declared_routes import SlackWebhookRoute
from bot.settings.document import Document
from bot.settings.errors import Trail

_TOKENS = {
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
}
_ADDRESS = {"url": "SLACK_WEBHOOK_URL"}
_NOWHERE: Mapping[Any, Mapping[str, str]] = {
    "slack": {"bot_token": "xoxb-unset", "app_token": "xapp-unset", "signing_secret": "unset" * 4},
    "slack_webhook": {},
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
    """Slack's tokens and its webhook's address come from variables where the file does not say them."""
    for route, variables in (("slack", _TOKENS), ("slack_webhook", _ADDRESS)):
        document = _filled(document, environ, route, variables)
    return document


def _filled(
    document: Document, environ: Mapping[str, str], route: str, variables: Mapping[str, str]
) -> Document:
    written = document.at(("routes", route))
    if not isinstance(written, dict):
        return document
    idle = _OF_THE_OTHER["http" if written.get("mode") == "http" else "socket"]
    asked = {key: name for key, name in variables.items() if key not in written and key != idle}
    there = {key: environ.get(name, "") for key, name in asked.items()}
    unset = {("routes", route, key): name for key, name in asked.items() if not environ.get(name)}
    routes = document.data["routes"] | {route: written | there}
    return replace(document, data=document.data | {"routes": routes}, unset=dict(document.unset) | unset)


def slack_mistakes(deployment: Deployment, routes: Collection[str]) -> Iterator[tuple[Trail, str]]:
    """What the ways to Slack and back lack, or have without a use. `routes` are those that are set up."""
    if "slack" in routes and "slack_webhook" in routes:
        yield (
            ("routes", "slack_webhook"),
            "what it posts routes.slack posts too, with buttons: take slack_webhook away, or slack where no "
            "app is approved",
        )
    yield from _of_way_in(deployment)
    hook = deployment.routes.slack_webhook
    if hook is not None:
        yield from _one_address_each(hook)


def _of_way_in(deployment: Deployment) -> Iterator[tuple[Trail, str]]:
    slack = deployment.routes.slack
    if slack is None:
        return
    idle = _OF_THE_OTHER[slack.mode]
    if getattr(slack, idle) is not None:
        other = "http" if slack.mode == "socket" else "socket"
        yield ("routes", "slack", idle), f"is for mode: {other}: remove it, or change the mode"
    if slack.mode == "http" and deployment.web is None:
        yield ("routes", "slack", "mode"), "Slack cannot call: add web, or use mode: socket"


def _one_address_each(hook: SlackWebhookRoute) -> Iterator[tuple[Trail, str]]:
    """An address of two channels posts into one of them, and at twice the pace that Slack allows."""
    known = {hook.url: "url"}
    for channel, address in hook.channels.items():
        if address in known:
            said = f"is the address of {known[address]} too, and an address posts into one channel"
            yield ("routes", "slack_webhook", "channels", channel), f"{said}: make another one in Slack"
        known.setdefault(address, channel)


def with_nowhere(document: Document) -> Document:
    """The document in which Slack's routes have tokens and addresses that lead nowhere, where variables are
    not set: what is to be said there can be written down, for the bot to send."""
    data, unset = document.data, dict(document.unset)
    for number, trail in enumerate(document.unset):
        if trail[0] == "routes" and trail[1] in _NOWHERE:
            value = _NOWHERE[trail[1]].get(str(trail[-1]), f"https://unset.invalid/{number}")
            data = _put(data, trail, value)
            del unset[trail]
    return replace(document, data=data, unset=unset)


def _put(data: Any, trail: Trail, value: str) -> Any:
    """A copy in which something else stands at a trail."""
    if not trail:
        return value
    return data | {trail[0]: _put(data.get(trail[0]), trail[1:], value)}


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
