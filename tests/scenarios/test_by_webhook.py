"""A team whose administrators approve no app: Oakum posts by an incoming webhook, and nobody can click."""

import json
import re
import shlex
import shutil
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pyarrow.parquet as parquet
import pytest

from bot import cli
from bot.clock import system_clock
from bot.commands import _post
from bot.engine.heartbeat import alive
from bot.sandbox.content import all_blocks
from bot.sandbox.validate import elements_of
from bot.store import outbox
from bot.store.undelivered import undelivered

MARIA, JON = "U1MARIA", "U2JON"
ROUTES = """\
routes:
  slack_webhook: {}
  email: {smtp: "${TOWN_SMTP}", from: "Oakum <oakum@example.com>"}
"""
LOST = "24.4% of sessions are null; the limit is 5%"


@pytest.fixture
def harbour(town, make_lake):
    """The town without an app: one address, in the variable of its usual name."""
    lake = make_lake()
    town.declare(lake)
    path = town.folder / "oakum.yaml"
    said, _, _ = path.read_text().replace("[slack", "[slack_webhook").partition("routes:")
    path.write_text(said + ROUTES)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        del town.environ[name]
    town.environ["SLACK_WEBHOOK_URL"] = town.sandbox.webhooks.add("#churn")
    return SimpleNamespace(town=town, lake=lake)


@pytest.fixture
def make_lake(lake, tmp_path):
    """A lake that the test may change: the same files, in a folder of its own."""

    def made():
        return shutil.copytree(lake, tmp_path / "lake")

    return made


@pytest.fixture
def check_and_post(harbour, monkeypatch, capsys):
    """Types `oakum check --post`; answers with the exit status and what was told besides."""
    town = harbour.town
    for name, value in town.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("bot.clock.system_clock", town.clock)
    monkeypatch.setattr(_post, "sleep", lambda seconds: town.clock.move_forward(timedelta(seconds=seconds)))

    def typed():
        with pytest.raises(SystemExit) as ended:
            cli.main(["--config", str(town.folder), "check", "--post"])
        return ended.value.code, capsys.readouterr().err

    return typed


def mend(lake, friday):
    """Somebody loads the bad days again, with the sessions and without the duplicates."""
    good = parquet.ParquetFile(lake / "usage" / f"day={friday - timedelta(days=10)}" / "part.parquet").read()
    for back in (1, 2, 3):
        day = friday - timedelta(days=back)
        path = lake / "usage" / f"day={day}" / "part.parquet"
        table, later = parquet.ParquetFile(path).read().slice(0, 200), good.column("sessions")
        parquet.write_table(table.set_column(1, "sessions", later), path)


def said_and_done(town, look):
    """What is in the channel, once it is there and written down that it is."""
    found, store = town.wait_for(look), town.store()

    def is_delivered():
        with store.read() as connection:
            return not outbox.waiting(connection)

    for _ in range(200):
        with suppress(TimeoutError):
            town.sandbox.wait_for(is_delivered, 0.1)
            return found
    raise AssertionError("messages are still waiting")


def test_from_a_finding_to_its_end_in_the_channel(harbour):
    """It is told when it is found, when somebody is paged, and when it is over, and no app was asked for."""
    town = harbour.town
    town.oakum()
    opened = town.wait_for(lambda: town.posts(f"Fix this first · usage: {LOST}"))[0]
    paged = town.wait_for(lambda: town.posts(f"<@{MARIA}> *Fix this first"))[0]
    assert float(opened["ts"]) < float(paged["ts"])
    assert "*jon* is next at" in json.dumps(paged)
    assert re.search(r"`oakum ack \d+` takes it", json.dumps(opened))
    said_and_done(town, lambda: town.posts("Friday checkup: churn"))
    assert town.posts(f"<@{JON}>") == []

    town.clock.move_forward(timedelta(minutes=6))
    town.wait_for(lambda: town.posts(f"<@{JON}> *Fix this first"))
    (letter,) = said_and_done(town, lambda: town.letters("jon@example.com"))
    assert re.search(r"Please acknowledge: type “oakum ack \d+ --who jon” where Oakum runs", letter.text)
    town.clock.move_forward(timedelta(minutes=6))
    said_and_done(town, lambda: town.posts("everybody on the ladder was paged, nobody has acknowledged"))

    mend(harbour.lake, date(2026, 11, 20))
    before = len(town.posts())
    town.clock.move_forward(timedelta(hours=18, minutes=30))
    over = town.wait_for(lambda: town.posts(f"✅ *Resolved · usage: {LOST}"))[0]
    assert "gone since" in json.dumps(over)
    assert len(town.posts()) > before

    said = town.sandbox.messages("#churn")
    assert not any(elements_of(block) for message in said for block in all_blocks(message))
    assert all("thread_ts" not in message and "edited" not in message for message in said)
    assert town.sandbox.state.calls == []
    assert town.sandbox.messages(MARIA) == []


