"""The buttons of what a checkup proposes: make it the focus, or close it with a reason."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.incident import Act
from bot.domain.rights import NotAllowedError, Right
from bot.messages.answers import not_possible
from bot.messages.backlog import (
    CLOSE,
    CLOSE_VIEW,
    NO_REASON,
    PROMOTE,
    PROPOSED,
    close_modal,
    closed_message,
    promoted_message,
)
from bot.messages.message import SlackMessage
from bot.messages.modal import CAUSE, cause_in, field_errors, not_allowed_modal, told_modal
from bot.slack.acked import acked_when_kept
from bot.slack.actions import too_late
from bot.slack.carried import as_number, as_ours, metadata, number
from bot.slack.desk import Desk
from bot.slack.replies import Body, whisper, who


def add_backlog(app: App, desk: Desk) -> None:
    """Listen to the buttons of a digest, and to the modal."""

    @app.action(PROMOTE)
    def chosen(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            said = promote(desk, number(body), who(body, desk), PROPOSED)
        whisper(client, body, said)

    @app.action(CLOSE)
    def pressed(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            desk.must(Right.RESOLVE, who(body, desk))
            incident = desk.incident(number(body)).incident
        if incident.is_resolved:
            whisper(client, body, not_possible(incident, Act.RESOLVE, desk.zone))
        else:
            client.views_open(trigger_id=body["trigger_id"], view=close_modal(incident))

    @app.view(CLOSE_VIEW)
    def told_why(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        with as_ours():
            id_, reason = as_number(metadata(view)), cause_in(view)
        if not reason:
            ack(response_action="errors", errors=field_errors({CAUSE: NO_REASON}))
            return
        try:
            done = desk.resolve(id_, who(body, desk), reason)
        except NotAllowedError as error:
            ack(response_action="update", view=not_allowed_modal(error))
            return
        if late := too_late(desk, Act.RESOLVE, done):
            ack(response_action="update", view=told_modal(late))
        else:
            ack()


def promote(desk: Desk, id_: int, name: str, reason: str) -> SlackMessage:
    """It is the focus from now on: the answer to whoever says so. Raises NoSuchIncidentError."""
    done = desk.focuses.promote(id_, name, reason)
    return too_late(desk, Act.PROMOTE, done) or promoted_message(desk.incident(id_).incident)


def close(desk: Desk, id_: int, name: str, reason: str) -> SlackMessage:
    """It is closed with a reason: the answer to whoever says so. Raises NoSuchIncidentError."""
    done = desk.resolve(id_, name, reason)
    return too_late(desk, Act.RESOLVE, done) or closed_message(desk.incident(id_).incident)
