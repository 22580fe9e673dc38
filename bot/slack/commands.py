"""The slash command: `/pipeline health`, `ack 12`, … Answers are for the asker alone, unless shared."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.rights import NotAllowedError
from bot.messages.hints import refused, unknown_word
from bot.messages.message import SlackMessage
from bot.slack.asked import Asker, Misunderstood
from bot.slack.desk import Desk
from bot.slack.export import EXPORT, export
from bot.slack.missed import MISSED, ask_missed
from bot.slack.new_pipeline import NEW, ask_new
from bot.slack.replies import Body, member, whisper, who
from bot.slack.share import asked_to_share, share
from bot.slack.verbs import VERBS, Verb

COMMAND = "/pipeline"


def add_commands(app: App, desk: Desk) -> None:
    """Listen to the slash command."""

    @app.command(COMMAND)
    def typed(ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        here = desk.pipeline_at(str(body.get("channel_id")), f"#{body.get('channel_name')}")
        if str(body.get("text", "")).strip().lower() == MISSED:
            ask_missed(client, body, here or "")
            return
        asker = Asker(who(body, desk), here, member(body))
        reply(client, body, desk, str(body.get("text", "")), asker)


def reply(client: WebClient, body: Body, desk: Desk, text: str, asker: Asker) -> None:
    """Answer the asker alone, unless they want it shared; a file is sent in private."""
    try:
        shared = asked_to_share(text)
        verb, _, rest = text.strip().partition(" ")
        if verb.lower() == NEW:
            ask_new(client, desk, body, rest.strip())
        elif verb.lower() == EXPORT:
            whisper(client, body, export(client, desk, rest.strip(), asker))
        elif shared is None or not body.get("channel_id") or _is_private(body):
            whisper(client, body, answer(desk, shared or text, asker))
        else:
            share(client, body, answered(desk, shared, asker), asker.name, shared)
    except (Misunderstood, NotAllowedError) as error:
        whisper(client, body, _told(error))


def _is_private(body: Body) -> bool:
    """In a direct message everything is for the asker alone."""
    return str(body.get("channel_id", "")).startswith("D")


def answer(desk: Desk, text: str, asker: Asker) -> SlackMessage:
    """What the command says; a typing mistake gets a suggestion."""
    try:
        return answered(desk, text, asker)
    except (Misunderstood, NotAllowedError) as error:
        return _told(error)


def answered(desk: Desk, text: str, asker: Asker) -> SlackMessage:
    """What the command says. Raises: Misunderstood, NotAllowedError."""
    verb, _, rest = text.strip().partition(" ")
    return _verb(verb.lower() or "help")(desk, rest.strip(), asker)


def _told(error: Exception) -> SlackMessage:
    return error.said if isinstance(error, Misunderstood) else refused(error)


def _verb(word: str) -> Verb:
    if word not in VERBS:
        raise Misunderstood(unknown_word(word, list(VERBS)))
    return VERBS[word]
