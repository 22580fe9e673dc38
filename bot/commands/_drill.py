"""`oakum drill`: its test pages are sent at once, whether the bot runs or not."""

from datetime import timedelta

from bot.clock import Clock
from bot.commands._post import deliver_all
from bot.deliveries import deliveries
from bot.domain.drill import Drill
from bot.domain.pace import SLACK
from bot.engine.drill import begin
from bot.settings.load import Settings
from bot.slack.team import team_url
from bot.store import drills
from bot.store.store import Store


def drilled(
    store: Store,
    settings: Settings,
    who: str,
    within: timedelta,
    only: str | None,
    about: str,
    clock: Clock,
) -> Drill:
    """Begin a drill and send what is due; the drill as it stands then.

    Raises `SlackStartError` where Slack refuses us: then nothing has begun.
    """
    address = team_url(settings)
    begun = begin(store, settings, who, clock(), within, only, about)
    by_route = deliveries(store, settings, clock, lambda: address, SLACK, waited_for=True)
    for route, deliver in by_route.items():
        deliver_all(store, route, deliver, clock)
    with store.read() as connection:
        return drills.get(connection, begun.id)
