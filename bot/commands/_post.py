"""`check --post`: what was found is written down and sent, once, without the bot running."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from time import sleep

from bot.app import write_down
from bot.clock import Clock
from bot.commands._calendars import read_calendars
from bot.deliveries import Deliver, deliveries
from bot.domain.answer import Answer
from bot.domain.pace import SLACK
from bot.engine.digest import digest_due
from bot.routes.outcome import Retry
from bot.settings.load import Settings
from bot.slack.team import team_url
from bot.store import outbox
from bot.store.store import Store
from bot.store.undelivered import Undelivered, undelivered

PATIENCE = timedelta(seconds=30)
"""How long a route is waited for that asks for patience, or fails."""

LOOK_AGAIN = 1.0
"""Seconds: what another process has taken is mostly done by then, long before its claim is over."""


def post(store: Store, settings: Settings, said: Answer, clock: Clock) -> Sequence[Undelivered]:
    """Write an answer down and send what follows from it; returns what could not be delivered.

    No ladder is climbed: without the bot nobody could acknowledge. Raises `SlackStartError` where Slack
    refuses us.
    """
    address = team_url(settings)
    read_calendars(store, settings, clock())
    with store.write() as connection:  # what could not be delivered may go by the settings of today
        outbox.retry_failed(connection, clock())
    write_down(store, settings, said)
    digest_due(store, settings, said.as_of)
    gone = replace(settings, climbs=False)
    by_route = deliveries(store, gone, clock, lambda: address, SLACK, waited_for=True)
    for route, deliver in by_route.items():
        deliver_all(store, route, deliver, clock)
    with store.read() as connection:  # what waits for a route that was taken out waits for its return
        return [each for each in undelivered(connection) if each.intent.route in by_route]


def deliver_all(store: Store, route: str, deliver: Deliver, clock: Clock) -> None:
    """Send every message of a route, each at least tried; where it asks for patience or fails, wait for it,
    but not for long: what fails again and again is kept for the next time."""
    give_up = clock() + PATIENCE
    while True:
        while (outcome := deliver()) is not None:
            if not isinstance(outcome, Retry):
                give_up = clock() + PATIENCE  # it goes on, at its own pace
        with store.read() as connection:
            due = outbox.next_due(connection, route, clock())
        if due is None or due > give_up:
            return
        sleep(min(max(0.1, (due - clock()).total_seconds()), LOOK_AGAIN))
