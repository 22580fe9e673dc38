"""docs/slack.md: what it says to write can be used, and it explains each scope of the manifest."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.commands.manifest import manifest
from bot.settings.load import load

PAGE = (Path(__file__).parents[2] / "docs" / "slack.md").read_text(encoding="utf-8")
YAML = re.compile(r"^```yaml\n((?:.*\n)*?)```$", re.MULTILINE)
ENVIRON = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99baac78a4d0",
    "SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
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


def test_the_address_without_an_app_is_one_that_apprise_knows() -> None:
    """An incoming webhook as Slack shows it, without a change."""
    apprise = pytest.importorskip("apprise")
    known = apprise.Apprise.instantiate(ENVIRON["SLACK_WEBHOOK_URL"])
    assert type(known).__name__ == "NotifySlack"
