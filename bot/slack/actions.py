"""What is clicked: Acknowledge, Details, "I looked", "Page from now on"; late ones are answered."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.incident import Act, Illegal, Incident
from bot.domain.stage import Step
from bot.messages.answers import is_already, not_possible, signed_off
from bot.messages.details import details
from bot.messages.digest import SIGN_OFF
from bot.messages.incident import ACKNOWLEDGE, DETAILS
from bot.messages.load import with_question
from bot.messages.message import SlackMessage
from bot.messages.stage import PAGE_FROM_NOW_ON
from bot.slack.acked import acked_when_kept
from bot.slack.carried import number, value
from bot.slack.desk import Desk
from bot.slack.home import publish
from bot.slack.replies import Body, member, whisper, who


def add_actions(app: App, desk: Desk) -> None:
    """Listen to the buttons of all messages."""

    @app.action(ACKNOWLEDGE)
    def acknowledge(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            done = desk.acknowledge(number(body), who(body, desk))
        late = too_late(desk, Act.ACKNOWLEDGE, done)
        if late:
            whisper(client, body, late)
        if is_home(body):
            publish(client, desk, member(body))

    @app.action(DETAILS)
    def show_details(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            said = explained(desk, number(body))
        whisper(client, body, said)

    @app.action(SIGN_OFF)
    def sign_off(ack: Ack, body: Body, client: WebClient) -> None:
        name = who(body, desk)
        with acked_when_kept(ack):
            signed = desk.sign_off(number(body), name)
        thanks = signed_off(signed, name, desk.zone)
        whisper(client, body, with_question(thanks, signed.id) if signed.signed_off_by == name else thanks)


def add_stage_action(app: App, desk: Desk) -> None:
    """Listen to the button of a new pipeline whose week is over."""

    @app.action(PAGE_FROM_NOW_ON)
    def page_from_now_on(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            said = desk.step(value(body), Step.GO, who(body, desk))
        whisper(client, body, said)


def too_late(desk: Desk, act: Act, done: Incident | Illegal) -> SlackMessage | None:
    """The friendly word if it was too late; None if it is done."""
    return refusal(desk, act, done) if isinstance(done, Illegal) else None


def refusal(desk: Desk, act: Act, illegal: Illegal) -> SlackMessage:
    """The friendly word for a late click."""
    if illegal.incident is None:
        return is_already(illegal.state)
    return not_possible(illegal.incident, act, desk.zone)


def explained(desk: Desk, id_: int) -> SlackMessage:
    """The details of an incident."""
    told = desk.incident(id_)
    return details(told.incident, told.around, told.timeline, desk.leads())


def is_home(body: Body) -> bool:
    """Whether the click came from the home tab."""
    return bool((body.get("view") or {}).get("type") == "home")
