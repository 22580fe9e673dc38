"""The commands of a team that has but an address: doctor, drill, who-gets, and what each of them says."""

import pytest

from bot.clock import system_clock
from bot.sandbox import Channel, Person, Sandbox, Workspace

WORKSPACE = Workspace(
    name="Harbor",
    people=[Person("U1MARIA", "maria", "Maria Silva", "maria@example.com")],
    channels=[Channel("C1CHURN", "churn", ["U1MARIA"])],
)
ROUTES = (
    "  jon: {}\npolicies: {p: [{notify: maria, by: [slack_webhook]}, {notify: jon, by: [slack_webhook]}]}\n"
)
HOOK = 'routes: {slack_webhook: {channels: {"#billing": "${BILLING_WEBHOOK_URL}"}}}\n'


@pytest.fixture
def slack():
    """A Slack in which an administrator has made an address."""
    with Sandbox(WORKSPACE, system_clock, rate_limited=False) as sandbox:
        yield sandbox


@pytest.fixture
def hooked(company, words, slack, monkeypatch):
    """The company with it; billing has an address of its own, as Slack makes them."""
    company.declare("oakum.yaml", words.oakum + ROUTES + HOOK)
    company.declare("pipelines/churn.yaml", words.churn + "policy: p\n")
    monkeypatch.setenv("SLACK_WEBHOOK_URL", slack.webhooks.add("#churn"))
    monkeypatch.setenv("BILLING_WEBHOOK_URL", "https://hooks.slack.com/services/T1/B1/secret")
    return company


def test_doctor_says_what_does_not_work_in_one_line(hooked):
    """Nothing is to be mended; what cannot be told without posting is said, and nothing is posted."""
    ran = hooked.oakum("doctor")
    assert (ran.status, ran.err) == (0, "")
    assert "ok       slack_webhook: only posts, each thing as a message of its own: no buttons" in ran.out
    assert "people answer where Oakum runs: oakum ack, resolve, snooze, assign, go, sign-off\n" in ran.out
    assert "unknown  slack_webhook: routes.slack_webhook.url is not at hooks.slack.com" in ran.out
    assert "unknown  person jon: is named there, and not rung: add people.jon.slack" in ran.out
    assert "to mend" not in ran.out
    assert "secret" not in ran.out


def test_doctor_without_the_variable_says_which(hooked, monkeypatch):
    """The other things are looked at all the same."""
    monkeypatch.delenv("SLACK_WEBHOOK_URL")
    ran = hooked.oakum("doctor")
    assert ran.status == 1
    assert "routes.slack_webhook.url: SLACK_WEBHOOK_URL is not set in the environment" in ran.out


def test_a_real_post_in_the_channel_of_the_address(hooked, slack):
    """It stays there, and says that nothing is wrong."""
    ran = hooked.oakum("doctor", "--live", "#churn")
    assert "ok       live: post by routes.slack_webhook.url: done: look whether it is in the right" in ran.out
    assert "Nothing is wrong" in slack.messages("#churn")[0]["text"]


def test_a_drill_comes_to_the_channel(hooked, slack):
    """A second apart, with what notes the receipt; the note is taken."""
    ran = hooked.oakum("drill", "--policy", "p", "--who", "maria")
    assert (ran.status, ran.err) == (0, "")
    jons, marias = slack.messages("#churn")
    assert float(marias["ts"]) - float(jons["ts"]) > 0.5  # a second when sent; the first may be held up
    assert marias["text"].startswith("<@U1MARIA> 🔔 *This is a drill*")
    assert "`oakum drill --came maria:slack_webhook` notes it" in str(marias)
    came = hooked.oakum("drill", "--came", "maria:slack_webhook")
    assert "maria by Slack's webhook (p): came" in came.out


def test_who_gets_says_that_nobody_is_woken(hooked):
    """Slack does not break through do-not-disturb, however it is posted."""
    ran = hooked.oakum("who-gets", "churn")
    assert ran.status == 0
    assert "maria, by slack_webhook, which does not wake" in ran.out
    assert "nobody is woken" in ran.out


def test_a_check_needs_no_address(hooked, words, monkeypatch):
    """Only --post does."""
    for name in ("SLACK_WEBHOOK_URL", "BILLING_WEBHOOK_URL"):
        monkeypatch.delenv(name)
    assert hooked.oakum("check", "--as-of", words.morning).status == 1
    ran = hooked.oakum("check", "--post")
    assert (ran.status, "SLACK_WEBHOOK_URL is not set" in ran.err) == (2, True)
