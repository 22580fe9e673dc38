"""Pictures for Slack: uploaded where nobody sees them, until a message shows them."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.picture_intent import IncidentPlot
from bot.messages.message import Picture
from bot.routes.outcome import Outcome, Receipt, Retry
from bot.routes.slack_answers import FAILURES, meaning, word
from bot.settings.routes import Tokens
from bot.store.outbox import Parcel

TRIES = 6
"""Slack looks through an upload before a message may show it, which takes seconds: so often it is asked."""


class PictureRoute:
    """Uploads. `where` of a receipt is {"file": id, "alt": what it shows}; twice uploaded is shown once."""

    searchable = False

    def __init__(self, client: WebClient, tokens: Tokens | None = None) -> None:
        self._client, self._tokens = client, tokens or Tokens()

    def send(self, _: Parcel, picture: Picture) -> Outcome:
        """Upload a picture, in the two steps of Slack."""
        try:
            answer = self._client.files_upload_v2(
                file=picture.png, filename=picture.name, title=picture.name, alt_txt=picture.alt
            )
        except FAILURES as error:
            return meaning(error, self._tokens)
        return Receipt({"file": str(answer["files"][0]["id"]), "alt": picture.alt})

    def find(self, _: Parcel) -> None:
        """Nobody knows whether it is there; another one does no harm."""


def unready(parcel: Parcel, error: Exception) -> Retry | None:
    """Try again where Slack refuses to show a picture, which it may not have looked through yet."""
    shows = isinstance(parcel.intent, IncidentPlot) and parcel.attempt < TRIES
    if shows and isinstance(error, SlackApiError) and word(error) == "invalid_blocks":
        return Retry("Slack has not looked through the picture yet")
    return None
