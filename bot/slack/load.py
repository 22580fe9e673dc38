"""The question at sign-off: how much of the week was hand work."""

import re

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.tiredness import Answer
from bot.messages.load import WORKLOAD, answer_noted
from bot.slack.acked import acked_when_kept
from bot.slack.carried import as_number, as_ours, value
from bot.slack.desk import Desk
from bot.slack.replies import Body, whisper, who


def add_load(app: App, desk: Desk) -> None:
    """Listen to the five answers."""

    @app.action(re.compile(rf"^{WORKLOAD}_\d$"))
    def answered(ack: Ack, body: Body, client: WebClient) -> None:
        number, _, said = value(body).partition(":")
        with as_ours():
            answer = Answer(said)
        with acked_when_kept(ack):
            desk.workload(as_number(number), who(body, desk), answer)
        whisper(client, body, answer_noted(answer))
