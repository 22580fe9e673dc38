"""What Slack hands out for a short time: trigger ids (3 seconds), response URLs (30 minutes, 5 uses)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.sandbox.errors import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass
class Trigger:
    user: str
    born: float
    used: bool = False


class Triggers:
    """Trigger ids by name. Each opens one view, within three real seconds (`stopwatch`)."""

    def __init__(self, stopwatch: Callable[[], float]) -> None:
        self._stopwatch = stopwatch
        self._known: dict[str, Trigger] = {}

    def issue(self, name: str, user: str) -> str:
        self._known[name] = Trigger(user, self._stopwatch())
        return name

    def exchange(self, name: str) -> str:
        """The user who pressed. Raises: SlackError in Slack's words."""
        trigger = self._known.get(name)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._stopwatch() - trigger.born > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user


@dataclass
class Source:
    """Where a command or a click came from, and so where an answer to it goes."""

    user: str
    channel: str
    message_ts: str | None = None  # of the clicked message
    ephemeral: bool = False  # the clicked message was for this person only
    thread_ts: str | None = None


@dataclass
class ResponseUrl:
    source: Source
    born: datetime
    uses: int = 0


class ResponseUrls:
    """Response URLs by their secret part."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, ResponseUrl] = {}

    def issue(self, name: str, source: Source) -> str:
        self._known[name] = ResponseUrl(source, self._clock())
        return name

    def use(self, name: str) -> Source:
        """The source to answer to. Raises: SlackError used_url or expired_url (HTTP 404)."""
        url = self._known.get(name)
        if url is None:
            raise SlackError("invalid_url", status=404)
        if self._clock() - url.born > RESPONSE_LIFE:
            raise SlackError("expired_url", status=404)
        if url.uses >= RESPONSE_USES:
            raise SlackError("used_url", status=404)
        url.uses += 1
        return url.source
