"""Slack's limit on posting: about one message a second and channel, with room for a small burst."""

from collections.abc import Callable
from math import ceil

from bot.sandbox.errors import rate_limited


class RateLimit:
    """A bucket of `burst` tokens a channel that refills by `per_second`; switch it with `on`.

    `stopwatch` gives real seconds: a limit is about connections now, not about the clock of the story.
    """

    def __init__(
        self, stopwatch: Callable[[], float], *, on: bool = True, burst: int = 10, per_second: float = 1.0
    ) -> None:
        self.on = on
        self.burst = burst
        self.per_second = per_second
        self._stopwatch = stopwatch
        self._buckets: dict[str, tuple[float, float]] = {}  # channel → tokens left, when counted

    def take(self, channel: str) -> None:
        """Count one message. Raises: SlackError ratelimited (HTTP 429 with Retry-After)."""
        if not self.on:
            return
        now = self._stopwatch()
        tokens, since = self._buckets.get(channel, (float(self.burst), now))
        tokens = min(self.burst, tokens + (now - since) * self.per_second)
        if tokens < 1:
            self._buckets[channel] = (tokens, now)
            raise rate_limited(ceil((1 - tokens) / self.per_second))
        self._buckets[channel] = (tokens - 1, now)
