"""Fresh rows beside their source: they are shown to whoever asks, who says of each whether it is right."""

import re

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.fresh_rows import Word
from bot.messages.fresh_rows import ANSWER, LOOK, noted_message, rows_message
from bot.slack.acked import acked_when_kept
from bot.slack.carried import as_number, as_ours, number, value
from bot.slack.desk import Desk
from bot.slack.replies import Body, whisper, who


def add_fresh_rows(app: App, desk: Desk) -> None:
    """Listen to the button of the digest, and to the three of each row."""

    @app.action(LOOK)
    def look(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            checkup = desk.fresh_rows.of(number(body))
        whisper(client, body, rows_message(checkup))

    @app.action(re.compile(rf"^{ANSWER}_\d_[a-z]+$"))
    def answered(ack: Ack, body: Body, client: WebClient) -> None:
        with as_ours():
            checkup, row, said = value(body).split(":", 2)
            word = Word(said)
        with acked_when_kept(ack):
            known = desk.fresh_rows.answer(as_number(checkup), as_number(row), who(body, desk), word)
        whisper(client, body, noted_message(word, known))
