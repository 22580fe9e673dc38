"""The focus, as the way in from Slack changes it."""

from collections.abc import Callable

from bot.clock import Clock
from bot.domain.incident import Illegal, Incident
from bot.domain.rights import Right
from bot.engine import focus as engine
from bot.settings.load import Settings
from bot.slack.silences import BY
from bot.store.store import Store


class Focuses:
    """`changed` is called when something was done, `must` before: it raises `NotAllowedError`."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        clock: Clock,
        changed: Callable[[], None],
        must: Callable[[Right, str], None],
    ) -> None:
        self._store, self._settings, self._clock = store, settings, clock
        self._changed, self._must = changed, must

    def promote(self, id_: int, who: str, reason: str) -> Incident | Illegal:
        """Make it the focus of its pipeline. Raises: NotAllowedError, NoSuchIncidentError."""
        self._must(Right.RESOLVE, who)
        done = engine.promote(self._store, self._settings, id_, who, reason, self._clock(), by=BY)
        self._changed()
        return done
