"""The bot's home tab, drawn when somebody opens it."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.messages.home import home_view
from bot.messages.wishes import REACH, ZONE
from bot.slack.acked import acked_when_kept
from bot.slack.carried import value
from bot.slack.desk import Desk
from bot.slack.replies import Body, member, who


def add_home(app: App, desk: Desk) -> None:
    """Listen to people who open the home."""

    @app.event("app_home_opened")
    def opened(event: Mapping[str, Any], client: WebClient) -> None:
        if event.get("tab") == "home":
            publish(client, desk, str(event["user"]))

    def choose(ack: Ack, body: Body, client: WebClient) -> None:
        action, chosen = str(body["actions"][0]["action_id"]), value(body)
        with acked_when_kept(ack):
            desk.wishes.choose(who(body, desk), action, chosen)
        publish(client, desk, member(body))

    for name in (ZONE, REACH):
        app.action(name)(choose)


def publish(client: WebClient, desk: Desk, user: str) -> None:
    """Draw the home of one person as things are now."""
    name = desk.name_of(user, "")
    zone, settings = desk.wishes.zone(name), desk.wishes.blocks(name)
    may_watch = desk.newcomers.allowed(name)
    view = home_view(desk.bulletins(), desk.now(), zone, name, settings, may_watch=may_watch)
    client.views_publish(user_id=user, view=dict(view))
