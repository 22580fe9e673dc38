"""Slack is away, in trouble, asks for patience, refuses us: nothing is lost, and nothing said twice."""

import logging
import threading
from collections import Counter
from datetime import timedelta

import pytest

from bot import cli

MARIA, JON = "U1MARIA", "U2JON"
FIRST = "usage: 24.4% of sessions are null; the limit is 5% (churn)"


def everything_once(town):
    """What was said in the channel, its threads and to Maria, each thing once."""
    channel = town.sandbox.messages("#churn")
    threads = [reply for each in channel for reply in town.sandbox.thread("#churn", each["ts"])]
    keys = {each["ts"]: town.key(each) for each in [*channel, *threads, *town.sandbox.messages(MARIA)]}
    counted = Counter(key for key in keys.values() if key)
    assert set(counted.values()) == {1}, counted
    return set(counted)


def test_slack_is_away_at_the_start(make_town):
    """The e-mail leaves; when Slack is back the messages appear, each once, and questions are answered."""
    town = make_town(open_slack=False)
    town.oakum()
    town.wait_for(lambda: town.letters("maria@example.com"))
    town.sandbox.start()
    town.clock.move_forward(timedelta(minutes=2))  # the next try is due
    town.wait_for(lambda: town.sandbox.connections)
    town.pass_time_until_all_is_delivered()  # a try that was under way meanwhile waits once more
    town.post(FIRST)
    assert "churn is broken" in town.asked(JON, "health")
    everything_once(town)


def test_slack_is_in_trouble_for_a_while(town):
    """Some calls fail, some did what they should without saying so; e-mail does not wait for them."""
    town.sandbox.faults.fail("chat.postMessage", 2, error="service_unavailable", status=503)
    town.sandbox.faults.fail("conversations.history", 1, error="internal_error")
    town.oakum()
    town.wait_for(lambda: town.letters("maria@example.com"))
    town.pass_time_until_all_is_delivered()
    town.post(FIRST)
    town.post("Friday checkup: churn")
    everything_once(town)


def test_slack_asks_for_patience(town):
    """After a 429 the channel is left alone for as long as Slack asked."""
    town.sandbox.faults.limit("chat.postMessage", retry_after=40)
    town.oakum()
    town.wait_for(lambda: town.sandbox.calls("chat.postMessage"))
    town.wait_for(lambda: town.letters("maria@example.com"))
    town.clock.move_forward(timedelta(seconds=39))
    town.asked(JON, "help")
    assert town.posts() == []
    town.pass_time_until_all_is_delivered()  # an answer that was under way counts its patience from later on
    town.post(FIRST)
    everything_once(town)


def test_slack_asks_for_patience_at_the_start(town):
    """That is no refusal: the bot starts, and connects a little later."""
    town.sandbox.faults.limit("auth.test")
    town.oakum()
    town.wait_for(lambda: town.sandbox.connections)
    town.post(FIRST)
    assert "churn is broken" in town.asked(JON, "health")


def test_slack_refuses_us_when_it_is_back(make_town, caplog):
    """The bot cannot end any more: e-mail still leaves. It says in its log what to change."""
    refused = threading.Event()

    class Listener(logging.Handler):
        def emit(self, record):
            if record.getMessage().startswith("Slack refuses us: invalid_auth: "):
                refused.set()

    town = make_town(open_slack=False)
    town.environ["SLACK_BOT_TOKEN"] = "xoxb-revoked"
    logging.getLogger("bot.app").addHandler(listener := Listener())
    try:
        town.oakum()
        town.sandbox.start()
        assert refused.wait(20)
        town.wait_for(lambda: town.letters("maria@example.com"))
    finally:
        logging.getLogger("bot.app").removeHandler(listener)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        (
            "SLACK_BOT_TOKEN",
            "xoxb-wrong",
            "invalid_auth: Slack does not know the bot token: set SLACK_BOT_TOKEN to",
        ),
        ("SLACK_APP_TOKEN", "xapp-wrong", "invalid_auth: set SLACK_APP_TOKEN to an app-level token"),
    ],
)
def test_slack_refuses_a_token(town, variable, value, said):
    """One clear line, exit status 2, and nothing was begun: of a real process, with what libraries log."""
    town.environ[variable] = value
    process = town.run("run")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert err.startswith(f"oakum: {said}")
    assert err.count("\n") == 1, err
    assert town.posts() == []
    assert town.sandbox.mail.all() == []


@pytest.mark.parametrize("key", ["bot_token", "app_token"])
def test_slack_refuses_a_token_of_the_file(town, key):
    """It is to be changed there, by the variable that stands there."""
    path = town.folder / "oakum.yaml"
    path.write_text(path.read_text().replace("slack: {", f"slack: {{{key}: ${{TOWN_TOKEN}}, "))
    town.environ["TOWN_TOKEN"] = f"{'xoxb' if key == 'bot_token' else 'xapp'}-wrong"
    line = 1 + path.read_text().partition("TOWN_TOKEN")[0].count("\n")
    process = town.run("run")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert f"set TOWN_TOKEN ({path}:{line}: routes.slack.{key}) to " in err
    assert err.startswith("oakum: invalid_auth: ")
    assert err.count("\n") == 1, err


def test_a_token_that_is_not_set_is_told(town, monkeypatch, capsys):
    """By the name of its variable."""
    monkeypatch.setenv("TOWN_SMTP", "smtp://localhost:1")
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "TOWN_SLACK"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemExit) as ended:
        cli.main(["--config", str(town.folder), "run"])
    assert ended.value.code == 2
    assert "SLACK_BOT_TOKEN is not set in the environment" in capsys.readouterr().err
