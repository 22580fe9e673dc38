"""The only reader of the time. Everything else is handed a clock, so that tests and the demo can set it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def seconds() -> float:
    """Monotonic seconds, for measuring how long something took."""
    return time.monotonic()


class TickingClock:
    """A clock that starts at a moment of our choice, ticks with real time, and can be moved forward."""

    def __init__(self, start: datetime) -> None:
        self._lock = Lock()
        self._start = start.astimezone(UTC)
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        with self._lock:
            return self._start + timedelta(seconds=time.monotonic() - self._began)

    def move_forward(self, by: timedelta) -> datetime:
        """Add `by` to the time told; a clock never goes back."""
        if by < timedelta(0):
            raise ValueError("a clock does not go back")
        with self._lock:
            self._start += by
        return self()


class StoppedClock:
    """A clock that stands until it is moved: for tests, and for playing past days."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now

    def move_forward(self, by: timedelta) -> datetime:
        """Add `by` to the time told."""
        self.now += by
        return self.now

    def move_to(self, moment: datetime) -> datetime:
        """Stand at `moment` from now on."""
        self.now = moment.astimezone(UTC)
        return self.now
