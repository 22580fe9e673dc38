"""Socket Mode: the app's WebSockets, the envelopes sent through them, and their acks.

Everything here runs in the server's event loop; only `dispatch`, `drop`, `close`, `freeze`, `refresh` and
`ticket_url` may be called from other threads.
"""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from bot.sandbox.deliveries import Delivery
from bot.sandbox.http_mode import Caller
from bot.sandbox.state import State
from bot.sandbox.wire import cut
from bot.sandbox.workspace import Json

MOST_CONNECTIONS = 10


@dataclass(eq=False)
class Link:
    """One connection of the app; a leaving one still acks, but gets nothing new."""

    socket: ServerConnection
    leaving: bool = False
    unacked: dict[str, Delivery] = field(default_factory=dict)


class SocketHub:
    """All connections of the app and all envelopes that wait for an ack.

    Args:
        ack_within: seconds until a person is told operation_timeout, or an event is tried again.
    """

    def __init__(self, state: State, ack_within: float) -> None:
        self._state = state
        self._ack_within = ack_within
        self._links: list[Link] = []
        self._tickets: set[str] = set()
        self._waiting: dict[str, Delivery] = {}  # every unfinished delivery by envelope id
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = count()
        self._frozen = False
        self.loop: asyncio.AbstractEventLoop | None = None
        self.port = 0
        self.caller: Caller | None = None
        """In HTTP mode: who is told instead of a connection."""

    @property
    def connections(self) -> int:
        """How many connections receive envelopes now."""
        return len(self._ready())

    @property
    def held(self) -> int:
        """How many connections are open, frozen ones and those that leave counted in."""
        return len(self._links)

    def ticket_url(self) -> str:
        """An address for one connection, as apps.connections.open hands out."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"ws://127.0.0.1:{self.port}/link/?ticket={ticket}&app_id={self._state.workspace.app_id}"

    def admit(self, connection: ServerConnection, request: Request) -> Response | None:
        """Let in who holds a ticket; each is good once."""
        ticket = parse_qs(urlsplit(request.path).query).get("ticket", [""])[0]
        if ticket in self._tickets:
            self._tickets.discard(ticket)
            return None
        return connection.respond(HTTPStatus.UNAUTHORIZED, "no such ticket\n")

    async def serve(self, socket: ServerConnection) -> None:
        """Talk with one connection until it closes."""
        if len(self._links) >= MOST_CONNECTIONS:
            await socket.send(json.dumps({"type": "disconnect", "reason": "too_many_websockets"}))
            return
        if self._frozen:
            await self._ignore(Link(socket, leaving=True))
            return
        await socket.send(json.dumps(self._hello()))
        link = Link(socket)
        with self._state.change(kind="connections"):
            self._links.append(link)
        for delivery in [d for d in self._waiting.values() if not self._is_out(d)]:
            self._send(delivery)
            if delivery.may_wait:
                self._arm(delivery, self._ack_within, self._late)
        self._let_go()
        try:
            async for message in socket:
                self._take_ack(message)
        except ConnectionClosed:
            pass
        finally:
            self._lost(link)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._links) + 1,
            "connection_info": {"app_id": self._state.workspace.app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }

    def _ready(self) -> list[Link]:
        return [link for link in self._links if not link.leaving]

    def _is_out(self, delivery: Delivery) -> bool:
        return any(delivery.id in link.unacked for link in self._links)

    def _take_ack(self, message: str | bytes) -> None:
        try:
            ack = json.loads(message)
            delivery = self._waiting.pop(ack["envelope_id"], None)
        except (ValueError, KeyError, TypeError):
            return  # Slack ignores what it does not understand
        if delivery:
            self._finish(delivery, payload=ack.get("payload") or {})

    def _finish(self, delivery: Delivery, *, payload: Json | None = None, error: str = "") -> None:
        self._waiting.pop(delivery.id, None)
        if timer := self._timers.pop(delivery.id, None):
            timer.cancel()
        for link in self._links:
            link.unacked.pop(delivery.id, None)
        with self._state.change(kind="delivery"):
            delivery.finish(payload=payload, error=error)
        self._let_go()

    def _lost(self, link: Link) -> None:
        """What the closed connection left unacked goes to another one at once, if there is one."""
        with self._state.change(kind="connections"):
            self._links.remove(link)
        for delivery in link.unacked.values():
            if self._ready():
                self._send(delivery)

    def dispatch(self, delivery: Delivery) -> Delivery:
        """Send it to one connection; return at once. Callable from any thread."""
        if self.caller is not None:
            return self.caller.dispatch(delivery)
        self._in_loop(lambda: self._dispatch(delivery))
        return delivery

    def _dispatch(self, delivery: Delivery) -> None:
        self._waiting[delivery.id] = delivery
        if self._ready():
            self._send(delivery)
        elif not delivery.may_wait:
            self._finish(delivery, error="dispatch_failed")
            return
        self._arm(delivery, self._ack_within, self._late)

    def _arm(self, delivery: Delivery, seconds: float, then: Callable[[Delivery], None]) -> None:
        """One timer a delivery; a new one replaces the old one."""
        if old := self._timers.get(delivery.id):
            old.cancel()
        self._timers[delivery.id] = asyncio.get_running_loop().call_later(seconds, then, delivery)

    def _send(self, delivery: Delivery) -> None:
        links = self._ready()
        link = links[next(self._turn) % len(links)]
        link.unacked[delivery.id] = delivery
        self._start(self._write(link, json.dumps(delivery.envelope)))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it in the background; the loop itself keeps only weak references."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _write(self, link: Link, message: str) -> None:
        with contextlib.suppress(ConnectionClosed):  # _lost hands it to another connection
            await link.socket.send(message)

    def _late(self, delivery: Delivery) -> None:
        """No ack in time: an event is tried again, a person is told."""
        if delivery.retries and self._links:
            self._arm(delivery, delivery.retries.pop(0), self._again)
        elif not delivery.may_wait or not delivery.retries:
            self._finish(delivery, error="operation_timeout")

    def _again(self, delivery: Delivery) -> None:
        delivery.envelope["retry_attempt"] += 1
        delivery.envelope["retry_reason"] = "timeout"
        for link in self._links:
            link.unacked.pop(delivery.id, None)
        self._dispatch(delivery)

    def drop(self, *, reset: bool = False) -> None:
        """Cut every connection off without a goodbye, as a broken network does."""
        self._in_loop(lambda: self._drop(reset))

    def _drop(self, reset: bool) -> None:
        for link in self._links:
            link.leaving = True
            cut(link.socket.transport, reset=reset)

    def close(self) -> None:
        """Close every connection in order."""
        self._in_loop(self._close)

    def _close(self) -> None:
        for link in self._ready():
            link.leaving = True
            self._start(link.socket.close())

    def freeze(self, frozen: bool) -> None:
        """Read and say nothing any more on what is open or is opened; with False only new ones work."""
        self._in_loop(lambda: self._freeze(frozen))

    def _freeze(self, frozen: bool) -> None:
        self._frozen = frozen
        with self._state.change(kind="connections"):
            for link in self._ready() if frozen else ():
                link.leaving = True
                link.socket.transport.pause_reading()

    async def _ignore(self, link: Link) -> None:
        """Keep a connection open, and dead."""
        link.socket.transport.pause_reading()
        with self._state.change(kind="connections"):
            self._links.append(link)
        await link.socket.wait_closed()
        self._lost(link)

    def refresh(self) -> None:
        """Ask every connection to come back on a new one, as Slack does every few hours."""
        self._in_loop(self._refresh)

    def _refresh(self) -> None:
        notice = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "sandbox"}}
        for link in self._ready():
            link.leaving = True
            self._start(self._write(link, json.dumps(notice)))

    def _let_go(self) -> None:
        """Close leaving connections that owe no ack, once the app is back on another one."""
        if self._ready():
            for link in self._links:
                if link.leaving and not link.unacked:
                    self._start(link.socket.close())

    def _in_loop(self, action: Callable[[], None]) -> None:
        if self.loop is None:
            raise RuntimeError("the sandbox is not started: use it in a `with`, or call start()")
        self.loop.call_soon_threadsafe(action)
