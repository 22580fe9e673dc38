"""A thread for each route: a slow one delays no other."""

import logging
from collections.abc import Callable
from threading import Event, Thread

log = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds between two looks at an empty queue; after a fault of ours, the pause is ten times as long."""


class Postman:
    """Calls `deliver_next` until it returns None, then again after a pause, or at once when knocked at."""

    def __init__(self, route: str, deliver_next: Callable[[], object | None], pause: float = PAUSE) -> None:
        self._deliver_next, self._pause = deliver_next, pause
        self._stopping, self._knocked = False, Event()
        self._thread = Thread(target=self._walk, name=f"deliver-{route}", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def knock(self) -> None:
        """There may be something to deliver: look now."""
        self._knocked.set()

    def stop(self, seconds: float = 10.0) -> None:
        """Finish the message at hand, and stop. One that takes longer is found again after its lease."""
        self._stopping = True
        self._knocked.set()
        self._thread.join(seconds)

    def _walk(self) -> None:
        while not self._stopping:
            pause = self._pause
            try:
                while not self._stopping and self._deliver_next() is not None:
                    pass
            except Exception:  # the store is in trouble; the queue must be there when it is back
                log.exception("%s: the queue could not be read", self._thread.name)
                pause *= 10
            self._knocked.wait(pause)
            self._knocked.clear()
