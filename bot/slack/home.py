"""The bot's home tab, drawn when somebody opens it."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.messages.home import home_view
from bot.slack.desk import Desk


def add_home(app: App, desk: Desk) -> None:
    """Listen to people who open the home."""

    @app.event("app_home_opened")
    def opened(event: Mapping[str, Any], client: WebClient) -> None:
        if event.get("tab") == "home":
            publish(client, desk, str(event["user"]))


def publish(client: WebClient, desk: Desk, user: str) -> None:
    """Draw the home of one person as things are now."""
    view = home_view(desk.bulletins(), desk.now(), desk.zone, desk.name_of(user, ""))
    client.views_publish(user_id=user, view=dict(view))
