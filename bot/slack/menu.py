"""What the menu of an incident offers: to put it to sleep, or to resolve it with its cause."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.incident import Act
from bot.domain.known_bad import FALSE_ALARM
from bot.domain.rights import NotAllowedError, Right
from bot.engine.people import NoDebtError
from bot.messages.answers import done, not_possible
from bot.messages.debt import FIX, fixed, not_owed
from bot.messages.incident import MISTAKEN, MORE, RESOLVE, ROLL_BACK, SLEEPS, SNOOZE_ASK
from bot.messages.message import SlackMessage
from bot.messages.modal import FIXED, RESOLVE_VIEW, cause_in, not_allowed_modal, resolve_modal, told_modal
from bot.messages.thread import GIVE_BACK, KEEP
from bot.slack.acked import acked_when_kept
from bot.slack.actions import too_late
from bot.slack.carried import as_number, as_ours, metadata, number, value
from bot.slack.desk import Desk
from bot.slack.replies import Body, member, whisper, who
from bot.slack.snooze import ask_how_long


def add_menu(app: App, desk: Desk) -> None:
    """Listen to the menu and the Resolve button of all messages, and to the modal."""

    @app.action(MORE)
    def chosen(ack: Ack, body: Body, client: WebClient) -> None:
        choice, _, _ = value(body).partition(":")
        if choice in SLEEPS:
            _snooze(desk, choice, ack, body, client)
        elif choice == SNOOZE_ASK:
            ask_how_long(desk, ack, body, client)
        elif choice == ROLL_BACK:
            with acked_when_kept(ack):
                said = desk.roll_back(number(body), member(body))
            whisper(client, body, said)
        else:
            _ask_cause(desk, ack, body, client, FALSE_ALARM if choice == MISTAKEN else FIXED)

    @app.action(RESOLVE)
    def pressed(ack: Ack, body: Body, client: WebClient) -> None:
        _ask_cause(desk, ack, body, client)

    @app.view(RESOLVE_VIEW)
    def resolve(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        with as_ours():
            id_, cause = as_number(metadata(view)), cause_in(view)
        try:
            said = desk.resolve(id_, who(body, desk), cause)
        except NotAllowedError as error:
            ack(response_action="update", view=not_allowed_modal(error))
            return
        late = too_late(desk, Act.RESOLVE, said)
        if late:
            ack(response_action="update", view=told_modal(late))
        else:
            ack()


def _snooze(desk: Desk, choice: str, ack: Ack, body: Body, client: WebClient) -> None:
    with acked_when_kept(ack):
        said = desk.snooze(number(body), who(body, desk), SLEEPS[choice].said)
    late = too_late(desk, Act.SNOOZE, said)
    if late:
        whisper(client, body, late)


def _ask_cause(desk: Desk, ack: Ack, body: Body, client: WebClient, outcome: str = FIXED) -> None:
    with acked_when_kept(ack):
        desk.must(Right.RESOLVE, who(body, desk))
        incident = desk.incident(number(body)).incident
    if incident.is_resolved:
        whisper(client, body, not_possible(incident, Act.RESOLVE, desk.zone))
    else:
        client.views_open(trigger_id=body["trigger_id"], view=resolve_modal(incident, outcome))


def add_debt(app: App, desk: Desk) -> None:
    """Listen to the buttons of what was patched."""

    @app.action(FIX)
    def pressed_fix(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            said = fix(desk, number(body), who(body, desk))
        whisper(client, body, said)


def fix(desk: Desk, id_: int, name: str, cause: str = "") -> SlackMessage:
    """What was patched is fixed: the answer to whoever says so. Raises NoSuchIncidentError."""
    try:
        done_ = desk.fix(id_, name, cause)
    except NoDebtError:
        return not_owed(id_)
    return too_late(desk, Act.FIX, done_) or fixed(id_)


def add_hold(app: App, desk: Desk) -> None:
    """Listen to the answers of whoever was asked whether they still have it."""

    def answer(act: Act, ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            kept = desk.hold(number(body), who(body, desk), act)
        whisper(client, body, too_late(desk, act, kept) or done(desk.incident(number(body)).incident, act))

    @app.action(KEEP)
    def keep(ack: Ack, body: Body, client: WebClient) -> None:
        answer(Act.KEEP, ack, body, client)

    @app.action(GIVE_BACK)
    def give_back(ack: Ack, body: Body, client: WebClient) -> None:
        answer(Act.TAKE_BACK, ack, body, client)
