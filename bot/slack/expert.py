"""`/pipeline expert 12`, and the buttons that show a draft and send it."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.messages.expert_slack import DRAFT, SEND, draft_message, draft_modal, sent_modal, sent_to
from bot.messages.message import SlackMessage
from bot.slack.acked import acked_when_kept
from bot.slack.carried import number
from bot.slack.desk import Desk
from bot.slack.replies import Body, whisper, who


def add_expert(app: App, desk: Desk) -> None:
    """Listen to the buttons."""

    @app.action(DRAFT)
    def show(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            draft = desk.experts.draft(number(body))
        view = draft_modal(draft.incident, draft.status, draft.text, draft.to)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.action(SEND)
    def send(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            sent = desk.experts.send(number(body), who(body, desk))
        if view := body.get("view"):
            client.views_update(view_id=view["id"], view=sent_modal(sent))
        else:
            whisper(client, body, sent_to(sent))


def expert(desk: Desk, id_: int) -> SlackMessage:
    """The draft, for the asker alone. Raises NoSuchIncidentError."""
    draft = desk.experts.draft(id_)
    return draft_message(draft.incident, draft.status, draft.text, draft.to)
