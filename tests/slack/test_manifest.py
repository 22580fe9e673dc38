"""The manifest of the Slack app: printed by a command, kept as a file, true to what the bot uses."""

from pathlib import Path

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


def test_another_name_is_possible() -> None:
    """Two Oakums in one workspace."""
    named = yaml.safe_load(CliRunner().invoke(command, ["--name", "Oakum Test"]).output)
    assert named["features"]["bot_user"]["display_name"] == "Oakum Test"
