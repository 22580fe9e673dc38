"""The workspace that the bot is in."""

import logging

from bot.settings.load import Settings

log = logging.getLogger(__name__)


def team_url(settings: Settings) -> str:
    """The address of the workspace, for links; empty where Slack is not set up or cannot be reached now.

    Raises `SlackStartError` where Slack refuses us.
    """
    from bot.routes.outcome import Permanent
    from bot.routes.slack import who_we_are
    from bot.routes.slack_answers import FAILURES, meaning
    from bot.routes.slack_client import web_client
    from bot.slack.app import SlackStartError

    slack = settings.deployment.routes.slack
    if slack is None:
        return ""
    try:
        return who_we_are(web_client(slack.bot_token, slack.api_url))
    except FAILURES as error:
        what = meaning(error, settings.tokens)
        if isinstance(what, Permanent):
            raise SlackStartError(what.why) from error
        log.warning("%s", what.why)
        return ""
