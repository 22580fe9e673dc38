"""The bolt app: all listeners, a pool that acks a burst in time, and errors that are answered."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.rights import NotAllowedError
from bot.messages.hints import did_not_work, gone, refused, unreadable
from bot.messages.message import SlackMessage
from bot.routes.slack import token_problem
from bot.routes.slack_client import answering_client
from bot.settings.routes import Tokens
from bot.slack.actions import add_actions, add_stage_action
from bot.slack.backlog import add_backlog
from bot.slack.carried import NoNumberError, NotOursError
from bot.slack.commands import add_commands
from bot.slack.desk import Desk
from bot.slack.drill import add_drill
from bot.slack.expert import add_expert
from bot.slack.home import add_home
from bot.slack.load import add_load
from bot.slack.menu import add_debt, add_hold, add_menu
from bot.slack.missed import add_missed
from bot.slack.new_pipeline import add_new_pipeline
from bot.slack.question import add_questions
from bot.slack.replies import Body, whisper
from bot.slack.rollback import add_rollback
from bot.slack.rows import add_fresh_rows
from bot.slack.silence import add_silence
from bot.slack.silence_form import add_silence_form
from bot.slack.snooze import add_snooze
from bot.slack.survival import add_survival
from bot.slack.tuning import add_tuning

THREADS = 50
"""With bolt's five, 20 of 30 commands at once are acked too late."""

log = logging.getLogger(__name__)


class SlackStartError(Exception):
    """Slack cannot be reached or refuses us; the text says what to change."""


class SlackAwayError(SlackStartError):
    """Slack cannot be reached just now: trying again later may help."""


def build_app(
    desk: Desk, bot_token: str, api_url: str = "https://slack.com/api/", tokens: Tokens | None = None
) -> App:
    """The app, not yet connected. Raises: SlackStartError."""
    client = answering_client(bot_token, api_url)
    _check(client, api_url, tokens or Tokens())
    executor = ThreadPoolExecutor(THREADS, thread_name_prefix="slack")
    logging.getLogger("slack_bolt.App").addFilter(_is_news)
    # Who calls by HTTP is looked at before (bot/web/slack.py); a socket is opened by ourselves.
    app = App(client=client, listener_executor=executor, request_verification_enabled=False)
    for add in (
        add_commands,
        add_actions,
        add_menu,
        add_hold,
        add_debt,
        add_silence,
        add_silence_form,
        add_snooze,
        add_backlog,
        add_missed,
        add_tuning,
        add_expert,
        add_drill,
        add_rollback,
        add_stage_action,
        add_survival,
        add_load,
        add_fresh_rows,
        add_new_pipeline,
        add_questions,
        add_home,
    ):
        add(app, desk)
    _answer_errors(app)
    return app


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt finds SLACK_BOT_TOKEN by itself and warns that it is not used: it is, by the client."""
    return "`token` will be unused" not in record.getMessage()


def close_app(app: App) -> None:
    """Wait for what is being answered."""
    app.listener_runner.listener_executor.shutdown(wait=True)


def _check(client: WebClient, api_url: str, tokens: Tokens) -> None:
    try:
        problem = token_problem(client, tokens)
    except OSError as error:
        raise SlackAwayError(f"Slack cannot be reached at {api_url}: {error}") from error
    if problem:
        raise SlackStartError(problem)


def _answer_errors(app: App) -> None:
    @app.error
    def failed(
        error: Exception, body: Body, client: WebClient, response: BoltResponse | None
    ) -> BoltResponse | None:
        if is_fault(error):
            log.error("a click or a word from Slack could not be answered", exc_info=error)
        elif isinstance(error, NotOursError):
            log.warning("a click or a form from Slack is none of ours: %s", error)
        tell_failure(error, lambda said: whisper(client, body, said))
        # That is our ack; without a response there was one, and bolt forgets it if it has not been sent yet.
        return BoltResponse(status=200) if response is not None else None


def is_fault(error: Exception) -> bool:
    """Whether somebody must look into it: not where a person may not do it, or what it is about is gone."""
    return not isinstance(error, NotAllowedError) and not _is_gone(error)


def _is_gone(error: Exception) -> bool:
    """Ours, say `NoSuchIncidentError`, of the button of a store that was begun anew."""
    return isinstance(error, LookupError) and not isinstance(error, (KeyError, IndexError))


def _explained(error: Exception) -> SlackMessage:
    if isinstance(error, NotAllowedError):
        return refused(error)
    if isinstance(error, NotOursError) and not isinstance(error, NoNumberError):
        return unreadable()
    return gone() if _is_gone(error) else did_not_work()


def tell_failure(error: Exception, tell: Callable[[SlackMessage], None]) -> None:
    """The person hears that it did not work, unless Slack itself refuses to pass that on."""
    try:
        tell(_explained(error))
    except (SlackApiError, OSError) as again:
        log.error("nor could the person be told", exc_info=again)
