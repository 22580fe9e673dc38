"""A rollback that a person asks for, and Cancel, the button of a countdown. Whoever may not is told so, and
nobody else."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.messages.rollback import CANCEL
from bot.messages.rollback_asked import ASK
from bot.slack.acked import acked_when_kept
from bot.slack.carried import number
from bot.slack.desk import Desk
from bot.slack.replies import Body, member, whisper


def add_rollback(app: App, desk: Desk) -> None:
    """Listen to the buttons."""

    @app.action(CANCEL)
    def cancel(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            said = desk.cancel(number(body), member(body))
        if said:
            whisper(client, body, said)

    @app.action(ASK)
    def ask(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            said = desk.roll_back(number(body), member(body), sure=True)
        whisper(client, body, said)
