"""The manifest of the Slack app: printed by a command, kept as a file, true to what the bot uses."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bot.commands.manifest import as_yaml, command, manifest
from bot.slack.commands import COMMAND
from bot.slack.verbs import VERBS

KEPT = Path(__file__).parents[2] / "config" / "slack-manifest.yaml"


def test_the_command_prints_what_slack_takes() -> None:
    """YAML with the four parts of a manifest, in Socket Mode."""
    printed = yaml.safe_load(CliRunner().invoke(command, []).output)
    assert list(printed) == ["display_information", "features", "oauth_config", "settings"]
    assert printed["settings"]["socket_mode_enabled"] is True
    assert "connections:write" not in printed["oauth_config"]["scopes"]["bot"], "that one is the app token's"


def test_the_file_in_config_is_current() -> None:
    """Make it anew with `oakum manifest > config/slack-manifest.yaml`."""
    assert KEPT.read_text(encoding="utf-8") == as_yaml()


def test_the_slash_command_and_its_hint_are_those_we_listen_to() -> None:
    """No word is promised that does not work."""
    (slash,) = manifest()["features"]["slash_commands"]
    promised = {part.split()[0] for part in slash["usage_hint"].split(" | ")}
    assert (slash["command"], promised) == (COMMAND, set(VERBS))


def test_by_http_slack_is_told_where_to_call() -> None:
    """Commands, clicks and events go to one address; no socket is asked for."""
    typed = ["--mode", "http", "--url", "https://oakum.example.com/bots/"]
    printed = yaml.safe_load(CliRunner().invoke(command, typed).output)
    url = "https://oakum.example.com/bots/slack/events"
    (slash,) = printed["features"]["slash_commands"]
    settings = printed["settings"]
    assert slash["url"] == settings["event_subscriptions"]["request_url"] == url
    assert settings["interactivity"] == {"is_enabled": True, "request_url": url}
    assert settings["socket_mode_enabled"] is False
    again = CliRunner().invoke(command, ["--mode", "http", "--url", url]).output
    assert yaml.safe_load(again) == printed, "the whole address will do too"


@pytest.mark.parametrize(
    "typed",
    [
        ["--mode", "http"],
        ["--mode", "http", "--url", "http://oakum.example.com"],
        ["--mode", "http", "--url", "oakum.example.com"],
        ["--mode", "http", "--url", "https://[oakum"],
        ["--url", "https://oakum.example.com"],
    ],
)
def test_an_address_that_slack_cannot_call_is_refused(typed: list[str]) -> None:
    """Slack calls https only, and by Socket Mode it calls nobody."""
    ran = CliRunner().invoke(command, typed)
    assert (ran.exit_code, "--url" in ran.output, ran.exception.__class__) == (2, True, SystemExit)


def test_another_name_is_possible() -> None:
    """Two Oakums in one workspace."""
    named = yaml.safe_load(CliRunner().invoke(command, ["--name", "Oakum Test"]).output)
    assert named["features"]["bot_user"]["display_name"] == "Oakum Test"
