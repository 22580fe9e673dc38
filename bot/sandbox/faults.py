"""Things that go wrong at Slack, planned by a test: errors, rate limits, answers that are late or none."""

from collections import defaultdict, deque
from dataclasses import dataclass
from threading import Event, Lock
from typing import Literal

from bot.sandbox.errors import SlackError, rate_limited

Answer = Literal["none", "closed", "reset"]
"""What comes instead of an answer: nothing at all, the end of the connection, its reset."""


@dataclass(frozen=True)
class Fault:
    """One planned trouble: an error to answer with, or something else than an answer before or after the
    call had its effect, or an answer that comes when `until` is set."""

    error: SlackError | None = None
    instead: Answer | None = None
    after_effect: bool = False
    until: Event | None = None


class Faults:
    """The troubles planned for each method, first come first served."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._planned: dict[str, deque[Fault]] = defaultdict(deque)

    def _plan(self, method: str, times: int, fault: Fault) -> None:
        with self._lock:
            self._planned[method].extend([fault] * times)

    def fail(self, method: str, times: int = 1, *, error: str = "internal_error", status: int = 200) -> None:
        """The next calls of `method` are refused with this error word and HTTP status."""
        self._plan(method, times, Fault(SlackError(error, status=status)))

    def limit(self, method: str, times: int = 1, *, retry_after: int = 1) -> None:
        """The next calls of `method` get HTTP 429 with Retry-After."""
        self._plan(method, times, Fault(rate_limited(retry_after)))

    def hang(self, method: str, times: int = 1, *, after_effect: bool = True) -> None:
        """The next calls of `method` are never answered; with `after_effect` they did what they should."""
        self._plan(method, times, Fault(instead="none", after_effect=after_effect))

    def cut(self, method: str, times: int = 1, *, reset: bool = False, after_effect: bool = True) -> None:
        """The connection ends (with `reset`, it is reset) before the next calls of `method` are answered."""
        self._plan(method, times, Fault(instead="reset" if reset else "closed", after_effect=after_effect))

    def slow(self, method: str, times: int = 1) -> Event:
        """The next calls of `method` do what they should, and are answered when the event is set."""
        until = Event()
        self._plan(method, times, Fault(after_effect=True, until=until))
        return until

    def next(self, method: str) -> Fault | None:
        """The trouble planned for this call, if any."""
        with self._lock:
            planned = self._planned[method]
            return planned.popleft() if planned else None
