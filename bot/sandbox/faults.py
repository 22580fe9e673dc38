"""Things that go wrong at Slack, planned by a test: errors, rate limits, answers that never come."""

from collections import defaultdict, deque
from dataclasses import dataclass
from threading import Lock

from bot.sandbox.errors import SlackError, rate_limited


@dataclass(frozen=True)
class Fault:
    """One planned trouble: an error to answer with, or silence before or after the call had its effect."""

    error: SlackError | None = None
    silent: bool = False
    after_effect: bool = False


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
        self._plan(method, times, Fault(silent=True, after_effect=after_effect))

    def next(self, method: str) -> Fault | None:
        """The trouble planned for this call, if any."""
        with self._lock:
            planned = self._planned[method]
            return planned.popleft() if planned else None
