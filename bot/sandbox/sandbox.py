"""The sandbox put together: state, sockets, Web API and page, served on this machine only, in one thread."""

import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from types import TracebackType

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from websockets.asyncio.server import serve

from bot.clock import Clock, seconds, system_clock
from bot.sandbox.events import EventStream
from bot.sandbox.faults import Faults
from bot.sandbox.guard import Guard
from bot.sandbox.http_mode import Caller
from bot.sandbox.incoming import IncomingWebhooks
from bot.sandbox.mail import Mailbox
from bot.sandbox.page_api import PageApi
from bot.sandbox.rate import RateLimit
from bot.sandbox.socket_mode import SocketHub
from bot.sandbox.state import State
from bot.sandbox.visited import Visited
from bot.sandbox.web_api import WebApi
from bot.sandbox.wire import Wired
from bot.sandbox.workspace import Workspace


class Sandbox(Visited):
    """A small, strict Slack on 127.0.0.1.

    Args:
        workspace: who and what is in it.
        clock: gives message time stamps and the time the page shows.
        port: of the page and the Web API; 0 takes a free one.
        scopes: what the bot token may do; None allows everything.
        on_move_forward: called by the page's buttons that move the clock; without it there are none.
        ack_within: seconds an app has to acknowledge (Slack: 3).
        event_retries: seconds before an unacknowledged event is tried again (Slack: 0, 60 and 300).
        rate_limited: whether posting is limited to a message a second and channel beyond a burst of ten.
        stopwatch: real seconds, for rate limits and trigger ids.

    `notes` may be set to what visitors of the page should know.
    """

    def __init__(
        self,
        workspace: Workspace,
        clock: Clock = system_clock,
        port: int = 0,
        *,
        bot_token: str = "xoxb-sandbox",
        app_token: str = "xapp-sandbox",
        scopes: frozenset[str] | None = None,
        on_move_forward: Callable[[timedelta], object] | None = None,
        ack_within: float = 3.0,
        event_retries: tuple[float, ...] = (0.0, 60.0, 300.0),
        rate_limited: bool = True,
        stopwatch: Callable[[], float] = seconds,
    ) -> None:
        self.bot_token = bot_token
        self.app_token = app_token
        self.event_retries = event_retries
        self.rate_limit = RateLimit(stopwatch, on=rate_limited)
        self.state = State(workspace, clock, stopwatch, self.rate_limit)
        self._ack_within = ack_within
        self.hub = SocketHub(self.state, ack_within)
        self.faults = Faults()
        self.mail = Mailbox(self.state)
        self.on_move_forward = on_move_forward
        self.notes = None
        self._api = WebApi(self.state, self.faults, {"bot": bot_token, "app": app_token}, scopes)
        self.webhooks = IncomingWebhooks(self.state, self.faults)
        self._events = EventStream(self.state)
        self._page = PageApi(self, self._events)
        self._port = port
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._server: uvicorn.Server | None = None

    @property
    def api_url(self) -> str:
        """For WebClient(base_url=…)."""
        return f"{self.state.address}/api/"

    @property
    def page_url(self) -> str:
        """For people's browsers."""
        return f"{self.state.address}/"

    def start(self) -> "Sandbox":
        """Bind, serve, and return when everything answers; stopped, it can be started again with all that was
        said in it. Raises: OSError if the port is taken."""
        self._ready.clear()
        listeners = [_bind(self._port), _bind(0)]
        self._port = listeners[0].getsockname()[1]
        self.state.address = f"http://127.0.0.1:{self._port}"
        self.state.socket_url = self.hub.ticket_url
        self.hub.port = listeners[1].getsockname()[1]
        app = Starlette(
            routes=[*self._api.routes(), *self.webhooks.routes(), *self._page.routes()],
            middleware=[Middleware(Guard)],
            lifespan=self._lifespan(listeners[1]),
        )
        config = uvicorn.Config(
            app, loop="asyncio", http=Wired, ws="none", log_config=None, access_log=False, lifespan="on"
        )
        config.timeout_graceful_shutdown = 1
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([listeners[0]],), name="sandbox", daemon=True
        )
        self._thread.start()
        self._ready.wait()
        return self

    def _lifespan(
        self, listener: socket.socket
    ) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
        @contextlib.asynccontextmanager
        async def lifespan(app: Starlette) -> AsyncIterator[None]:
            async with serve(
                self.hub.serve, sock=listener, process_request=self.hub.admit, close_timeout=1
            ) as server:
                self.hub.loop = server.get_loop()
                self._events.start(self.hub.loop)
                self._ready.set()
                yield

        return lifespan

    def stop(self) -> None:
        """End every connection and free the ports."""
        if self._server is None or self._thread is None:
            return
        if self.hub.caller is not None:
            self.hub.caller.close()
        self._events.close()
        self._server.should_exit = True
        self._thread.join()
        self._server = self._thread = None

    def __enter__(self) -> "Sandbox":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def call(self, url: str, signing_secret: str) -> None:
        """From now on the app is in HTTP mode: what people do is sent to this request URL."""
        self.hub.caller = Caller(self.state, url, signing_secret, self._ack_within)

    def drop_sockets(self) -> None:
        """Cut the app's connections off without a goodbye."""
        self.hub.drop()

    def reset_sockets(self) -> None:
        """Reset the app's connections, as a machine does that has crashed."""
        self.hub.drop(reset=True)

    def close_sockets(self) -> None:
        """Close the app's connections in order, without a warning."""
        self.hub.close()

    def freeze_sockets(self, frozen: bool = True) -> None:
        """From now on nothing is read or said on the app's connections, nor on those that are opened.

        With False new ones work; the others stay dead, as behind a router that has forgotten them.
        """
        self.hub.freeze(frozen)

    def refresh_sockets(self) -> None:
        """Ask the app to reconnect, as Slack does every few hours."""
        self.hub.refresh()


def _bind(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
