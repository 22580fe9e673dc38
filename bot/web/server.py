"""A small web server in a thread of its own."""

import socket
import threading
from collections.abc import Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route


class WebStartError(Exception):
    """Nothing can be served there; says what to change."""


class WebServer:
    """Serves routes on an address until it is stopped."""

    def __init__(self, routes: Sequence[Route], host: str, port: int) -> None:
        self._routes, self._host, self._port = routes, host, port
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> int:
        """Bind and serve; returns the port. Raises WebStartError where the address cannot be had."""
        try:
            listener = socket.create_server((self._host, self._port))
        except OSError as error:
            where = f"{self._host}:{self._port}"
            raise WebStartError(
                f"nothing can be served on {where} ({error.strerror}): change `web` in oakum.yaml"
            ) from error
        config = uvicorn.Config(
            Starlette(routes=list(self._routes)),
            loop="asyncio", http="h11", ws="none", log_config=None, access_log=False, lifespan="off",
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), name="web", daemon=True)
        self._thread.start()
        port: int = listener.getsockname()[1]
        return port

    def stop(self) -> None:
        """End every connection and free the port."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join()
        self._server = self._thread = None
