"""`/pipeline survive`, and the buttons of the check-list: each muted table is brought back by a person."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.survival import parted
from bot.engine.survival import NotMutedError
from bot.messages.hints import refused, which_muted_table
from bot.messages.message import SlackMessage
from bot.messages.survival import BRING, brought, over
from bot.slack.acked import acked_when_kept
from bot.slack.asked import Misunderstood, one_pipeline
from bot.slack.carried import as_number, value
from bot.slack.desk import Desk
from bot.slack.replies import Body, whisper, who


def add_survival(app: App, desk: Desk) -> None:
    """Listen to the buttons."""

    @app.action(BRING)
    def bring(ack: Ack, body: Body, client: WebClient) -> None:
        number, _, table = value(body).partition(":")
        name = who(body, desk)
        with acked_when_kept(ack):
            said = _brought(desk, desk.survivals.pipeline_of(as_number(number)), table, name)
        whisper(client, body, said)


def _brought(desk: Desk, pipeline: str, table: str, asker: str) -> SlackMessage:
    try:
        return brought(desk.survivals.bring(pipeline, table, asker), table, desk.zone)
    except NotMutedError as error:
        return refused(error)


def survive(desk: Desk, rest: str, asker: str, here: str | None) -> SlackMessage:
    """What was typed behind `survive`. Raises Misunderstood, NotMutedError."""
    verb, *words = rest.split() or [""]
    if verb == "bring" and not words:
        raise Misunderstood(which_muted_table())
    if verb == "bring":
        pipeline, table = _place(desk, words[0], " ".join(words[1:]), here)
        return brought(desk.survivals.bring(pipeline, table, asker), table, desk.zone)
    if verb == "end":
        return over(desk.survivals.end(_pipeline(desk, " ".join(words), here), asker))
    pipeline = _pipeline(desk, rest, here)
    return desk.survivals.told(pipeline, desk.around(pipeline))


def _place(desk: Desk, said: str, named: str, here: str | None) -> tuple[str, str]:
    """TABLE, PIPELINE/TABLE or TABLE PIPELINE."""
    pipeline, table = parted(said, desk.pipelines)
    return pipeline or _pipeline(desk, named, here), table


def _pipeline(desk: Desk, name: str, here: str | None) -> str:
    """The named one; otherwise that of the channel, or the only one in which everything is broken."""
    if name:
        return one_pipeline(desk, name)
    standing = desk.survivals.standing()
    return here or (standing[0] if len(standing) == 1 else one_pipeline(desk, ""))
