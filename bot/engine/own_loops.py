"""This process's own loops: the pulses in the store are those of all processes, and hide a stuck one."""

from collections.abc import Mapping
from datetime import datetime

from bot.clock import Clock
from bot.engine.heartbeat import MAX_SILENCE

_ROUNDS, _LADDERS = "its rounds", "its looks at the ladders"


class OwnLoops:
    """When each of them last ended well; at first, when the process began."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._well: dict[str, datetime] = dict.fromkeys((_ROUNDS, _LADDERS), clock())

    def went_round(self, well: bool = True) -> None:
        """A round of the engine ended."""
        if well:
            self._well[_ROUNDS] = self._clock()

    def looked_at_ladders(self) -> None:
        """A look at the ladders between the rounds ended well."""
        self._well[_LADDERS] = self._clock()

    def trouble(self) -> Mapping[str, str]:
        """What is wrong with each of them, by name; empty where nothing is."""
        now = self._clock()
        return {
            f"this process, {loop}": ""
            if now - last <= MAX_SILENCE
            else f"none ended well since {last:%H:%M:%S} UTC"
            for loop, last in self._well.items()
        }
