"""`oakum check --post`: from cron, without the bot running."""

from datetime import timedelta

import pytest

from bot import cli
from bot.commands import _post

MARIA = "U1MARIA"
FIRST = "usage: 24.4% of sessions are null; the limit is 5% (churn)"


@pytest.fixture
def check_and_post(town, monkeypatch, capsys):
    """Types `oakum check --post` on that Friday; answers with the exit status and what was said."""
    for name, value in town.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("bot.clock.system_clock", town.clock)
    monkeypatch.setattr(_post, "sleep", lambda seconds: town.clock.move_forward(timedelta(seconds=seconds)))

    def typed(*more):
        with pytest.raises(SystemExit) as ended:
            cli.main(["--config", str(town.folder), "check", "--post", *more])
        return ended.value.code, capsys.readouterr()

    return typed


def test_what_was_found_is_posted_once(town, check_and_post):
    """The message of each incident, the digest, its e-mail; an hour later there is nothing more to say."""
    for _ in range(2):
        status, said = check_and_post()
        assert (status, said.err) == (1, "")
        assert "Fix this first" in said.out
        town.post(FIRST)
        town.post("that an earlier row has (churn)")
        town.post("Friday checkup: churn")
        assert len(town.letters("maria@example.com")) == 1
        town.clock.move_forward(timedelta(hours=1))


def test_nobody_is_paged_who_could_not_acknowledge(town, check_and_post):
    """Buttons need the bot: without it no ladder is climbed."""
    check_and_post()
    town.clock.move_forward(timedelta(minutes=30))
    check_and_post()
    assert town.sandbox.messages(MARIA) == []
    assert f"<@{MARIA}>" not in town.thread(FIRST)


def test_what_cannot_be_delivered_is_told_and_kept(town, check_and_post, monkeypatch):
    """Exit status 2; the next time it is tried again."""
    monkeypatch.setattr(_post, "PATIENCE", timedelta(seconds=1))
    town.sandbox.faults.fail("chat.postMessage", 9, error="service_unavailable", status=503)
    status, said = check_and_post()
    assert status == 2
    assert "oakum: not delivered: post/1: Slack is in trouble (HTTP 503)" in said.err
    town.sandbox.faults = type(town.sandbox.faults)()


def test_a_past_day_is_not_posted(check_and_post):
    """People would take it for today."""
    status, said = check_and_post("--as-of", "2026-11-18T09:00")
    assert (status, "leave out --as-of" in said.err) == (2, True)
