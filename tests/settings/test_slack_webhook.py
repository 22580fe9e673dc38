"""An incoming webhook in place of an app: each mistake says what to change, and no address is shown."""

from typing import Any

import pytest

from bot.settings.errors import ConfigError

URL = "https://hooks.slack.com/services/T1/B1/secret"
HEAD = "sources: {lake: {root: data}}\npeople: {maria: {slack: U012}, jon: {}}\n"
CHURN = """\
pipeline: churn
owner: maria
channel: "#churn-data"
tables:
  usage: {source: lake, path: usage/*.parquet, partition: {column: day}}
"""
APP = "slack: {bot_token: xoxb-1, app_token: xapp-1}"
HOOK = f"slack_webhook: {{url: {URL}}}"


@pytest.mark.parametrize(
    ("said", "mistake"),
    [
        (
            f"routes:\n  {APP}\n  {HOOK}\n",
            "5: routes.slack_webhook: what it posts routes.slack posts too, with buttons: take slack_webhook "
            "away, or slack where no app is approved",
        ),
        (
            "routes:\n  slack_webhook: {url: http://hooks.slack.com/services/T1/B1/secret}\n",
            "4: routes.slack_webhook.url: write the address that Slack shows, "
            "https://hooks.slack.com/services/…, as ${SLACK_WEBHOOK_URL}",
        ),
        (
            f"routes:\n  slack_webhook: {URL}\n",
            "4: routes.slack_webhook: should hold KEY: VALUE lines",
        ),
        (
            f'routes:\n  slack_webhook: {{url: {URL}, channels: {{"#ads": {URL}}}}}\n',
            "4: routes.slack_webhook.channels.#ads: is the address of url too, and an address posts into one "
            "channel: make another one in Slack",
        ),
        (
            f'routes:\n  slack_webhook: {{url: {URL}, channels: {{"ads": {URL}2}}}}\n',
            "4: routes.slack_webhook.channels.ads: write the Slack channel in quotes with its #",
        ),
        (
            f"policies: {{p: [{{notify: maria}}]}}\nroutes:\n  {HOOK}\n",
            "3: policies.p[0].by[0]: slack is not set up: write by: [slack_webhook]",
        ),
        (
            f"policies: {{p: [{{notify: maria, by: [slack_webhook]}}]}}\nroutes:\n  {APP}\n",
            "3: policies.p[0].by[0]: slack_webhook is not set up: write by: [slack]",
        ),
        (
            f"policies:\n  p: [{{notify: maria, by: [slack_webhook]}}, {{rollback: m}}]\nroutes:\n  {HOOK}\n"
            "rollbacks: {m: {by: git, repository: r, file: f, enabled: true, allowed: [maria]}}\n",
            "rollbacks.m.enabled: nobody could cancel it: add routes.slack",
        ),
    ],
)
def test_a_mistake_says_what_to_change(configure: Any, said: str, mistake: str) -> None:
    """With the line, and without the address."""
    with pytest.raises(ConfigError) as caught:
        configure(oakum=HEAD + said, churn=CHURN)
    assert mistake in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_step_by_webhook_may_name_whomever_it_wants(configure: Any) -> None:
    """Someone without a member id, and a user group, which Slack rings by its mention."""
    people = "  squad: {slack_group: S012}\n"
    steps = "policies: {p: [{notify: jon, by: [slack_webhook]}, {notify: squad, by: [slack_webhook]}]}\n"
    settings = configure(oakum=f"{HEAD}teams:\n{people}{steps}routes:\n  {HOOK}\n", churn=CHURN)
    assert [hop.notify for hop in settings.deployment.policies["p"]] == ["jon", "squad"]


def test_an_address_on_this_machine_needs_no_certificate(configure: Any) -> None:
    """Nothing of it leaves the machine: a stand-in or a proxy listens there."""
    url = "http://127.0.0.1:8080/services/T1/B1/x"
    hook = configure(oakum=f"{HEAD}routes:\n  slack_webhook: {{url: {url}}}\n", churn=CHURN)
    assert hook.deployment.routes.slack_webhook.url == url
