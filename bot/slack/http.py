"""HTTP mode: Slack calls the bot at an address of its own; nothing is connected."""

from slack_bolt import App, BoltRequest, BoltResponse

from bot.domain.declared_routes import SlackRoute
from bot.settings.routes import Tokens
from bot.slack.app import close_app
from bot.slack.carried import is_readable
from bot.slack.socket import SocketMode


class HttpMode:
    """The app behind `/slack/events`, where Socket Mode would have a connection."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._closed = False

    def connect(self) -> None:
        """Nothing is to be opened: Slack comes to us."""

    def dispatch(self, request: BoltRequest) -> BoltResponse | None:
        """What Slack is answered; None where the bot is stopping, so that Slack tries again later."""
        if self._closed:
            return None
        if not is_readable(request.body):
            return BoltResponse(status=400, body="not what Slack sends\n")
        return self._app.dispatch(request)

    def silent_for(self) -> float:
        """Slack calls only when a person does something: its silence is no sign of anything."""
        return 0.0

    def close(self) -> None:
        """Take nothing new, finish what is being answered. Twice does no harm."""
        self._closed = True
        close_app(self._app)


def way_in(app: App, slack: SlackRoute, tokens: Tokens) -> SocketMode | HttpMode:
    """The way in that the configuration says, not yet connected."""
    if slack.mode == "http":
        return HttpMode(app)
    return SocketMode(app, slack.app_token or "", tokens)
