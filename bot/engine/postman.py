"""A thread for each route: a slow one delays no other."""

import logging
from collections.abc import Callable
from threading import Event, Thread, current_thread

from bot.clock import seconds
from bot.engine.lease import RENEWALS, RENEWED_EVERY

log = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds between two looks at an empty queue; after a fault of ours, the pause is ten times as long."""
HANGS = RENEWALS * RENEWED_EVERY
"""Seconds after which a send is taken for dead: then its claim is not renewed any more, either."""


class Postman:
    """Calls `deliver_next` until it returns None, then again after a pause, or at once when knocked at."""

    def __init__(
        self,
        route: str,
        deliver_next: Callable[[], object | None],
        pause: float = PAUSE,
        stopwatch: Callable[[], float] = seconds,
    ) -> None:
        self._deliver_next, self._pause, self._stopwatch = deliver_next, pause, stopwatch
        self._stopping, self._knocked = False, Event()
        self._busy_since: float | None = None
        self._name = f"deliver-{route}"
        self._thread = self._made()

    def _made(self) -> Thread:
        return Thread(target=self._walk, name=self._name, daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def knock(self) -> None:
        """There may be something to deliver: look now."""
        self._knocked.set()

    def revive(self) -> None:
        """Where a send hangs, or the thread has died, another thread goes on with the queue."""
        since = self._busy_since
        hangs = since is not None and self._stopwatch() - since > HANGS
        if self._stopping or (self._thread.is_alive() and not hangs):
            return
        log.error("%s %s: another thread goes on", self._name, "hangs" if hangs else "has ended")
        self._busy_since, self._thread = None, self._made()
        self._thread.start()

    def stop(self, seconds: float = 10.0) -> None:
        """Finish the message at hand, and stop. One that takes longer is found again after its lease."""
        self._stopping = True
        self._knocked.set()
        self._thread.join(seconds)

    @property
    def _goes_on(self) -> bool:
        """Not so for a thread that hung, and wakes up when another one has its place."""
        return not self._stopping and self._thread is current_thread()

    def _walk(self) -> None:
        while self._goes_on:
            pause = self._pause
            try:
                while self._goes_on and self._one() is not None:
                    pass
            except Exception:  # the store is in trouble; the queue must be there when it is back
                log.exception("%s: the queue could not be read", self._name)
                pause *= 10
            self._knocked.wait(pause)
            self._knocked.clear()

    def _one(self) -> object | None:
        self._busy_since = self._stopwatch()
        try:
            return self._deliver_next()
        finally:
            if self._thread is current_thread():
                self._busy_since = None
