"""News for open pages: a stream of server-sent events, one a change in the sandbox."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import StreamingResponse

from bot.sandbox.state import State
from bot.sandbox.workspace import Json


class EventStream:
    """Every open page has a queue; a None in it ends the stream."""

    def __init__(self, state: State) -> None:
        self._queues: set[asyncio.Queue[Json | None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        state.listeners.append(self._tell)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def _tell(self, what: Json | None) -> None:
        """Callable from any thread; news before the start or after the end reach nobody."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._put, what)

    def _put(self, what: Json | None) -> None:
        for queue in self._queues:
            queue.put_nowait(what)

    def close(self) -> None:
        """End every open stream."""
        self._tell(None)

    async def endpoint(self, request: Request) -> StreamingResponse:
        """Stays open until the page goes or the sandbox stops."""
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield "retry: 500\ndata: {}\n\n"
            while (what := await queue.get()) is not None:
                yield f"data: {json.dumps(what)}\n\n"
        finally:
            self._queues.discard(queue)
