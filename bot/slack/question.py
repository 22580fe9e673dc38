"""Questions in a channel (with a mention) and in private, answered in the thread or in the direct message."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.domain.question import Topic, understand
from bot.messages.answers import findings_message, first_message
from bot.messages.health import health_message
from bot.messages.help import help_message, not_understood
from bot.messages.message import SlackMessage, payload
from bot.slack.desk import Desk
from bot.slack.replies import Body


def add_questions(app: App, desk: Desk) -> None:
    """Listen to mentions and direct messages."""
    seen = Seen()

    @app.event("app_mention")
    def mentioned(event: Mapping[str, Any], body: Body, client: WebClient) -> None:
        if seen.first(str(body.get("event_id"))):
            reply(client, event, answer(desk, str(event.get("text", ""))), in_thread=True)

    @app.event("message")
    def written(event: Mapping[str, Any], body: Body, client: WebClient) -> None:
        if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id"):
            return
        if seen.first(str(body.get("event_id"))):
            reply(client, event, answer(desk, str(event.get("text", ""))), in_thread=False)


def answer(desk: Desk, text: str) -> SlackMessage:
    """The answer to a question, true as of now."""
    known = desk.pipelines
    asked = understand(text, known)
    if asked.topic is Topic.HELP:
        return help_message(known)
    if asked.topic is Topic.UNKNOWN:
        return not_understood(known)
    bulletins = desk.bulletins(asked.pipelines)
    if asked.topic is Topic.HEALTH:
        return health_message(bulletins)
    return first_message(bulletins) if asked.topic is Topic.FIRST else findings_message(bulletins)


def reply(client: WebClient, event: Mapping[str, Any], message: SlackMessage, *, in_thread: bool) -> None:
    """Answer where it was asked; in a channel, in the thread of the question."""
    thread = event.get("thread_ts") or (event.get("ts") if in_thread else None)
    said = {name: value for name, value in payload(message).items() if value}
    client.chat_postMessage(
        channel=str(event["channel"]), thread_ts=thread, unfurl_links=False, unfurl_media=False, **said
    )


class Seen:
    """The newest events: Slack sends one again when it missed our ack."""

    def __init__(self, kept: int = 1000) -> None:
        self._kept = kept
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def first(self, id_: str) -> bool:
        """Whether the event is new."""
        with self._lock:
            if id_ in self._ids:
                return False
            self._ids[id_] = None
            if len(self._ids) > self._kept:
                self._ids.popitem(last=False)
            return True
