"""`oakum doctor --live`: a real message in a channel that a person names; by an app it goes away again."""

import time
from uuid import uuid4

from bot.clock import seconds
from bot.domain.examined import Thing, mend
from bot.settings.load import Settings


def live(settings: Settings, channel: str) -> list[Thing]:
    """What became of each step. Nothing is left behind, or the last line says what is."""
    slack, hook = settings.deployment.routes.slack, settings.deployment.routes.slack_webhook
    if hook is not None:
        from bot.routes.slack_webhook_examined import prove as prove_hook

        return prove_hook(hook, channel, wait=time.sleep, stopwatch=seconds)
    if slack is None:
        return [mend("live", "nothing could be posted: routes.slack is not set up, or cannot be used")]
    from bot.routes.slack_client import web_client
    from bot.routes.slack_proven import prove

    client = web_client(slack.bot_token, slack.api_url)
    key = f"doctor:{uuid4()}"
    return prove(client, channel, key, settings.tokens, wait=time.sleep, stopwatch=seconds)
