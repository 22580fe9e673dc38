"""`/pipeline silence`, and its buttons: for a while nobody is told of a pipeline or a part of it."""

from collections.abc import Sequence

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.silence import LONGEST, NoTargetError, OverAlreadyError, targeted
from bot.domain.snooze import NotUnderstoodError
from bot.domain.unread import BESIDES
from bot.messages.hints import refused, silent_for_how_long, unknown_silence, which_silence
from bot.messages.message import SlackMessage
from bot.messages.silence import END_SILENCE, SILENCE, Agreed, made, over, reason
from bot.slack.acked import acked_when_kept
from bot.slack.asked import Misunderstood
from bot.slack.carried import NotOursError, as_ours, number, value
from bot.slack.desk import Desk
from bot.slack.replies import Body, whisper, who
from checks.catalog import names


def add_silence(app: App, desk: Desk) -> None:
    """Listen to the button of a preview, and to those of the list."""

    @app.action(SILENCE)
    def agreed(ack: Ack, body: Body, client: WebClient) -> None:
        agreed = read_agreed(desk, value(body))
        with acked_when_kept(ack):
            answer = _made(desk, agreed, who(body, desk))
        whisper(client, body, answer)

    @app.action(END_SILENCE)
    def ended(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            done = desk.silences.end(number(body), who(body, desk))
        whisper(client, body, over(done))


def read_agreed(desk: Desk, carried: str) -> Agreed:
    """What somebody agrees to, as a button or a form keeps it. Raises: NotOursError."""
    with as_ours():
        agreed = Agreed.read(carried)
    declared = {each.pipeline for each in desk.silences.pipelines}
    if agreed.target.pipeline not in declared or agreed.until > desk.now() + LONGEST:
        raise NotOursError("no such silence is ever proposed")
    return agreed


def _made(desk: Desk, agreed: Agreed, asker: str) -> SlackMessage:
    try:
        kept = desk.silences.add(agreed.target, agreed.until, asker, agreed.why)
        return made(kept, desk.zone, desk.now())
    except OverAlreadyError as error:
        return refused(error)


def silence(desk: Desk, rest: str, asker: str, here: str | None) -> SlackMessage:
    """What was typed behind `silence`. Raises: Misunderstood."""
    words = rest.split()
    if not words:
        return desk.silences.told()
    if words[0] == "end":
        return _end(desk, words[1:], asker)
    try:
        target, said = targeted(desk.silences.pipelines, (*names(), *BESIDES), words, here)
    except NoTargetError as error:
        raise Misunderstood(refused(error)) from error
    if not said:
        raise Misunderstood(silent_for_how_long())
    try:
        return desk.silences.preview(target, said[0], reason(" ".join(said[1:])))
    except NotUnderstoodError as error:
        raise Misunderstood(refused(error)) from error


def _end(desk: Desk, words: Sequence[str], asker: str) -> SlackMessage:
    if len(words) != 1 or not words[0].isdecimal():
        raise Misunderstood(which_silence())
    try:
        return over(desk.silences.end(int(words[0]), asker))
    except LookupError as error:
        raise Misunderstood(unknown_silence(int(words[0]))) from error
