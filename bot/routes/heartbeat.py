"""A sign of life to an address outside: whoever listens there raises the alarm when it stops."""

import logging
from collections.abc import Callable

import httpx2

from bot.clock import seconds
from bot.within import TookTooLongError, within

EVERY = 60.0
"""Seconds between two calls, at least."""
ANSWER_WITHIN = 5

log = logging.getLogger(__name__)


class Heartbeat:
    """Calls one address after rounds of the engine, only while all is well."""

    def __init__(self, url: str, stopwatch: Callable[[], float] = seconds) -> None:
        self._url, self._stopwatch = url, stopwatch
        self._last: float | None = None
        self._troubled = False

    def beat(self, all_is_well: Callable[[], bool]) -> None:
        """After a good round: call, if the last call was a minute ago. Trouble there is logged only."""
        now = self._stopwatch()
        if (self._last is None or now - self._last >= EVERY) and all_is_well():
            self._last = now
            self._tell(self._call())

    def _call(self) -> str:
        """What went wrong; empty if nothing. The address is a secret, and so never told."""
        try:
            with within(ANSWER_WITHIN):
                answer = httpx2.get(self._url, headers={"user-agent": "Oakum"}, timeout=ANSWER_WITHIN)
        except TookTooLongError as error:
            return str(error)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            return type(error).__name__
        return "" if answer.is_success else f"it answered {answer.status_code}"

    def _tell(self, trouble: str) -> None:
        if trouble and not self._troubled:
            log.warning(
                "the heartbeat did not arrive (%s): mend heartbeat.url, or what listens there", trouble
            )
        self._troubled = bool(trouble)
