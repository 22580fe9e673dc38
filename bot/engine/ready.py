"""Can the bot do its work just now? Each thing that it needs, and what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy.exc import SQLAlchemyError

from bot.engine.heartbeat import alive
from bot.engine.overdue import overdue
from bot.store import outbox
from bot.store.store import Store

PAGE_WITHIN, OTHERS_WITHIN = timedelta(minutes=1), timedelta(minutes=30)
"""A message that has been due for so long is stuck: pages first."""

PONG_WITHIN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Ready:
    """What was looked at, by name: empty where it is well, otherwise what is wrong."""

    things: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Whether all is well."""
        return not any(self.things.values())


def ready(
    store: Store, now: datetime, slack: str | None, own: Mapping[str, str] = MappingProxyType({})
) -> Ready:
    """Look at everything; `slack` is what is wrong with the connection, None where none is set up; `own` is
    what is wrong with this process's own loops."""
    return Ready({**own, **dict(_things(store, now, slack))})


def silence(seconds: float | None) -> str:
    """What is wrong with a connection to Slack that last answered so many seconds ago; None: it never did."""
    if seconds is None:
        return "has not answered yet"
    return "" if seconds <= PONG_WITHIN.total_seconds() else f"no answer for {seconds:.0f} s"


def _things(store: Store, now: datetime, slack: str | None) -> Iterator[tuple[str, str]]:
    if slack is not None:
        yield "slack", slack
    try:
        beat = alive(store, now)
        with store.read() as connection:
            late, stuck = outbox.oldest(connection), overdue(connection, now)
    except (SQLAlchemyError, OSError) as error:
        yield "store", f"cannot be read: {type(error).__name__}"
        return
    yield "store", ""
    failing = "; ".join(f"{step}: {why}" for step, why in beat.failing.items())
    yield "engine", "" if beat.ok else failing or f"no good round since {beat.last or 'the start'}"
    for each in stuck:
        yield each.name, each.said
    for route, urgent, since in late:
        if now - since > (PAGE_WITHIN if urgent else OTHERS_WITHIN):
            yield f"outbox {route}", f"a {'page' if urgent else 'message'} waits since {since:%H:%M:%S} UTC"
