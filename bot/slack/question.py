"""Questions in a channel (with a mention) and in private, answered in the thread or in the direct message."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.messages.message import SlackMessage, payload
from bot.slack.answering import Place, answer
from bot.slack.desk import Desk
from bot.slack.replies import Body


def add_questions(app: App, desk: Desk) -> None:
    """Listen to mentions and direct messages."""
    channels = Channels()

    @app.event("app_mention")
    def mentioned(event: Mapping[str, Any], body: Body, client: WebClient) -> None:
        if desk.questions.is_new(body.get("event_id")):
            reply(client, event, answered(desk, event, channels.name(client, event)), in_thread=True)

    @app.event("message")
    def written(event: Mapping[str, Any], body: Body, client: WebClient) -> None:
        if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id"):
            return
        if desk.questions.is_new(body.get("event_id")):
            reply(client, event, answered(desk, event, channels.name(client, event)), in_thread=False)


def answered(desk: Desk, event: Mapping[str, Any], named: str = "") -> SlackMessage:
    """The answer to what somebody wrote, by where they wrote it: in a channel that is `named`."""
    channel, thread = str(event["channel"]), event.get("thread_ts")
    place = Place(
        who=desk.name_of(str(event.get("user", "")), ""),
        pipeline=desk.pipeline_at(channel, f"#{named}"),
        incident=desk.questions.incident_of(channel, str(thread)) if thread else None,
    )
    return answer(desk, str(event.get("text", "")), place)


def reply(client: WebClient, event: Mapping[str, Any], message: SlackMessage, *, in_thread: bool) -> None:
    """Answer where it was asked; in a channel, in the thread of the question."""
    thread = event.get("thread_ts") or (event.get("ts") if in_thread else None)
    said = {name: value for name, value in payload(message).items() if value}
    client.chat_postMessage(
        channel=str(event["channel"]), thread_ts=thread, unfurl_links=False, unfurl_media=False, **said
    )


class Channels:
    """The names of channels: an event tells their ids alone."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, client: WebClient, event: Mapping[str, Any]) -> str:
        """The name of where something was written; empty in private, or where Slack does not tell."""
        id_ = str(event["channel"])
        if id_ not in self._names and event.get("channel_type") != "im":
            try:
                told: Mapping[str, Any] = client.conversations_info(channel=id_)["channel"]
            except (SlackApiError, OSError):
                return ""  # then it is asked again with the next question
            self._names[id_] = str(told.get("name") or "")
        return self._names.get(id_, "")
