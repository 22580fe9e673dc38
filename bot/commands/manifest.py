"""Print the manifest of the Slack app"""

from typing import Any
from urllib.parse import urlsplit

import click

BOT_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "usergroups:read",
    "users:read",
)
PROVING_SCOPES = ("reactions:write",)
"""For `oakum doctor --live` alone; whoever strikes it out of the manifest misses one step of that."""
EVENTS = ("app_home_opened", "app_mention", "message.im")

HINT = (
    "health | findings | why 12 | expert 12 | ack 12 | assign 12 jon | snooze 12 2h | silence churn 2h | "
    "resolve 12 | false-alarm 12 | backlog | promote 12 why | close 12 why | missed | budget | tune | "
    "tuned | noise | debt | fixed 12 | rollback 12 | oncall | "
    "checkup | drill | go churn | mute churn | survive | load | export | new | "
    "share health | help"
)


def manifest(name: str = "Oakum", url: str = "") -> dict[str, Any]:
    """The manifest, for HTTP mode with the `url` that Slack calls.

    It asks for what the bot uses, and for history to find a message after a time-out.
    """
    asked = {"request_url": url} if url else {}
    return {
        "display_information": {
            "name": name,
            "description": "Keeps data and machine-learning pipelines honest",
            "background_color": "#22262b",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "slash_commands": [
                {
                    "command": "/pipeline",
                    **({"url": url} if url else {}),
                    "description": "Ask about a pipeline, or act on what it found",
                    "usage_hint": HINT,
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted((*BOT_SCOPES, *PROVING_SCOPES))}},
        "settings": {
            "event_subscriptions": {**asked, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **asked},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def as_yaml(name: str = "Oakum", url: str = "") -> str:
    """The manifest as Slack's form takes it."""
    import yaml  # late: `oakum --help` does not pay for it

    written: str = yaml.safe_dump(manifest(name, url), sort_keys=False, allow_unicode=True)
    return written


@click.command("manifest")
@click.option("--name", default="Oakum", show_default=True, help="What the app is called in Slack.")
@click.option(
    "--mode",
    type=click.Choice(["socket", "http"]),
    default="socket",
    show_default=True,
    help="How Slack reaches the bot, as `routes.slack.mode` says.",
)
@click.option("--url", metavar="https://…", help="With --mode http: where Slack reaches `web` of oakum.yaml.")
def command(name: str, mode: str, url: str | None) -> None:
    """Print the manifest of the Slack app.

    Paste it at https://api.slack.com/apps, "Create New App", "From a manifest". Then create an app-level
    token with the scope connections:write (SLACK_APP_TOKEN; with --mode http copy the signing secret from
    Basic Information instead, SLACK_SIGNING_SECRET), install the app (SLACK_BOT_TOKEN), and invite it to
    the channels. With --mode http let the bot run first: Slack tries the address before it takes it.

    \b
    Examples:
      oakum manifest > slack-manifest.yaml
      oakum manifest --mode http --url https://oakum.example.com > slack-manifest.yaml
    """
    click.echo(as_yaml(name, _request_url(mode, url)), nl=False)


def _request_url(mode: str, url: str | None) -> str:
    """Where Slack calls; empty for Socket Mode."""
    if mode == "socket":
        if url is not None:
            raise click.UsageError("--url is for --mode http: by Socket Mode Slack needs no address")
        return ""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # half an IPv6 address
        parts = urlsplit("")
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise click.UsageError(
            "--mode http needs --url https://… with the address at which Slack reaches the bot"
        )
    base = f"https://{parts.netloc}{parts.path}".rstrip("/").removesuffix("/slack/events")
    return f"{base}/slack/events"