def test_what_the_messages_say_can_be_typed(harbour, monkeypatch, capsys):
    """Maria types the line of her page: the channel hears it, and Jon is not paged; at last she signs off."""
    town = harbour.town
    monkeypatch.setattr("bot.clock.system_clock", town.clock)

    def types(line):
        with pytest.raises(SystemExit) as ended:
            cli.main(["--config", str(town.folder), *shlex.split(line)[1:]])
        return ended.value.code

    def line(message, verb):
        return re.search(rf"`(oakum {verb}[^`]*)`", json.dumps(message)).group(1)

    town.oakum()
    paged = town.wait_for(lambda: town.posts(f"<@{MARIA}> *Fix this first"))[0]
    opened = town.wait_for(lambda: town.posts("Nobody can answer here"))[0]
    digest = said_and_done(town, lambda: town.posts("Friday checkup: churn"))[0]
    assert types(line(paged, "ack")) == 0
    news = said_and_done(town, lambda: town.posts("👀 *Fix this first"))[0]
    assert "*maria* has it since" in json.dumps(news)
    town.clock.move_forward(timedelta(minutes=20))
    store = town.store()
    town.wait_for(lambda: alive(store, town.clock()).last == town.clock())
    assert types(line(paged, "ack").replace("maria", "jon")) == 1

    assert types(line(opened, "resolve") + " --cause 'patched: <!channel>' --who maria") == 0
    over = said_and_done(town, lambda: town.posts("✅ *Resolved"))[0]
    assert "patched, not fixed, by *maria*" in json.dumps(over)
    assert "<!channel>" not in json.dumps(town.posts())
    assert town.posts(f"<@{JON}>") == town.letters("jon@example.com") == []
    assert types(line(digest, "sign-off") + " --who maria") == 0
    assert "on the record that maria looked" in capsys.readouterr().out


def test_from_cron_it_is_posted_once(harbour, check_and_post):
    """`oakum check --post` with nothing but the address: each incident, the digest, and nobody is paged."""
    town = harbour.town
    for _ in range(2):
        assert check_and_post() == (1, "")
        assert len(town.posts("Fix this first")) == 2  # the incident, and the digest, which names it
        assert len(town.posts("Friday checkup: churn")) == 1
        assert "<@" not in json.dumps(town.posts())
        assert "is the first to be paged, once the bot runs" in json.dumps(town.posts())
        town.clock.move_forward(timedelta(hours=1))


def test_a_channel_gets_a_message_a_second(harbour, check_and_post):
    """However much is found, and pages first: Slack never asks for patience."""
    town = harbour.town
    check_and_post()
    at = [float(message["ts"]) for message in town.sandbox.messages("#churn")]
    assert len(at) >= 3
    assert min(later - earlier for earlier, later in pairwise(at)) >= 1
    assert "Friday checkup" in json.dumps(town.sandbox.messages("#churn")[-1])


def test_a_channel_may_have_an_address_of_its_own(harbour):
    """What is for another channel goes by the common one."""
    town = harbour.town
    own = town.sandbox.webhooks.add("#churn")
    path = town.folder / "oakum.yaml"
    path.write_text(
        path.read_text().replace("slack_webhook: {}", 'slack_webhook: {channels: {"#churn": "${OWN}"}}')
    )
    town.environ |= {"OWN": own}
    town.sandbox.webhooks.remove(town.environ["SLACK_WEBHOOK_URL"])  # whoever posts by it is refused
    town.oakum()
    said_and_done(town, lambda: town.posts("Friday checkup: churn"))
    with town.store().read() as connection:
        assert undelivered(connection) == ()


def test_from_cron_an_address_that_was_mended_is_tried_again(harbour, check_and_post, monkeypatch):
    """What Slack refused for good is told with what to change; the next run goes by the new address."""
    town = harbour.town
    town.sandbox.webhooks.remove(town.environ["SLACK_WEBHOOK_URL"])
    status, said = check_and_post()
    assert (status, "make another one in Slack" in said) == (2, True)
    monkeypatch.setenv("SLACK_WEBHOOK_URL", town.sandbox.webhooks.add("#churn"))
    assert check_and_post() == (1, "")
    assert len(town.posts("Fix this first")) == 2
    assert check_and_post() == (1, "")
    assert len(town.posts("Friday checkup: churn")) == 1


def test_what_waits_for_a_route_that_was_taken_out_troubles_nobody(harbour, check_and_post, monkeypatch):
    """Their address was removed, and the team goes on by mail alone: each run would fail for ever."""
    town = harbour.town
    town.sandbox.webhooks.remove(town.environ["SLACK_WEBHOOK_URL"])
    assert check_and_post()[0] == 2
    path = town.folder / "oakum.yaml"
    with_address = path.read_text()
    path.write_text(with_address.replace("  slack_webhook: {}\n", "").replace("[slack_webhook", "[email"))
    assert check_and_post() == (1, "")

    path.write_text(with_address)
    monkeypatch.setenv("SLACK_WEBHOOK_URL", town.sandbox.webhooks.add("#churn"))
    assert check_and_post() == (1, "")
    assert len(town.posts("Friday checkup: churn")) == 1


def test_two_that_post_at_once_say_nothing_twice(harbour):
    """Cron and a CI job, each a process of its own: each message stands there once, and none is missing."""
    town = harbour.town
    ahead = town.clock() - system_clock()
    both = [town.run("check", "--post", ahead=ahead) for _ in range(2)]
    for each in both:
        assert town.ended(each, 90)[1] == ""
        assert each.returncode == 1
    said = [message["text"].partition(" (")[0] for message in town.posts()]
    assert len(said) == len(set(said)) == 3, said
    assert len(town.letters("maria@example.com")) == 1
