"""Looks at what may hang, a disk that is gone or a server that fell silent: each ends in an answer."""

import logging
from collections.abc import Callable
from threading import Lock, Thread
from typing import Generic, TypeVar

from checks.sources.tables import SourceError

T = TypeVar("T")

log = logging.getLogger(__name__)


class _Look(Thread, Generic[T]):
    """One look. As a daemon it does not keep the process from its end."""

    def __init__(self, what: str, look: Callable[[], T]) -> None:
        super().__init__(name=f"look at {what}", daemon=True)
        self._look = look
        self._seen: T
        self._fault: BaseException | None = None

    def run(self) -> None:
        """Keep what comes of it."""
        try:
            self._seen = self._look()
        except BaseException as error:  # for whoever waits for it
            self._fault = error

    def seen(self) -> T:
        """What was seen. Raises what the look raised."""
        if self._fault is not None:
            raise self._fault
        return self._seen


_AT_ONCE = 3
"""So many looks of a kind at the same time."""


class Looks:
    """Nothing can end what waits for a disk: it is left behind, and then nobody looks there until it ends."""

    def __init__(self) -> None:
        self._running: dict[str, list[Thread]] = {}
        self._left: set[Thread] = set()
        self._lock = Lock()

    def at(self, what: str, within: float, look: Callable[[], T]) -> T:
        """Look for so many real seconds at most. Raises SourceError then, and what `look` raises."""
        thread = _Look(what, look)
        with self._lock:
            self._left = {each for each in self._left if each.is_alive()}
            alive = [each for each in self._running.get(what, ()) if each.is_alive()]
            if not self._left.isdisjoint(alive):
                raise SourceError("an earlier look at it hangs still: mend what it lies on, and try again")
            if len(alive) >= _AT_ONCE:
                raise SourceError("others are looking at it: try again in a moment")
            self._running[what] = [*alive, thread]
            thread.start()
        thread.join(within)
        if thread.is_alive():
            with self._lock:
                self._left.add(thread)
            log.warning("looking at %s took longer than %g s: it is left behind", what, within)
            raise SourceError(f"looking took longer than {within:g} s: what it lies on is slow, or gone")
        return thread.seen()
