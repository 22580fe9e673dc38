"""The ways out, as `routes` of `oakum.yaml` declares them."""

from typing import Annotated, Literal

from pydantic import Field

from checks.declared import Declared
from checks.notation import Matching, Name

BotToken = Annotated[str, Matching("xoxb-.+", "a bot token begins with xoxb-")]
AppToken = Annotated[str, Matching("xapp-.+", "an app token begins with xapp-")]
SigningSecret = Annotated[
    str,
    Matching(
        r"[0-9A-Za-z]{16,}",
        "write the signing secret from Basic Information of the app, as ${SLACK_SIGNING_SECRET}",
    ),
]
WebAddress = Annotated[str, Matching(r"https?://\S+", "write an address that begins with https://")]
Smtp = Annotated[str, Matching(r"smtps?://\S+", "write smtp://user:password@host:port, or smtps://…")]
SecureAddress = Annotated[str, Matching(r"https://\S+", "write an address that begins with https://")]
RoutingKey = Annotated[
    str,
    Matching(
        r"[A-Za-z0-9]{32}", "write the integration key of an Events API v2 integration, as ${PAGERDUTY_KEY}"
    ),
]
WebhookSecret = Annotated[
    str,
    Matching(
        r"whsec_[A-Za-z0-9+/=]{32,}",
        "write whsec_ and 24 bytes or more in base64, as ${OAKUM_WEBHOOK_SECRET}",
    ),
]
AppriseUrl = Annotated[
    str,
    Matching(
        r"[a-z0-9]+://\S+",
        "write an address of the apprise library, like opsgenie://KEY or ntfys://ntfy.sh/topic",
    ),
]


class SlackRoute(Declared):
    """How Slack is reached. Tokens come from the environment; `api_url` only where Slack is not slack.com."""

    mode: Literal["socket", "http"] = "socket"
    """How Slack reaches the bot: by a socket that the bot opens, so no public address is needed; or by
    `http`, at /slack/events of the address in `web`."""
    bot_token: BotToken = Field(repr=False)
    """Without it, SLACK_BOT_TOKEN of the environment."""
    app_token: AppToken | None = Field(default=None, repr=False)
    """For mode: socket. Without it, SLACK_APP_TOKEN of the environment."""
    signing_secret: SigningSecret | None = Field(default=None, repr=False)
    """For mode: http. Without it, SLACK_SIGNING_SECRET of the environment."""
    api_url: WebAddress = "https://slack.com/api/"
    """The Web API, where it is not Slack's own."""


class EmailRoute(Declared):
    """An SMTP server: `smtp://user:password@host:port` or `smtps://…`."""

    smtp: Smtp = Field(repr=False)
    """smtp://user:password@host:port, or smtps://… for TLS from the first byte."""
    sender: Name = Field(default="Oakum <oakum@localhost>", alias="from")
    """Who the mails come from."""


class PagerDutyRoute(Declared):
    """A PagerDuty service, by its Events API v2."""

    key: RoutingKey = Field(repr=False)
    """The integration key of the service."""
    url: SecureAddress = "https://events.pagerduty.com"
    """Where events go; a European account has https://events.eu.pagerduty.com."""
    webhook_secret: Annotated[Name | None, Field(repr=False)] = None
    """The secret of the webhook that PagerDuty calls at /pagerduty: an acknowledgement there is one here."""


class WebhookRoute(Declared):
    """An address that is called with a signed message, as standardwebhooks.com describes it."""

    url: WebAddress
    """The address to call."""
    secret: WebhookSecret = Field(repr=False)
    """What messages are signed with, so that the receiver can tell that they are ours."""


class AppriseRoute(Declared):
    """A service of the apprise library: Jira Service Management, Opsgenie, Teams, ntfy and many others."""

    url: AppriseUrl = Field(repr=False)
    """Its address as apprise writes it, like opsgenie://KEY."""


class Routes(Declared):
    """The ways out that are set up."""

    slack: SlackRoute | None = None
    """Slack, by Socket Mode or HTTP."""
    email: EmailRoute | None = None
    """E-mail, by SMTP."""
    pagerduty: PagerDutyRoute | None = None
    """PagerDuty, by its Events API v2."""
    webhook: WebhookRoute | None = None
    """A signed webhook."""
    apprise: AppriseRoute | None = None
    """A service that apprise knows."""
