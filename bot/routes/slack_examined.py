"""Whether Slack takes us: tokens, scopes, channels, people. Nothing is posted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.declared import Person
from bot.domain.examined import Thing, mend, ok, unknown
from bot.messages.figures import counted
from bot.routes.outcome import Retry
from bot.routes.slack import pages
from bot.routes.slack_answers import FAILURES, app_token_problem, meaning
from bot.routes.slack_groups import fault, user_groups
from bot.settings.routes import Tokens


def examine(
    client: WebClient,
    app_token: str | None,
    scopes: Sequence[str],
    channels: Mapping[str, str],
    people: Mapping[str, Person],
    tokens: Tokens,
    groups: Mapping[str, str] | None = None,
) -> Iterator[Thing]:
    """One thing after the other. Without a good bot token the channels and people are not known.

    `channels` says whose each channel is, `groups` which user group each team is. There is no app token where
    Slack calls us.
    """
    try:
        answer = client.auth_test()
    except FAILURES as error:
        yield _failed("Slack's bot token", error, tokens)
        if isinstance(error, SlackApiError):  # it is there, and takes us not
            yield from [_app_token(client, app_token, tokens)] if app_token is not None else ()
            yield unknown("Slack's channels and people", "only a bot that Slack takes can ask for them")
        return
    yield ok("Slack's bot token", f"is taken, in the workspace {answer['team']}, as {answer['user']}")
    yield _scopes(answer.headers, scopes)
    if app_token is not None:
        yield _app_token(client, app_token, tokens)
    yield from _channels(client, channels, tokens)
    for name, person in people.items():
        if person.slack is not None:
            yield _person(client, name, person.slack, tokens)
    if groups:
        yield from _groups(client, groups, tokens)


def _failed(what: str, error: Exception, tokens: Tokens) -> Thing:
    """What Slack does not tell just now is unknown; what it refuses is to be mended."""
    said = meaning(error, tokens)
    return unknown(what, said.why) if isinstance(said, Retry) else mend(what, said.why)


def _scopes(headers: Mapping[str, Any], wanted: Sequence[str]) -> Thing:
    given = next((str(value) for name, value in headers.items() if name.lower() == "x-oauth-scopes"), None)
    if given is None:
        return unknown("Slack's scopes", "Slack does not tell which ones the app has")
    lacking = sorted(set(wanted) - {each.strip() for each in given.split(",")})
    if lacking:
        say = f"the app lacks {', '.join(lacking)}: update it with `oakum manifest` and reinstall it"
        return mend("Slack's scopes", say)
    return ok("Slack's scopes", f"the app has all {len(wanted)}")


def _app_token(client: WebClient, token: str, tokens: Tokens) -> Thing:
    try:
        client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        if isinstance(meaning(error, tokens), Retry):
            return _failed("Slack's app token", error, tokens)
        return mend("Slack's app token", app_token_problem(error, tokens))
    except FAILURES as error:
        return _failed("Slack's app token", error, tokens)
    return ok("Slack's app token", "is taken: Socket Mode can connect")


def _channels(client: WebClient, channels: Mapping[str, str], tokens: Tokens) -> Iterator[Thing]:
    try:
        seen = {key: room for room in rooms(client) for key in (str(room["id"]), f"#{room.get('name')}")}
    except FAILURES as error:
        yield _failed("Slack's channels", error, tokens)
        return
    for channel, whose in channels.items():
        yield _channel(f"channel {channel}", whose, seen.get(channel))


def rooms(client: WebClient) -> Iterator[Mapping[str, Any]]:
    """The channels that the bot can see. Raises one of `FAILURES`."""
    kinds = "public_channel,private_channel"
    for page in pages(
        lambda cursor: client.conversations_list(types=kinds, limit=1000, cursor=cursor or None)
    ):
        yield from page["channels"]


def _channel(what: str, whose: str, room: Mapping[str, Any] | None) -> Thing:
    if room is None:
        return mend(
            what, f"of {whose}: no such channel, or a private one without the bot: /invite @Oakum there"
        )
    if room.get("is_archived"):
        return mend(what, f"of {whose}: is archived: unarchive it, or change `channel`")
    if not room.get("is_member"):
        return mend(what, f"of {whose}: the bot is not in it: type /invite @Oakum there")
    return ok(what, f"of {whose}: the bot is in it")


def _person(client: WebClient, name: str, member: str, tokens: Tokens) -> Thing:
    what = f"{name} in Slack"
    try:
        user = client.users_info(user=member)["user"]
    except FAILURES as error:
        return _failed(what, error, tokens)
    if user.get("deleted"):
        return mend(what, f"{member} is deactivated: change people.{name}.slack")
    if user.get("is_bot"):
        return mend(what, f"{member} is a bot: give a person's member id in people.{name}.slack")
    zone = f" ({user['tz']})" if user.get("tz") else ""
    return ok(what, f"{member} is {user.get('real_name') or user.get('name')}{zone}")


def _groups(client: WebClient, groups: Mapping[str, str], tokens: Tokens) -> Iterator[Thing]:
    """Whether the mention of each team's user group rings for somebody."""
    try:
        there = user_groups(client)
    except FAILURES as error:
        for team, group in groups.items():
            failed = _failed(f"{team} in Slack", error, tokens)
            yield Thing(
                failed.what, failed.state, f"whether {group} has members cannot be told: {failed.said}"
            )
        return
    for team, group in groups.items():
        if said := fault(team, group, there.get(group)):
            yield mend(f"{team} in Slack", f"nobody hears of a page: {said}")
            continue
        found = there[group]
        yield ok(f"{team} in Slack", f"{group} is @{found.handle}, {counted(len(found.members), 'member')}")
