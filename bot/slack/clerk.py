"""What everybody behind the desk has at hand."""

from collections.abc import Callable

from bot.clock import Clock
from bot.domain.rights import Right
from bot.settings.load import Settings
from bot.store.store import Store

BY = "slack"
"""The route by which people do here what they do."""


class Clerk:
    """True as of now; `changed` is called when something was done, `must` before.

    It raises `NotAllowedError` where somebody may not do it.
    """

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
