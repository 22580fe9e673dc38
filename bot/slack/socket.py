"""Socket Mode: connected with `connect()`, and closed in order."""

from contextlib import suppress
from socket import SHUT_RDWR

from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.clock import system_clock
from bot.routes.outcome import Retry
from bot.routes.slack_answers import app_token_problem, meaning
from bot.settings.routes import Tokens
from bot.slack.app import SlackAwayError, SlackStartError, close_app
from bot.slack.carried import is_readable

PING_SECONDS = 2.0
"""A cut connection is noticed within about four pings; with the SDK's default it takes 54 s."""


class _Client(SocketModeClient):
    """The SDK's, which gives up a connection that answers no more, and here also one that never did."""

    def connect(self) -> None:
        super().connect()
        session = self.current_session
        if session is not None and session.last_ping_pong_time is None:
            session.last_ping_pong_time = system_clock().timestamp()


class SocketMode:
    """The connection through which Slack talks to us."""

    def __init__(
        self,
        app: App,
        app_token: str,
        tokens: Tokens | None = None,
        *,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        self._tokens = tokens or Tokens()
        self._app = app
        self._client = _Client(
            app_token,
            logger=app.logger,
            web_client=app.client,
            proxy=app.client.proxy,
            ping_interval=ping_seconds,
        )
        self._client.socket_mode_request_listeners.append(self._handle)

    def connect(self) -> None:
        """Connect, and return. Raises: SlackStartError."""
        try:
            self._open()
        except SlackApiError as error:
            self.close()
            if isinstance(said := meaning(error, self._tokens), Retry):
                raise SlackAwayError(said.why) from error
            raise SlackStartError(app_token_problem(error, self._tokens)) from error
        except OSError as error:
            self.close()
            raise SlackAwayError(f"Slack's Socket Mode cannot be reached: {error}") from error
        if not self._client.is_connected():
            self.close()
            raise SlackStartError("Slack's Socket Mode refused the connection: see the log")

    def _handle(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        began = system_clock().timestamp()
        answer = (
            run_bolt_app(self._app, request) if is_readable(request.payload) else BoltResponse(status=200)
        )
        send_response(client, request, answer, began)

    def _open(self) -> None:
        """The address is asked for here: the SDK would log a refusal as errors of its own."""
        client = self._client
        client.wss_uri = str(client.web_client.apps_connections_open(app_token=client.app_token)["url"])
        client.connect()

    def silent_for(self) -> float | None:
        """Seconds since Slack last answered a ping, or the connection was opened; None where it is down.

        `is_connected` of the SDK stays true on a dead socket.
        """
        session = self._client.current_session
        if session is None or session.last_ping_pong_time is None:
            return None
        return system_clock().timestamp() - session.last_ping_pong_time

    def close(self) -> None:
        """Take nothing new, hang up, finish what is being answered. Twice does no harm."""
        client = self._client
        client.auto_reconnect_enabled = False
        session = client.current_session
        if session is not None and session.sock is not None:
            with suppress(OSError):  # otherwise the SDK's reader holds the socket for three seconds more
                session.sock.shutdown(SHUT_RDWR)
        with suppress(AttributeError):  # the SDK's reader may hang up in the same moment
            client.disconnect()
        client.close()
        close_app(self._app)
