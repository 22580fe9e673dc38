"""Answers that only the asker sees, wherever the click or the word came from."""

from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient

from bot.messages.message import SlackMessage, payload
from bot.routes.slack_client import responded
from bot.slack.desk import Desk

Body = Mapping[str, Any]


def whisper(client: WebClient, body: Body, message: SlackMessage) -> None:
    """Answer the person: where they are if Slack says where that is, otherwise in private."""
    said = {name: value for name, value in payload(message).items() if value}
    address = body.get("response_url")
    if address and responded(str(address), "ephemeral", said):
        return
    channel = str((body.get("channel") or {}).get("id") or body.get("channel_id") or "")
    if channel and not channel.startswith("D"):
        client.chat_postEphemeral(channel=channel, user=member(body), **said)
    else:
        client.chat_postMessage(channel=member(body), unfurl_links=False, unfurl_media=False, **said)


def member(body: Body) -> str:
    """The member id of who did it."""
    user = body.get("user")
    if isinstance(user, Mapping):
        return str(user["id"])
    return str(body.get("user_id") or (body.get("event") or {}).get("user") or "")


def who(body: Body, desk: Desk) -> str:
    """The name of who did it."""
    user = body.get("user")
    told = user.get("username") or user.get("name") if isinstance(user, Mapping) else body.get("user_name")
    return desk.name_of(member(body), str(told or ""))
