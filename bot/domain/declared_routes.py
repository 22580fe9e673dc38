"""The ways out, as `routes` of `oakum.yaml` declares them."""

from typing import Annotated, Literal

from pydantic import Field

from checks.declared import Declared
from checks.notation import Matching, Text

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
Channel = Annotated[
    str,
    Matching(
        r"#[^\s#.,!?A-Z]{1,80}|[CG][A-Z0-9]+",
        'write the Slack channel in quotes with its #, like "#churn-data" (small letters, no spaces)',
    ),
]
IncomingWebhook = Annotated[
    str,
    Matching(
        r"(https://[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?/[!-~]+",
        "write the address that Slack shows, https://hooks.slack.com/services/…, as ${SLACK_WEBHOOK_URL}",
    ),
]
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


THE_CHANNEL = "the webhook's channel"
"""Only Slack knows which one an address posts into."""


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


class SlackWebhookRoute(Declared):
    """An incoming webhook of Slack, where no app is approved: an address that posts into one channel, which
    its maker chose. Nobody can answer there."""

    url: IncomingWebhook = Field(repr=False)
    """The address. Without it, SLACK_WEBHOOK_URL of the environment."""
    channels: dict[Channel, IncomingWebhook] = Field(default_factory=dict, repr=False)
    """Channels with an address of their own, like {"#fraud-data": "${FRAUD_WEBHOOK_URL}"}; what is for any
    other channel is posted by url."""

    def place(self, channel: str) -> str:
        """Where that is which is for a channel: the channel, or the one that `url` posts into."""
        return channel if channel in self.channels else THE_CHANNEL

    def address(self, place: str) -> str:
        """The address that posts there; that of `url` where the place has none any more."""
        return self.channels.get(place, self.url)


class EmailRoute(Declared):
    """An SMTP server: `smtp://user:password@host:port` or `smtps://…`."""

    smtp: Smtp = Field(repr=False)
    """smtp://user:password@host:port, or smtps://… for TLS from the first byte."""
    sender: Text = Field(default="Oakum <oakum@localhost>", alias="from")
    """Who the mails come from."""


class PagerDutyRoute(Declared):
    """A PagerDuty service, by its Events API v2."""

    key: RoutingKey = Field(repr=False)
    """The integration key of the service."""
    url: SecureAddress = "https://events.pagerduty.com"
    """Where events go; a European account has https://events.eu.pagerduty.com."""
    webhook_secret: Annotated[Text | None, Field(repr=False)] = None
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
    slack_webhook: SlackWebhookRoute | None = None
    """An incoming webhook of Slack, in place of slack, where no app is approved."""
    email: EmailRoute | None = None
    """E-mail, by SMTP."""
    pagerduty: PagerDutyRoute | None = None
    """PagerDuty, by its Events API v2."""
    webhook: WebhookRoute | None = None
    """A signed webhook."""
    apprise: AppriseRoute | None = None
    """A service that apprise knows."""

    @property
    def posts(self) -> bool:
        """Whether something can be posted in channels of Slack."""
        return self.slack is not None or self.slack_webhook is not None
