"""What an orchestrator asks: a real server, real requests, a clock that is moved."""

import json
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.clock import StoppedClock
from bot.domain.digest_intent import DigestMail
from bot.engine.heartbeat import ROUND
from bot.engine.own_loops import OwnLoops
from bot.engine.ready import silence
from bot.store import outbox, pulses
from bot.store.store import open_store
from bot.web.health import health_routes
from bot.web.server import WebServer

FRIDAY = datetime(2026, 11, 20, 4, tzinfo=UTC)


class Bot:
    """What listens; Slack is as it is told."""

    def __init__(self, folder):
        self.clock = StoppedClock(FRIDAY)
        self.store = open_store(f"sqlite:///{folder / 'oakum.db'}", self.clock)
        self.slack = ""
        self.own = OwnLoops(self.clock)
        routes = health_routes(self.store, self.clock, lambda: self.slack, self.own.trouble)
        self.server = WebServer(routes, "127.0.0.1", 0)
        self.port = self.server.start()

    def beat(self):
        """A round of the engine ends well."""
        self.own.went_round()
        self.own.looked_at_ladders()
        self.another_beats()

    def another_beats(self):
        """A round of another process on the same store ends well."""
        with self.store.write() as connection:
            pulses.went_well(connection, ROUND, self.clock())

    def ready(self):
        """The status, and each thing that is not well."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz") as answer:
                status, said = answer.status, json.load(answer)
        except HTTPError as error:
            with error:
                status, said = error.code, json.load(error)
        assert said["ready"] == (status == 200)
        return status, {name: thing for name, thing in said["things"].items() if thing != "ok"}


@pytest.fixture
def bot(tmp_path):
    """A bot that listens."""
    made = Bot(tmp_path)
    yield made
    made.server.stop()
    made.store.close()


def test_the_process_lives_before_it_is_ready(bot):
    """Until the first round of the engine it can do nothing for anybody."""
    with urlopen(f"http://127.0.0.1:{bot.port}/healthz") as answer:
        assert answer.read() == b"alive\n"
    assert bot.ready() == (503, {"engine": "no good round since the start"})
    bot.beat()
    assert bot.ready() == (200, {})


def test_an_engine_that_stands_still_is_not_ready(bot):
    """Five minutes without a good round; and a step that fails is named."""
    bot.beat()
    bot.clock.move_forward(timedelta(minutes=6))
    status, things = bot.ready()
    assert (status, list(things)[-1]) == (503, "engine")
    bot.beat()
    with bot.store.write() as connection:
        pulses.failed(connection, "check", bot.clock() + timedelta(seconds=1), "OSError: disk full")
    assert bot.ready() == (503, {"engine": "check: OSError: disk full"})


def test_a_process_that_is_stuck_is_not_ready_although_another_one_lives(bot):
    """The pulses in the store are those of both: each process answers for its own loops, too."""
    bot.beat()
    bot.clock.move_forward(timedelta(minutes=6))
    bot.another_beats()
    stuck = "none ended well since 04:00:00 UTC"
    both = {"this process, its rounds": stuck, "this process, its looks at the ladders": stuck}
    assert bot.ready() == (503, both)
    bot.own.looked_at_ladders()
    assert bot.ready() == (503, {"this process, its rounds": stuck})
    bot.beat()
    assert bot.ready() == (200, {})


def test_slack_that_does_not_answer_is_told_and_where_it_is_not_set_up_nobody_asks(bot):
    """A dead socket looks connected: the last answer counts."""
    bot.beat()
    bot.slack = silence(31.0)
    assert bot.ready() == (503, {"slack": "no answer for 31 s"})
    bot.slack = silence(None)
    assert bot.ready() == (503, {"slack": "has not answered yet"})
    bot.slack = None
    assert bot.ready() == (200, {})
    assert silence(2.0) == ""


def test_a_message_that_does_not_get_out_is_told(bot):
    """A mail that has waited for half an hour."""
    bot.beat()
    mail = DigestMail(checkup=1, person="maria")
    with bot.store.write() as connection:
        outbox.put(connection, [mail], bot.clock())
    assert bot.ready() == (200, {})
    bot.clock.move_forward(timedelta(minutes=31))
    bot.beat()
    assert bot.ready() == (503, {"outbox email": "a message waits since 04:00:00 UTC"})
