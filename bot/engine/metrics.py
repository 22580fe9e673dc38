"""What can be counted, as of now: for a monitoring system that asks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.engine.heartbeat import alive
from bot.settings.load import Settings
from bot.store import audits, incidents, outbox
from bot.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Numbers of incidents by (pipeline, state, urgency), of waiting messages by route, and ages in seconds.

    An age that is not known, since nothing happened yet, is left out.
    """

    incidents: Mapping[tuple[str, str, str], int]
    waiting: Mapping[str, int]
    oldest: Mapping[str, float]
    checked: Mapping[str, float]
    round_age: float | None
    failing: tuple[str, ...]


def metrics(store: Store, settings: Settings, now: datetime) -> Metrics:
    """Look it up."""
    beat = alive(store, now)
    with store.read() as connection:
        open_ = incidents.unresolved(connection)
        since = outbox.oldest(connection)
        lasts = {each.pipeline: audits.last(connection, each.pipeline) for each in settings.pipelines}
        routes = sorted({route for route, *_ in since})
        waiting = {route: outbox.waiting(connection, route) for route in routes}
    ages: dict[str, float] = {}
    for route, _, written in since:
        ages[route] = max(ages.get(route, 0.0), (now - written).total_seconds())
    return Metrics(
        incidents=Counter((each.pipeline, each.state.value, each.urgency.value) for each in open_),
        waiting=waiting,
        oldest=ages,
        checked={name: (now - last.as_of).total_seconds() for name, last in lasts.items() if last},
        round_age=(now - beat.last).total_seconds() if beat.last else None,
        failing=tuple(sorted(beat.failing)),
    )
