"""The buttons of a test page: somebody says that it came."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.drill import Way
from bot.messages.answers import in_words
from bot.messages.drill import CAME, NAMES
from bot.slack.actions import acked_when_kept
from bot.slack.desk import Desk
from bot.slack.replies import Body, whisper, who


def add_drill(app: App, desk: Desk) -> None:
    """Listen to them."""

    @app.action(CAME)
    def came(ack: Ack, body: Body, client: WebClient) -> None:
        number, _, said = str(body["actions"][0]["value"]).partition(":")
        route = next(each for each in NAMES if each == said)
        name = who(body, desk)
        with acked_when_kept(ack):
            new = desk.came(int(number), Way(name, route), name)
        if not new:
            whisper(client, body, in_words(f"{NAMES[route].capitalize()} is noted already."))
