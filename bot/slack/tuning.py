"""The buttons of a threshold that is proposed, or that was accepted."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.messages.tuning import ACCEPT, REVERT, from_button
from bot.slack.acked import acked_when_kept
from bot.slack.carried import as_ours, number, value
from bot.slack.desk import Desk
from bot.slack.replies import Body, whisper, who


def add_tuning(app: App, desk: Desk) -> None:
    """Listen to "Accept", and to "Take it back"."""

    @app.action(ACCEPT)
    def accept(ack: Ack, body: Body, client: WebClient) -> None:
        with as_ours():
            proposal = from_button(value(body))
        with acked_when_kept(ack):
            said = desk.budgets.accept(proposal, who(body, desk))
        whisper(client, body, said)

    @app.action(REVERT)
    def revert(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            said = desk.budgets.revert(number(body), who(body, desk))
        whisper(client, body, said)
