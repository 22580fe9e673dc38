"""`oakum doctor`: each thing of the set-up on a line, with what to do about it."""

import json
import socket
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from bot.clock import StoppedClock
from bot.commands.manifest import BOT_SCOPES
from bot.sandbox import Channel, Group, Person, Sandbox, Workspace

WORKSPACE = Workspace(
    name="Harbor",
    people=[Person("U1MARIA", "maria", "Maria Silva", "maria@example.com")],
    channels=[
        Channel("C1CHURN", "churn", ["U1MARIA"]),
        Channel("C2BILLING", "billing", ["U1MARIA"], with_bot=False),
    ],
    groups=[Group("S1SQUAD", "churn-squad", "The churn squad", ["U1MARIA"])],
)
ROUTES = """\
policies:
  first: [{notify: maria, by: [slack, email]}, {notify: jon}]
routes:
  slack: {bot_token: xoxb-sandbox, app_token: "${APP_TOKEN}", api_url: "API"}
  email: {smtp: "smtp://127.0.0.1:PORT"}
"""


@pytest.fixture
def slack():
    """A Slack in which the bot has been invited to #churn, and not to #billing."""
    clock = StoppedClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
    with Sandbox(WORKSPACE, clock, scopes=frozenset(BOT_SCOPES), rate_limited=False) as sandbox:
        yield sandbox


