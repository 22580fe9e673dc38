"""My settings: chosen on the home tab, kept, and what the routes go by from then on."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.wishes import Reach, Wishes, zone_named
from bot.messages.message import Block
from bot.messages.wishes import OF_PIPELINE, REACH, no_wishes, wishes_blocks
from bot.settings.load import Settings
from bot.slack.carried import as_ours
from bot.slack.clerk import BY
from bot.store import wishes
from bot.store.store import Store


class Wishing:
    """What people choose for themselves."""

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        self._store, self._settings, self._clock = store, settings, clock

    def of(self, who: str) -> Wishes:
        """What somebody chose."""
        with self._store.read() as connection:
            return wishes.of(connection, who)

    def zone(self, who: str) -> ZoneInfo:
        """The clock that somebody reads; the deployment's, where they chose none."""
        return self.of(who).timezone or self._settings.deployment.timezone

    def blocks(self, who: str) -> list[Block]:
        """The part of the home tab."""
        if who not in self._settings.deployment.people:
            return no_wishes(who)
        zones = dict.fromkeys(self._settings.zone(each) for each in self._settings.pipelines)
        return wishes_blocks(self.of(who), [self._settings.deployment.timezone, *zones])

    def choose(self, who: str, action: str, value: str) -> None:
        """Keep one choice; of somebody who is not declared nothing is kept. Raises: NotOursError."""
        if who not in self._settings.deployment.people:
            return
        with as_ours():
            chosen = _chosen(action, value)
        with self._store.write() as connection:
            wishes.keep(connection, who, chosen(wishes.of(connection, who)), self._clock(), BY)


def _chosen(action: str, value: str) -> Callable[[Wishes], Wishes]:
    """What is to be changed. Raises: ValueError."""
    if action == REACH:
        return partial(replace, reach=Reach(value))
    zone = zone_named(value)
    if zone is None and value != OF_PIPELINE:
        raise ValueError(f"there is no time zone {value[:99]!r}")
    return partial(replace, timezone=zone)
