"""The ways out that are set up: for each, what puts its messages into words, and what sends them."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.clock import Clock
from bot.domain.pace import NONE, Rests
from bot.engine.deliver import About, deliver
from bot.engine.once_silent import OnceSilent
from bot.messages.render import alert_of, hook_message, mail, picture_of, slack_message
from bot.routes.in_time import InTime
from bot.settings.load import Settings
from bot.store.outbox import Parcel
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.routes.heartbeat import Heartbeat

Deliver = Callable[[], object | None]
"""Takes the next message of a route as far as it goes now; None where none is due."""
Words = Callable[..., Any]
PACED = ("slack", "slack_webhook")
"""The routes into channels of Slack."""


class MissingExtraError(Exception):
    """A route is set up whose library is not installed; says what to install."""


def deliveries(
    store: Store,
    settings: Settings,
    clock: Clock,
    address: Callable[[], str],
    pace: Rests = NONE,
    *,
    waited_for: bool = False,
) -> Mapping[str, Deliver]:
    """For each route that is set up, what delivers its next message; `address` tells the workspace's.

    Slack is told at a `pace`; where the clock may stand still, as in a test, at none. Where somebody waits
    for the end of it, nobody is asked again who did not answer.

    Raises `MissingExtraError`.
    """
    return {
        name: partial(
            deliver,
            store,
            name,
            _rendered(words, settings, address),
            OnceSilent(InTime(route), clock) if waited_for else InTime(route),
            clock,
            pace if name in PACED else NONE,
        )
        for name, words, route in _ways(settings, clock)
    }


def heartbeat(settings: Settings) -> "Heartbeat | None":
    """What tells somebody outside that all is well, where that is set up. Raises `MissingExtraError`."""
    if settings.deployment.heartbeat is None:
        return None
    try:
        from bot.routes.heartbeat import Heartbeat
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"heartbeat needs {error.name}, which is not installed: pip install 'oakum[webhooks]'"
        ) from error
    return Heartbeat(settings.deployment.heartbeat.url)


def _rendered(words: Words, settings: Settings, address: Callable[[], str]) -> Callable[[Parcel, About], Any]:
    return lambda parcel, about: words(parcel.intent, about, settings, address())


def _ways(settings: Settings, clock: Clock) -> Iterator[tuple[str, Words, Any]]:
    """What is not set up is not loaded."""
    routes, people, groups = (
        settings.deployment.routes,
        settings.deployment.people,
        settings.deployment.groups,
    )
    if routes.slack:
        from bot.routes.pictures import PictureRoute
        from bot.routes.slack import SlackRoute
        from bot.routes.slack_client import web_client

        client = web_client(routes.slack.bot_token, routes.slack.api_url)
        yield "slack", slack_message, SlackRoute(client, people, settings.tokens, groups)
        yield "pictures", picture_of, PictureRoute(client, settings.tokens)
    if routes.slack_webhook:
        from bot.routes.slack_webhook import SlackWebhookRoute

        yield "slack_webhook", hook_message, SlackWebhookRoute(routes.slack_webhook)
    if routes.email:
        from bot.routes.email import EmailRoute

        yield "email", mail, EmailRoute(routes.email.smtp, routes.email.sender, people, clock)
    yield from services(settings, clock)


def services(settings: Settings, clock: Clock) -> Iterator[tuple[str, Words, Any]]:
    """The routes to the machines of others. Raises `MissingExtraError`."""
    try:
        yield from _services(settings, clock)
    except ModuleNotFoundError as error:
        extra = {"pagerduty": "pagerduty", "apprise": "apprise"}.get(error.name or "", "webhooks")
        raise MissingExtraError(
            f"a route needs {error.name}, which is not installed: pip install 'oakum[{extra}]'"
        ) from error


def _services(settings: Settings, clock: Clock) -> Iterator[tuple[str, Words, Any]]:
    routes, people = settings.deployment.routes, settings.deployment.people
    if routes.pagerduty:
        from bot.routes.pagerduty import PagerDutyRoute

        yield "pagerduty", alert_of, PagerDutyRoute(routes.pagerduty, people)
    if routes.webhook:
        from bot.routes.webhook import WebhookRoute

        yield "webhook", alert_of, WebhookRoute(routes.webhook, clock)
    if routes.apprise:
        from bot.routes.apprise import AppriseRoute

        yield "apprise", alert_of, AppriseRoute(routes.apprise, people)
