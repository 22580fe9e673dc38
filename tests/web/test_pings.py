"""Jobs ping an address, from wherever they run: a real server, real requests."""

from datetime import UTC, date, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bot.clock import StoppedClock
from bot.domain.declared import Deployment, Pipeline
from bot.settings.load import Settings
from bot.store.runs import of_table
from bot.store.store import open_store
from bot.web.pings import ping_routes
from bot.web.server import WebServer, WebStartError
from checks.runs import State

KEY = "a-key-of-our-own-1"
FRIDAY = datetime(2026, 11, 20, 4, tzinfo=UTC)
TABLE = {"source": "lake", "path": "u/*", "partition": {"column": "day"}}


class Bot:
    """What listens, and what it kept."""

    def __init__(self, folder):
        self.clock = StoppedClock(FRIDAY)
        self.store = open_store(f"sqlite:///{folder / 'oakum.db'}", self.clock)
        churn = Pipeline.model_validate(
            {
                "pipeline": "churn",
                "owner": "maria",
                "channel": "#churn",
                "tables": {"usage": TABLE, "plans": TABLE},
            }
        )
        settings = Settings(deployment=Deployment(), pipelines=(churn,), folder=folder)
        self.server = WebServer(ping_routes(self.store, settings, self.clock, KEY), "127.0.0.1", 0)
        self.port = self.server.start()

    def ping(self, what="", key=KEY, pipeline="churn", method="GET"):
        """Call the address, as curl does."""
        address = f"http://127.0.0.1:{self.port}/ping/{key}/{pipeline}{what}"
        with urlopen(Request(address, method=method)) as answer:
            return answer.read().decode()

    def refused(self, *what, **facts):
        """Why a ping was not taken."""
        with pytest.raises(HTTPError) as refused:
            self.ping(*what, **facts)
        with refused.value as answer:
            return answer.read().decode()

    def runs(self, table="usage"):
        """What was kept, the oldest first."""
        with self.store.read() as connection:
            return of_table(connection, "churn", table)


@pytest.fixture
def bot(tmp_path):
    """A bot that listens."""
    made = Bot(tmp_path)
    yield made
    made.server.stop()
    made.store.close()


def test_a_job_says_that_it_begins_and_that_it_ended_well(bot):
    """One run of every table of the pipeline, for the day before."""
    assert bot.ping("/start") == "OK\n"
    (run,) = bot.runs()
    assert (run.partition, run.started, run.finished) == (date(2026, 11, 19), FRIDAY, None)
    bot.clock.move_forward(timedelta(minutes=12))
    bot.ping()
    for table in ("usage", "plans"):
        (run,) = bot.runs(table)
        assert (run.started, run.finished, run.state) == (FRIDAY, bot.clock(), State.SUCCEEDED)


@pytest.mark.parametrize(("what", "said"), [("/fail", "exit status 1"), ("/137", "exit status 137")])
def test_a_job_that_failed_says_so(bot, what, said):
    """By a word, or by its exit status."""
    bot.ping("/start")
    bot.ping(what, method="POST")
    assert [(run.state, run.said) for run in bot.runs()] == [(State.FAILED, said)]


def test_a_job_that_only_says_that_it_ended_is_enough(bot):
    """For one table, and for the day that it names."""
    bot.ping("/success?table=usage&partition=2026-11-17")
    (run,) = bot.runs()
    assert (run.partition, run.started, run.finished) == (date(2026, 11, 17), None, FRIDAY)
    assert bot.runs("plans") == []


def test_what_began_before_midnight_ends_as_what_it_began_as(bot):
    """The partition is that of the beginning."""
    bot.clock.move_to(FRIDAY.replace(hour=23))
    bot.ping("/start")
    bot.clock.move_forward(timedelta(hours=3))
    bot.ping("/0")
    assert [run.partition for run in bot.runs()] == [date(2026, 11, 19)]


def test_a_wrong_ping_is_told_what_is_wrong(bot):
    """And nothing is kept of it."""
    assert bot.refused(key="another-key-of-16") == "wrong key\n"
    assert "there is no pipeline 'chrun'" in bot.refused(pipeline="chrun")
    assert "churn has no table 'usge'" in bot.refused("/start?table=usge")
    assert "none of start, success, fail" in bot.refused("/begin")
    assert "write one like 2026-11-19" in bot.refused("?partition=yesterday")
    assert bot.runs() == []


def test_a_port_that_is_taken_is_told(bot):
    """With what to change."""
    with pytest.raises(WebStartError, match=r"change `web` in oakum\.yaml"):
        WebServer([], "127.0.0.1", bot.port).start()
