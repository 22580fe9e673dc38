"""Rollbacks in the configuration: what is needed, what is secret, and what each mistake says."""

from datetime import timedelta

import pytest

from bot.settings.errors import ConfigError

OAKUM = """\
sources: {lake: {root: .}}
people: {maria: {slack: U1}, jon: {email: jon@example.com}}
policies:
  on-call:
    - {notify: maria}
    - {rollback: churn-model}
rollbacks:
  churn-model: {TARGET}
routes: {slack: {bot_token: xoxb-1, app_token: xapp-1}}
"""
GIT = "by: git, repository: deploy.git, file: churn/version"
CHURN = """\
pipeline: churn
owner: maria
channel: "#churn"
policy: on-call
tables: {usage: {source: lake, path: x, partition: {column: day}}}
"""


@pytest.fixture
def declared(configure):
    """The settings with this rollback."""
    return lambda target, oakum=OAKUM, **more: configure(
        oakum=oakum.replace("TARGET", target), churn=CHURN, **more
    )


def test_it_is_off_and_patient_by_default(declared):
    """Five minutes to cancel, a week back at most."""
    target = declared(GIT).deployment.rollbacks["churn-model"]
    assert (target.enabled, target.branch, target.allowed) == (False, "main", ())
    assert (target.countdown, target.within) == (timedelta(minutes=5), timedelta(days=7))


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("by: git, repository: x", "a rollback by git needs file"),
        ("by: webhook, url: 'https://x'", "a rollback by webhook needs secret"),
        ("by: mlflow, tracking_uri: 'https://x', model: m", "a rollback by mlflow needs alias"),
        (f"{GIT}, alias: champion", "a rollback by git has no alias: remove it, or mend by"),
        (f"{GIT}, enabled: true", "somebody must be able to cancel it: name them in allowed"),
        (f"{GIT}, enabled: true, allowed: [mara]", "nobody is called 'mara': did you mean maria?"),
        (f"{GIT}, enabled: true, allowed: [jon]", "jon cannot press a button: add people.jon.slack"),
        ("by: git, repository: x, file: ../version", "write a path inside the repository"),
        ("by: git, repository: x, file: v, branch: --force", "write the name of a branch, like main"),
        ("by: git, repository: -x, file: v", "write the path of a clone, or the address of a repository"),
        ("by: kubectl", "should be 'webhook', 'git' or 'mlflow'"),
        (f"{GIT}, countdown: 10s", "should be 1 minute or more"),
    ],
)
def test_a_mistake_says_what_to_change(declared, target, said):
    """With the line and the key of this rollback."""
    with pytest.raises(ConfigError) as refused:
        declared(target)
    assert "oakum.yaml:8: rollbacks.churn-model" in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{rollback: churn-model}", "{rollback: churn}", "no rollback is called 'churn': did you mean"),
        ("{rollback: churn-model}", "{rollback: churn-model, wait: 5m}", "has nothing beside it"),
        ("- {notify: maria}", "- {rollback: churn-model}", "a rollback is the last step"),
        ("    - {notify: maria}\n", "", "nobody would be told before"),
        ("{notify: maria}", "{wait: 5m}", "is missing; add notify: who is told"),
        ("file: churn/version", "file: v, enabled: true, allowed: [maria]", "add routes.slack"),
    ],
)
def test_a_ladder_that_cannot_be_climbed_says_why(declared, old, new, said):
    """People come before; nobody may be without a way to cancel."""
    oakum = OAKUM.replace("TARGET", GIT).replace(old, new)
    if "routes" in said:
        oakum = oakum.replace("slack: {bot_token: xoxb-1, app_token: xapp-1}", "email: {smtp: 'smtp://x'}")
        oakum = oakum.replace("{notify: maria}", "{notify: jon, by: [email]}")
    with pytest.raises(ConfigError) as refused:
        declared("", oakum)
    assert said in str(refused.value)


def test_a_command_that_sends_nothing_needs_no_secret(declared):
    """`oakum check` runs where the bot does not."""
    target = "by: webhook, url: 'https://x', status_url: 'https://x', secret: \"${ROLLBACK_SECRET}\""
    settings = declared(target, routes=False)
    assert settings.deployment.rollbacks == {}
    with pytest.raises(ConfigError, match="ROLLBACK_SECRET is not set in the environment"):
        declared(target)


def test_a_wrong_secret_is_not_shown(declared):
    """Nor what stands in an address."""
    with pytest.raises(ConfigError) as refused:
        declared("by: webhook, url: 'https://x', status_url: 'ftp://key@x', secret: hunter2")
    assert "hunter2" not in str(refused.value)
    assert "key@x" not in str(refused.value)
