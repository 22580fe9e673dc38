"""The connection below a request, so that it can be cut: closed without an answer, or reset."""

import asyncio
import socket
import struct
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_NO_LINGER = struct.pack("ii", 1, 0)


class Wired(H11Protocol):
    """HTTP whose requests know their connection, as `scope["wire"]`."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's own
        super().connection_made(transport)
        app: Any = self.app

        async def wired(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "wire": transport}, receive, send)

        self.app = wired


def cut(wire: asyncio.Transport, *, reset: bool) -> None:
    """End a connection at once: with a reset, as a crashed machine does, or else in silence."""
    if reset:
        end: socket.socket = wire.get_extra_info("socket")
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    wire.abort()
