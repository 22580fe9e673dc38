"""`/pipeline expert 12`, and the buttons that show a draft and send it."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.messages.answers import in_words
from bot.messages.expert_slack import DRAFT, SEND, draft_message, draft_modal
from bot.messages.message import SlackMessage
from bot.messages.modal import told_modal
from bot.messages.text import escape
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
            said = told(desk.experts.send(number(body), who(body, desk)))
        if view := body.get("view"):
            client.views_update(view_id=view["id"], view=told_modal(said.text, "Call an expert"))
        else:
            whisper(client, body, said)


def expert(desk: Desk, id_: int) -> SlackMessage:
    """The draft, for the asker alone. Raises NoSuchIncidentError."""
    draft = desk.experts.draft(id_)
    return draft_message(draft.incident, draft.status, draft.text, draft.to)


def told(sent: list[str]) -> SlackMessage:
    """To whom it went."""
    if not sent:
        return in_words("It was sent already, or nobody of oakum.yaml answers for it: copy it instead.")
    return in_words(f"Sent to {escape(', '.join(sent))}; the incident's thread says so.")
