"""A route for a command that somebody waits for: whoever let it wait in vain once is not asked again."""

from collections import defaultdict
from typing import Any

from bot.clock import Clock
from bot.engine.deliver import Route
from bot.routes.outcome import Outcome, Retry
from bot.store.outbox import Parcel

IN_VAIN = 5.0
"""Seconds that a channel or a person may cost without any success."""


class OnceSilent:
    """Sends by another route. Where a channel or a person did not answer, what else is for them is put off.

    Else each of fifty messages would wait for an answer that does not come, and the other channels for them.
    """

    def __init__(self, route: Route, clock: Clock) -> None:
        self.searchable = route.searchable
        self._route, self._clock = route, clock
        self._silent: dict[str, str] = {}
        self._lost: dict[str, float] = defaultdict(float)

    def send(self, parcel: Parcel, message: Any) -> Outcome:
        """Send it, or say why nobody tries."""
        lane = parcel.intent.lane
        if lane in self._silent:
            return Retry(self._silent[lane], unknown=parcel.unsure)
        began = self._clock()
        outcome = self._route.send(parcel, message)
        if not isinstance(outcome, Retry):
            self._lost.pop(lane, None)
            return outcome
        self._lost[lane] += (self._clock() - began).total_seconds()
        if self._lost[lane] >= IN_VAIN:
            self._silent[lane] = outcome.why
        return outcome

    def find(self, parcel: Parcel) -> Outcome | None:
        """Look for it, where that asks somebody who answers."""
        silent = self._silent.get(parcel.intent.lane)
        return Retry(silent, unknown=True) if silent and self.searchable else self._route.find(parcel)
