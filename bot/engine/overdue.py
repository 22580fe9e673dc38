"""The engine looks at itself: what should have been done by now, and was not, although it goes round."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.stage import Stage
from bot.settings.load import Settings
from bot.store import incidents, outbox, stages
from bot.store.store import Store

WITHIN = timedelta(minutes=2)
"""A ladder is looked at every second, and so is a queue: what waits for so long is stuck."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is overdue, under which name it is told, and since when."""

    name: str
    said: str
    pipeline: str | None = None


def overdue(connection: Connection, now: datetime) -> tuple[Overdue, ...]:
    """Every step of a ladder, and every route's oldest page, that nobody has taken in time."""
    return (*_hops(connection, now - WITHIN), *_pages(connection, now, now - WITHIN))


def _hops(connection: Connection, before: datetime) -> Iterator[Overdue]:
    for number, pipeline, since in incidents.due(connection, before):
        if stages.of(connection, pipeline).stage is not Stage.MUTED:  # then nobody is to be told
            said = f"its next step was due at {since:%H:%M:%S} UTC, and was not taken"
            yield Overdue(f"incident {number} ({pipeline})", said, pipeline)


def _pages(connection: Connection, now: datetime, before: datetime) -> Iterator[Overdue]:
    for route, since in outbox.unclaimed_pages(connection, now, before):
        yield Overdue(f"pages by {route}", f"one was due at {since:%H:%M:%S} UTC, and nobody has taken it up")


class Watch:
    """The step of a round that looks for it. What is found is logged once, and again when it is over."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._declared = store, {each.pipeline for each in settings.pipelines}
        self._known: set[str] = set()

    def __call__(self, now: datetime) -> int:
        """Look; returns how much is overdue. The next round tries to take it anyway."""
        with self._store.read() as connection:
            late = overdue(connection, now)
        for each in late:
            if each.name not in self._known:
                log.error("overdue: %s: %s%s", each.name, each.said, self._why(each))
        for name in self._known - {each.name for each in late}:
            log.info("no longer overdue: %s", name)
        self._known = {each.name for each in late}
        return len(late)

    def _why(self, late: Overdue) -> str:
        if late.pipeline is None or late.pipeline in self._declared:
            return ""
        return f"; nobody can be told, since no file declares {late.pipeline}: declare it, or resolve this"
