"""“Silence something…”: a form with a preview."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.rights import NotAllowedError, Right
from bot.domain.silence import NoTargetError, OverAlreadyError, Target, targeted
from bot.domain.snooze import NotUnderstoodError
from bot.domain.unread import BESIDES
from bot.messages.modal import field_errors
from bot.messages.silence import NEW_SILENCE
from bot.messages.silence_form import (
    SILENCE_SURE,
    SILENCE_VIEW,
    TIME,
    WHAT,
    not_silenced,
    said_in,
    silence_modal,
    silence_sure,
    silenced,
)
from bot.slack.acked import acked_when_kept
from bot.slack.carried import as_ours, metadata
from bot.slack.desk import Desk
from bot.slack.replies import Body, who
from bot.slack.silence import read_agreed
from checks.catalog import names


def add_silence_form(app: App, desk: Desk) -> None:
    """Listen to the button, and to both steps of the form."""

    @app.action(NEW_SILENCE)
    def begin(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            desk.must(Right.SILENCE, who(body, desk))
        here = desk.pipeline_at(str((body.get("channel") or {}).get("id")), _named(body))
        client.views_open(trigger_id=body["trigger_id"], view=silence_modal(here or ""))

    @app.view(SILENCE_VIEW)
    def preview(ack: Ack, view: dict[str, Any]) -> None:
        with as_ours():
            what, time, why = said_in(view)
        try:
            seen = desk.silences.foreseen(_target(desk, what), time, why)
        except NoTargetError as error:
            ack(response_action="errors", errors=field_errors({WHAT: error}))
        except NotUnderstoodError as error:
            ack(response_action="errors", errors=field_errors({TIME: error}))
        else:
            ack(response_action="update", view=silence_sure(seen, desk.zone))

    @app.view(SILENCE_SURE)
    def sure(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        agreed = read_agreed(desk, metadata(view))
        try:
            kept = desk.silences.add(agreed.target, agreed.until, who(body, desk), agreed.why)
        except (NotAllowedError, OverAlreadyError) as error:
            ack(response_action="update", view=not_silenced(error))
        else:
            ack(response_action="update", view=silenced(kept, desk.zone, desk.now()))


def _named(body: Body) -> str:
    return f"#{(body.get('channel') or {}).get('name')}"


def _target(desk: Desk, what: str) -> Target:
    """What is typed names one thing, and nothing behind it. Raises NoTargetError."""
    target, rest = targeted(desk.silences.pipelines, (*names(), *BESIDES), what.split() or [""])
    if rest:
        raise NoTargetError(f"There is no check {' '.join(rest)!r}.")
    return target
