"""`/pipeline missed` opens a form: what was broken while nobody was paged."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.outage import OutageError
from bot.engine.outage import WHY_LIMIT, NoPlaceError
from bot.messages.modal import field_errors
from bot.messages.outage import (
    FROM,
    MISSED_VIEW,
    TABLE,
    TO,
    WHY,
    missed_in,
    missed_modal,
    reported,
    without_span,
)
from bot.slack.carried import as_ours
from bot.slack.desk import Desk
from bot.slack.replies import Body, who

MISSED = "missed"


def add_missed(app: App, desk: Desk) -> None:
    """Listen to the form."""

    @app.view(MISSED_VIEW)
    def sent(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        with as_ours():
            said = missed_in(view)
        if missing := without_span(said):
            ack(response_action="errors", errors=missing)
            return
        try:
            kept = desk.budgets.report(said[TABLE], (said[FROM], said[TO]), who(body, desk), said[WHY])
        except NoPlaceError as error:
            ack(response_action="errors", errors=field_errors({TABLE: error}))
        except OutageError as error:
            ack(response_action="errors", errors=field_errors({error.field: error}))
        else:
            ack(response_action="update", view=reported(*kept, desk.zone))


def ask_missed(client: WebClient, body: Body, place: str) -> None:
    """Open the form; `place` is what is likely meant."""
    client.views_open(trigger_id=body["trigger_id"], view=missed_modal(place, WHY_LIMIT))
