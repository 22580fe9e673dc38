"""`/pipeline health share`: an answer that the whole channel is to see, with the name of who asked."""

from slack_sdk import WebClient

from bot.messages.hints import share_what
from bot.messages.message import SlackMessage, payload
from bot.messages.share import signed
from bot.routes.slack_client import responded
from bot.slack.asked import Misunderstood
from bot.slack.replies import Body

SHARE = "share"
SHARED = frozenset(
    ("health", "findings", "why", "backlog", "budget", "debt", "oncall", "checkup", "load", "tuned", "expert")
)
"""The words that only answer: what acts is told by the thread of the incident."""


def asked_to_share(text: str) -> str | None:
    """What is to be answered for all, of `health share` or `share health`; None where nobody said so.

    Raises: Misunderstood where it is no answer that can be shared.
    """
    words = text.split()
    if len(words) > 1 and words[-1].lower() == SHARE and words[0].lower() in SHARED:
        return " ".join(words[:-1])
    if not words or words[0].lower() != SHARE:
        return None
    if len(words) < 2 or words[1].lower() not in SHARED:
        raise Misunderstood(share_what(sorted(SHARED)))
    return " ".join(words[1:])


def share(client: WebClient, body: Body, message: SlackMessage, who: str, asked: str) -> None:
    """Post an answer in the channel, also where the bot is no member: by the address that came with it."""
    said = {name: value for name, value in payload(signed(message, who, asked)).items() if value}
    address = body.get("response_url")
    if address and responded(str(address), "in_channel", said):
        return
    client.chat_postMessage(channel=str(body["channel_id"]), unfurl_links=False, unfurl_media=False, **said)
