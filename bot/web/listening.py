"""What the bot serves by HTTP, where that is set up: only then a web server is loaded."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from bot.clock import Clock
from bot.engine.ready import silence
from bot.settings.load import Settings
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.web.server import WebServer


class Connection(Protocol):
    """The way in from Slack."""

    def silent_for(self) -> float | None:
        """Seconds since Slack last answered; None where it never did."""


def trouble(settings: Settings, connection: Connection | None) -> str | None:
    """What is wrong with the connection to Slack, "" if nothing is; None where none is set up."""
    if settings.deployment.routes.slack is None:
        return None
    return silence(connection.silent_for() if connection else None)


def listening(
    settings: Settings,
    store: Store,
    clock: Clock,
    slack: Callable[[], Connection | None],
    changed: Callable[[], None],
    own: Callable[[], Mapping[str, str]],
) -> "WebServer | None":
    """The server of pings, of health and of what PagerDuty and Slack tell.

    `slack` is the connection, None while there is none; `changed` is called when something was done; `own` is
    what is wrong with this process's own loops.
    """
    web = settings.deployment.web
    if web is None:
        return None
    from bot.web.health import health_routes
    from bot.web.pagerduty import pagerduty_routes
    from bot.web.pings import ping_routes
    from bot.web.server import WebServer

    health = health_routes(store, clock, lambda: trouble(settings, slack()), own)
    routes = [*ping_routes(store, settings, clock, web.ping_key), *health]
    pagerduty = settings.deployment.routes.pagerduty
    if pagerduty is not None and pagerduty.webhook_secret is not None:
        routes += pagerduty_routes(store, clock, pagerduty.webhook_secret, changed)
    way_in = settings.deployment.routes.slack
    if way_in is not None and way_in.signing_secret is not None:
        from bot.web.slack import dispatched, slack_routes

        routes += slack_routes(clock, way_in.signing_secret, lambda request: dispatched(slack(), request))
    if find_spec("prometheus_client"):  # an extra
        from bot.web.metrics import metrics_routes

        routes += metrics_routes(store, settings, clock)
    return WebServer(routes, web.host, web.port)
