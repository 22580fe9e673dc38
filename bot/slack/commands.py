"""The slash command: `/pipeline health`, `ack 12`, … Every answer is for the asker alone."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.rights import NotAllowedError
from bot.messages.answers import in_words
from bot.messages.message import SlackMessage
from bot.messages.text import code, escape
from bot.slack.asked import Asker, Misunderstood, suggestion
from bot.slack.desk import Desk
from bot.slack.missed import MISSED, ask_missed
from bot.slack.replies import Body, member, whisper, who
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
        whisper(client, body, answer(desk, str(body.get("text", "")), asker))


def answer(desk: Desk, text: str, asker: Asker) -> SlackMessage:
    """What the command says; a typing mistake gets a suggestion."""
    verb, _, rest = text.strip().partition(" ")
    try:
        return _verb(verb.lower() or "help")(desk, rest.strip(), asker)
    except Misunderstood as error:
        return in_words(str(error))
    except NotAllowedError as error:
        return in_words(escape(str(error)))


def _verb(word: str) -> Verb:
    if word not in VERBS:
        raise Misunderstood(f"I do not know {code(word)}. {suggestion(word, list(VERBS))}")
    return VERBS[word]
