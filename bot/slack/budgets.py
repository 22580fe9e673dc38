"""The alert budget, as the way in from Slack asks for it: outages that were missed."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bot.clock import Clock
from bot.domain.outage import Outage
from bot.domain.page import Page
from bot.domain.rights import Right
from bot.engine import outage as outages
from bot.engine.budget import all_budgets
from bot.messages.budget import budget_message
from bot.messages.message import SlackMessage
from bot.settings.load import Settings
from bot.slack.silences import BY
from bot.store.store import Store


class Budgets:
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

    def told(self, pipelines: Sequence[str]) -> SlackMessage:
        """How often people are paged in these pipelines, against the target."""
        return budget_message(all_budgets(self._store, self._settings, self._clock(), pipelines))

    def report(self, place: str, seconds: tuple[int, int], who: str, why: str) -> tuple[Outage, Page | None]:
        """Somebody tells of an outage. Raises: NoPlaceError, OutageError."""
        found = outages.placed(self._settings, place)
        starts, ends = (datetime.fromtimestamp(each, UTC) for each in seconds)
        asked = outages.reported(found, (starts, ends), who, self._clock(), why, BY)
        return outages.add(self._store, asked)
