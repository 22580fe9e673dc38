"""docs/slack.md: what it says to write can be used, and it explains each scope of the manifest."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.commands.manifest import manifest
from bot.routes.slack_webhook import WHAT_TO_CHANGE
from bot.routes.slack_webhook_examined import examine
from bot.settings.load import load

PAGE = (Path(__file__).parents[2] / "docs" / "slack.md").read_text(encoding="utf-8")
YAML = re.compile(r"^```yaml\n((?:.*\n)*?)```$", re.MULTILINE)
ENVIRON = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99baac78a4d0",
    "SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/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",
    "FRAUD_WEBHOOK_URL": "https://hooks.slack.com/services/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",
    "OAKUM_PING_KEY": "a-key-of-16-letters",
}


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[[str], object]:
    """An oakum.yaml with these words, as it is understood."""

    def load_it(words: str) -> object:
        (tmp_path / "oakum.yaml").write_text(words, encoding="utf-8")
        return load(tmp_path, ENVIRON).deployment.routes

    return load_it


@pytest.mark.parametrize("words", YAML.findall(PAGE))
def test_what_the_page_says_to_write_can_be_used(loaded: Callable[[str], object], words: str) -> None:
    """Each of the three ways, word by word."""
    assert loaded(words)


def test_every_scope_is_explained() -> None:
    """An administrator who asks what for finds the answer, and nothing is explained that is not asked for."""
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    explained = {scope for row in rows for scope in re.findall(r"`(commands|[a-z_]+:[a-z.]+)`", row)}
    assert explained == set(manifest()["oauth_config"]["scopes"]["bot"])


def test_the_address_without_an_app_is_as_slack_makes_them(loaded: Callable[[str], Any]) -> None:
    """The last example of the page, and doctor finds nothing wrong with it."""
    hook = loaded(YAML.findall(PAGE)[-1]).slack_webhook
    states = [thing.state.value for thing in examine(hook, {"#fraud-data": "fraud"}, {"maria": "U012AB3CD"})]
    assert states == ["ok", "ok"]


def test_the_page_explains_what_slack_answers() -> None:
    """The words that people will see in its section."""
    section = PAGE.partition("## Without an app")[2]
    for word in ("no_service", "channel_is_archived", "action_prohibited", "invalid_token"):
        assert word in WHAT_TO_CHANGE
        assert f"`{word}`" in section
