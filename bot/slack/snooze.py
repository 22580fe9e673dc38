"""“Snooze…” of an incident's menu: for how long, what that mutes, and then it sleeps."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.incident import Act, State
from bot.domain.rights import NotAllowedError, Right
from bot.domain.snooze import NotUnderstoodError, until
from bot.messages.answers import not_possible
from bot.messages.modal import field_errors, not_allowed_modal, told_modal
from bot.messages.snooze import (
    SNOOZE_SURE,
    SNOOZE_VIEW,
    TIME,
    asked_in,
    not_any_more,
    snooze_modal,
    snooze_preview,
    time_in,
)
from bot.slack.acked import acked_when_kept
from bot.slack.actions import too_late
from bot.slack.carried import as_number, as_ours, metadata, number
from bot.slack.desk import Desk
from bot.slack.replies import Body, whisper, who


def add_snooze(app: App, desk: Desk) -> None:
    """Listen to both steps of the form."""

    @app.view(SNOOZE_VIEW)
    def preview(ack: Ack, view: dict[str, Any]) -> None:
        id_, _ = _asked(view)
        with as_ours():
            said = time_in(view)
        told, now = desk.incident(id_), desk.now()
        try:
            wakes = until(said, now, told.around.zone)
        except NotUnderstoodError as error:
            ack(response_action="errors", errors=field_errors({TIME: error}))
        else:
            ack(
                response_action="update",
                view=snooze_preview(told.incident, told.around, said, wakes, now),
            )

    @app.view(SNOOZE_SURE)
    def sure(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        id_, said = _asked(view)
        try:
            late = too_late(desk, Act.SNOOZE, desk.snooze(id_, who(body, desk), said))
        except NotAllowedError as error:
            ack(response_action="update", view=not_allowed_modal(error))
        except NotUnderstoodError as error:
            ack(response_action="update", view=not_any_more(error))
        else:
            ack(response_action="update", view=told_modal(late)) if late else ack()


def _asked(view: dict[str, Any]) -> tuple[int, str]:
    with as_ours():
        id_, said = asked_in(metadata(view))
    return as_number(id_), said


def ask_how_long(desk: Desk, ack: Ack, body: Body, client: WebClient) -> None:
    """Open the form; it is too late for one that is over."""
    with acked_when_kept(ack):
        desk.must(Right.SNOOZE, who(body, desk))
        told = desk.incident(number(body))
    if told.incident.state is State.RESOLVED:
        whisper(client, body, not_possible(told.incident, Act.SNOOZE, desk.zone))
    else:
        view = snooze_modal(told.incident, told.around, desk.now())
        client.views_open(trigger_id=body["trigger_id"], view=view)