@pytest.fixture
def port():
    """Of a mail server that takes everything."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    controller = Controller(Sink(), hostname="127.0.0.1", port=free)
    controller.start()
    yield free
    controller.stop()


@pytest.fixture
def routed(company, words, slack, port, monkeypatch):
    """The company with both routes set up."""
    people = "  jon: {slack: U9GONE}\n"
    routes = ROUTES.replace("API", slack.api_url).replace("PORT", str(port))
    company.declare("oakum.yaml", words.oakum + people + routes)
    monkeypatch.setenv("APP_TOKEN", "xapp-sandbox")
    return company


def test_a_set_up_that_works_says_so_line_by_line(company):
    """Without routes there is nobody to be told, which is no mistake."""
    ran = company.oakum("doctor")
    assert ran.status == 0, ran.out
    assert "ok       configuration: 2 pipelines, 2 tables can be used" in ran.out
    assert f"ok       store: sqlite:///{company.config / 'oakum.db'}, at revision" in ran.out
    assert "ok       table churn.usage: 35 partitions, the newest 2026-11-19" in ran.out
    assert "unknown  routes: none can be used, so nobody is told" in ran.out


def test_what_is_proposed_by_init_passes(company):
    """Without a hand being laid on it."""
    for path in [*company.config.glob("*.yaml"), *company.config.glob("pipelines/*")]:
        path.unlink()
    assert company.oakum("init", str(company.data), "--all").status == 0
    ran = company.oakum("doctor")
    assert (ran.status, ran.err) == (0, "")
    assert "to mend" not in ran.out


def test_what_is_to_be_mended_is_told_with_what_to_do(company, words):
    """And the other things are looked at all the same."""
    company.declare("oakum.yaml", words.oakum.replace("oakum.db", "nowhere/oakum.db"))
    company.declare("pipelines/churn.yaml", words.churn.replace("      sessions:", "      sesions:"))
    company.declare("pipelines/billing.yaml", words.billing.replace("path: inv", "path: unv"))
    company.declare("pipelines/third.yaml", "pipeline: third\n")
    ran = company.oakum("doctor")
    assert ran.status == 1
    assert "to mend  store: store sqlite:///" in ran.out
    written = f"{company.config}/pipelines/churn.yaml:17: tables.usage.columns.sesions"
    said = "table usage has no column sesions (did you mean sessions?); its columns are account, sessions"
    assert f"to mend  table churn.usage: {written}: {said}" in ran.out
    assert "to mend  table billing.invoices: no file matches" in ran.out
    assert "to mend  configuration: " in ran.out
    assert "third.yaml:1: owner: is missing" in ran.out
    assert "Traceback" not in ran.out + ran.err


def test_a_kind_that_the_column_is_not_is_told(company, words):
    """By doctor and by check, with the place to mend; the other checks go on."""
    wrong = words.churn + "      account: {kind: numeric, drift: true}\n"
    company.declare("pipelines/churn.yaml", wrong)
    said = "column `account` is declared `kind: numeric` and holds string: mend tables.usage.columns.account"
    ran = company.oakum("doctor")
    assert ran.status == 1
    assert f"to mend  table churn.usage: {said}" in ran.out
    checked = company.oakum("check", "--as-of", words.morning)
    assert checked.status == 2
    assert f"could not check usage: {said}" in checked.out
    assert "  1. [page] usage: 20% of `sessions` are null" in checked.out


def test_what_is_not_acted_on_is_told(company, words):
    """It is no mistake, and does nothing."""
    company.declare("pipelines/churn.yaml", words.churn + "    prediction: {score: p}\n")
    ran = company.oakum("doctor")
    assert ran.status == 0
    assert "tables.usage.prediction is read but not acted on by this version" in ran.out


def test_partitions_that_cannot_be_read_are_named(company):
    """The first three of them."""
    company.own_data()
    for day in range(10, 15):
        (company.data / "usage" / f"day=2026-11-{day}" / "part.parquet").write_bytes(b"PAR1")
    ran = company.oakum("doctor")
    assert ran.status == 1
    assert "ok       table churn.usage: 30 partitions" in ran.out
    assert ran.out.count("part.parquet: cannot be read") == 3
    assert "to mend  table churn.usage: … and 2 more partitions cannot be read" in ran.out


def test_a_configuration_that_cannot_be_read_ends_with_two(company):
    """There is nothing to examine."""
    company.declare("oakum.yaml", "sorces: {}\n")
    ran = company.oakum("doctor")
    assert (ran.status, ran.out) == (2, "")
    assert "oakum.yaml:1: sorces: is no key that is known here" in ran.err


def test_slack_and_mail_are_asked_and_nothing_is_sent(routed, slack):
    """The bot is in one channel and not in the other; one person is in the workspace, one is not."""
    ran = routed.oakum("doctor")
    assert ran.status == 1
    assert "ok       Slack's bot token: is taken, in the workspace Harbor" in ran.out
    assert "ok       Slack's app token: is taken" in ran.out
    assert "ok       channel #churn: of churn: the bot is in it" in ran.out
    assert "to mend  channel #billing: of billing: the bot is not in it: type /invite @Oakum there" in ran.out
    assert "ok       maria in Slack: U1MARIA is Maria Silva (UTC)" in ran.out
    assert "to mend  jon in Slack: user_not_found" in ran.out
    assert "ok       e-mail: the server greets us and lets us in" in ran.out
    assert "ok       policy first: maria, then jon; there it ends" in ran.out
    assert "unknown  pipeline churn: has no policy" in ran.out
    assert not slack.messages("#churn")


def test_a_user_group_is_looked_at(routed, slack):
    """A team whose members Slack keeps."""
    oakum = routed.config / "oakum.yaml"
    oakum.write_text(oakum.read_text() + "teams: {squad: {slack_group: S1SQUAD}, gone: {slack_group: S9}}\n")
    said = routed.oakum("doctor").out
    assert "ok       squad in Slack: S1SQUAD is @churn-squad, 1 member" in said
    assert "to mend  gone in Slack: nobody hears of a page: S9 is no user group of this workspace" in said


def test_a_token_that_is_not_set_is_to_be_mended(routed, monkeypatch):
    """The other routes and the tables are looked at all the same; no token is printed."""
    monkeypatch.delenv("APP_TOKEN")
    ran = routed.oakum("doctor")
    assert ran.status == 1
    assert "to mend  routes: " in ran.out
    assert "APP_TOKEN is not set in the environment" in ran.out
    assert "ok       e-mail: the server greets us" in ran.out
    assert "ok       table churn.usage" in ran.out
    assert "xoxb-sandbox" not in ran.out + ran.err


def test_a_mail_server_that_is_not_there_is_unknown(routed, words, slack):
    """It may be back in a minute."""
    routes = ROUTES.replace("API", slack.api_url).replace("PORT", "9")
    routed.declare("oakum.yaml", words.oakum + "  jon: {slack: U1MARIA}\n" + routes)
    assert "unknown  e-mail: 127.0.0.1:9 did not answer" in routed.oakum("doctor").out


def test_an_address_that_apprise_does_not_understand_is_to_be_mended(company, words, caplog):
    """Of a person, too; it holds a key, and is not shown."""
    people = "  jon: {apprise: 'nfty://secret-of-jon'}\n  ana: {apprise: 'ntfys://ntfy.sh/topic'}\n"
    routes = "routes: {apprise: {url: 'opsgeny://111-secret'}}\n"
    company.declare("oakum.yaml", words.oakum + people + routes)
    ran = company.oakum("doctor")
    said = "apprise does not understand this address: see github.com/caronc/apprise/wiki"
    assert ran.status == 1
    assert f"to mend  apprise: routes.apprise.url: {said}" in ran.out
    assert f"to mend  apprise: people.jon.apprise: {said}" in ran.out
    assert "people.ana" not in ran.out
    assert "secret" not in ran.out + ran.err + caplog.text
    company.declare("oakum.yaml", words.oakum + routes.replace("opsgeny://111-secret", "ntfys://ntfy.sh/a"))
    assert "ok       apprise: is set up" in company.oakum("doctor").out


def test_a_program_can_read_it(company):
    """One object, with as many entries as there are lines."""
    said = json.loads(company.oakum("doctor", "--format", "json").out)
    assert (said["schema"], said["to_mend"]) == (1, 0)
    assert {thing["state"] for thing in said["things"]} == {"ok", "unknown"}
    assert {thing["what"] for thing in said["things"]} >= {"store", "table churn.usage", "routes"}


def test_a_real_workspace_is_proven_in_a_minute(routed, slack):
    """A message comes and goes in the channel that is named; the rest of the examination is made too."""
    ran = routed.oakum("doctor", "--live", "#churn")
    for step in ("post in #churn", "edit it", "delete it"):
        assert f"ok       live: {step}: done (" in ran.out
    assert "unknown  live: react to it: left out, since the app lacks reactions:write" in ran.out
    assert "ok       channel #churn: of churn: the bot is in it" in ran.out
    assert not slack.messages("#churn")


def test_each_step_is_told_to_a_program_with_its_seconds(routed, slack):
    """What was not timed has none. The name will do without its mark, which shells take for a comment."""
    ran = routed.oakum("doctor", "--live", "billing", "--format", "json")
    (step,) = [thing for thing in json.loads(ran.out)["things"] if "seconds" in thing]
    assert (step["what"], step["state"]) == ("live: post in #billing", "to mend")
    assert step["said"].startswith("not_in_channel: ")
    assert 0 <= step["seconds"] < 10
    assert ran.status == 1


def test_in_http_mode_the_door_is_looked_at_instead_of_the_app_token(company, words, slack, monkeypatch):
    """No bot runs yet: that is told, with what to do; the signing secret is not printed."""
    way = f"routes: {{slack: {{mode: http, bot_token: xoxb-sandbox, api_url: '{slack.api_url}'}}}}\n"
    company.declare("oakum.yaml", words.oakum + way + "web: {ping_key: aaaaaaaaaaaaaaaa, port: 9}\n")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "0123456789abcdef")
    ran = company.oakum("doctor")
    assert "unknown  Slack's calls: nothing answers at http://127.0.0.1:9/slack/events: start" in ran.out
    assert "app token" not in ran.out
    assert "0123456789abcdef" not in ran.out + ran.err


@pytest.mark.parametrize("name", ["", "#", "U1MARIA", "@maria", "#Churn Data"])
def test_only_a_channel_can_be_posted_to(company, name):
    """A person is not to be written to by mistake."""
    ran = company.oakum("doctor", "--live", name)
    assert ran.status == 2
    assert "is no channel: write it as" in ran.err


def test_without_slack_nothing_can_be_proven(company):
    """That is said, and it is no ok."""
    ran = company.oakum("doctor", "--live", "#churn")
    assert ran.status == 1
    assert "to mend  live: nothing could be posted: routes.slack is not set up" in ran.out
