"""A limit for a whole talk over the network, however slowly the other side drips.

The time limits of sockets, and so of all our libraries, count each read anew: who sends a byte now and then
is waited for without end. Here every socket that is connected meanwhile is shut down when the time is over.
"""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from threading import Event, Lock, Thread
from typing import Any

AGAIN = 1.0
"""Seconds between two shutdowns: one that comes between the making of a socket and its connection is lost."""


class TookTooLongError(TimeoutError):
    """The time was over, whatever was made of what was heard until then."""


class _Limit:
    """The sockets of one talk. We hold each once more, since TLS takes the first hold over as its own."""

    def __init__(self) -> None:
        self.over = False
        self._sockets: list[socket.socket] = []
        self._lock = Lock()

    def add(self, connecting: socket.socket) -> None:
        """Raises: TookTooLongError, so that no further address is tried."""
        with self._lock:
            if self.over:
                raise TookTooLongError("the time is over")
            # `dup` of the socket itself is refused by one that was wrapped by TLS before.
            self._sockets.append(socket.socket(fileno=os.dup(connecting.fileno())))

    def shut(self) -> None:
        """End what is being read or written."""
        self.over = True
        with self._lock:
            for each in self._sockets:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """The talk is over, also for a thread that a library left behind in it."""
        self.shut()
        with self._lock:
            for each in self._sockets:
                each.close()


_running: ContextVar[tuple[_Limit, ...]] = ContextVar("running", default=())


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Talk for so many real seconds at most. It holds for threads that copy our context, too.

    Raises: TookTooLongError, also where a broken answer was taken for a whole one. What was asked for may
    have been done.
    """
    _look_at_connections()
    limit, done = _Limit(), Event()
    told = f"it took longer than {seconds:g} s"
    watch = Thread(target=_watch, args=(limit, done, seconds), name="within", daemon=True)
    watch.start()
    before = _running.set((*_running.get(), limit))
    try:
        yield
    except Exception as error:
        if limit.over:
            raise TookTooLongError(told) from error
        raise
    else:
        if limit.over:
            raise TookTooLongError(told)
    finally:
        _running.reset(before)
        done.set()
        watch.join()
        limit.end()


def _watch(limit: _Limit, done: Event, seconds: float) -> None:
    while not done.wait(seconds):
        limit.shut()
        seconds = AGAIN


@cache
def _look_at_connections() -> None:
    """Once in a process: Python tells of each socket that is about to be connected, whoever does it."""
    sys.addaudithook(_told)


def _told(event: str, facts: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        for limit in _running.get():
            limit.add(facts[0])
