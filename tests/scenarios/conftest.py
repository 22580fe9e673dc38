"""A harbour town: a Slack, a mail server, real files, and an Oakum whose clock stands until it is moved."""

import logging
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from bot.app import Oakum, Pace
from bot.clock import StoppedClock
from bot.domain.pace import NONE
from bot.engine.heartbeat import alive
from bot.sandbox import Channel, Command, Person, Sandbox, Workspace
from bot.sandbox.mail import Letter
from bot.sandbox.smtp import MailServer
from bot.settings.load import load
from bot.store import outbox
from bot.store.store import Store, open_store

FRIDAY = datetime(2026, 11, 20, 15, 1, tzinfo=UTC)
"""A minute after the weekly checkup was due."""
MARIA, JON = "U1MARIA", "U2JON"
QUICK = Pace(rounds=0.05, escalations=0.05, connecting=0.05, slack=NONE)
"""Where the clock stands still, no channel could ever stop to rest."""
WORKSPACE = Workspace(
    name="Harbour",
    people=[
        Person(MARIA, "maria", "Maria Rossi", "maria@example.com"),
        Person(JON, "jon", "Jon Adler", "jon@example.com"),
    ],
    channels=[Channel("C1CHURN", "churn", [MARIA, JON])],
    commands=[Command("/pipeline", "Ask Oakum about a pipeline")],
)
OAKUM = """\
store: sqlite:///oakum.db
sources: {lake: {kind: files, root: "LAKE"}}
people:
  maria: {slack: U1MARIA, email: maria@example.com}
  jon: {slack: U2JON, email: jon@example.com}
policies:
  on-call:
    - {notify: maria, by: [slack], wait: 5m}
    - {notify: jon, by: [slack, email], wait: 5m}
routes:
  slack: {mode: socket, api_url: "${TOWN_SLACK}"}
  email: {smtp: "${TOWN_SMTP}", from: "Oakum <oakum@example.com>"}
"""
CHURN = """\
pipeline: churn
owner: maria
channel: "#churn"
policy: on-call
cost: {currency: USD, per_wrong_unit: 12, daily_units: 300}
checkup: {cadence: weekly, at: "CHECKUP"}
tables:
  usage:
    source: lake
    path: usage/day=*/*.parquet
    partition: {column: day, period: day}
    key: [account]
    unique_within: partition
    event_time: seen_at
    loaded_at_field: loaded_at
    feeds: {churn_model: critical}
    columns:
      sessions: {primary: true, weight: 5, null_rate: {limit: 5%}, drift: false}
"""


def write_lake(folder: Path, friday: date, days: int = 30) -> Path:
    """Accounts by day up to a Thursday: three days without many `sessions`, and the last has duplicates."""
    for back in range(days, 0, -1):
        day = friday - timedelta(days=back)
        seen = datetime.combine(day, time(8), UTC)
        keys = list(range(200)) + ([199] * 5 if back == 1 else [])
        lost = 50 if back <= 3 else 2
        columns = {
            "account": keys,
            "sessions": pa.array([None if key < lost else key for key in keys], pa.int64()),
            "seen_at": [seen + timedelta(seconds=at) for at in range(len(keys))],
            "loaded_at": [seen + timedelta(hours=20, seconds=at) for at in range(len(keys))],
        }
        path = folder / "usage" / f"day={day}" / "part.parquet"
        path.parent.mkdir(parents=True)
        parquet.write_table(pa.table(columns), path)
    return folder


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty days up to Thursday 19 November 2026."""
    return write_lake(tmp_path_factory.mktemp("lake"), FRIDAY.date())


@dataclass
class Town:
    """Everything real but the time, which passes when a test says so."""

    folder: Path
    clock: StoppedClock
    sandbox: Sandbox
    mail: MailServer
    environ: dict[str, str]
    closing: ExitStack = field(default_factory=ExitStack)

    def declare(self, lake: Path, checkup: str = "fri 15:00") -> None:
        """Write the configuration."""
        (self.folder / "pipelines").mkdir(exist_ok=True)
        (self.folder / "oakum.yaml").write_text(OAKUM.replace("LAKE", str(lake)))
        (self.folder / "pipelines" / "churn.yaml").write_text(CHURN.replace("CHECKUP", checkup))

    def oakum(self, pace: Pace = QUICK) -> Oakum:
        """Start the bot; it is stopped after the test."""
        bot = Oakum(load(self.folder, self.environ), self.store(), self.clock, pace)
        self.closing.callback(self._stop, bot)
        bot.start()
        return bot

    def _stop(self, bot: Oakum) -> None:
        self.sandbox.drop_sockets()  # else the SDK's receive blocks its own close for three seconds
        bot.stop()

    def store(self) -> Store:
        """The bot's own database."""
        store = open_store(f"sqlite:///{self.folder / 'oakum.db'}", self.clock)
        self.closing.callback(store.close)
        return store

    def wait_for(self, look: Callable[[], Any], seconds: float = 20) -> Any:
        """What can be seen in the town, once it can."""
        try:
            return self.sandbox.wait_for(look, seconds)
        except TimeoutError as error:
            seen = [said(each) for each in self.sandbox.messages("#churn")]
            seen += [f"{each.to}: {each.subject}" for each in self.sandbox.mail.all()]
            raise AssertionError("\n---\n".join(["not seen in the town; there is:", *seen])) from error

    def posts(self, text: str = "") -> list[dict[str, Any]]:
        """The messages of the channel that have this in them, those in threads left out."""
        return [
            each for each in self.sandbox.messages("#churn") if "subtype" not in each and text in said(each)
        ]

    def post(self, text: str) -> dict[str, Any]:
        """The one message with this in it, once it is there."""
        found: list[dict[str, Any]] = self.wait_for(lambda: self.posts(text))
        assert len(found) == 1, [said(each) for each in found]
        return found[0]

    def thread(self, text: str) -> str:
        """Everything in the thread of the message with this in it."""
        return "\n".join(said(each) for each in self.sandbox.thread("#churn", self.post(text)["ts"]))

    def letters(self, to: str) -> list[Letter]:
        """What somebody got by e-mail."""
        return [letter for letter in self.sandbox.mail.all() if letter.to.startswith(to)]

    def wait_in_thread(self, of: str, words: str) -> str:
        """The thread of a message, once this is said in it."""
        self.post(of)
        self.wait_for(lambda: words in self.thread(of))
        return self.thread(of)

    def asked(self, user: str, words: str) -> str:
        """What `/pipeline WORDS` answers."""
        before = len(self.sandbox.ephemerals(user, "#churn"))
        self.sandbox.command(user, "#churn", "/pipeline", words).wait()
        return said(self.wait_for(lambda: self.sandbox.ephemerals(user, "#churn")[before:])[-1])

    def pass_time(self, **passed: float) -> None:
        """Time passes, the engine makes a round, and what is due goes out and is written down."""
        self.clock.move_forward(timedelta(**passed))
        with closing(open_store(f"sqlite:///{self.folder / 'oakum.db'}", self.clock)) as store:
            for _ in range(200):
                self.asked(JON, "help")  # each answer takes a moment, as people do
                with store.read() as connection:
                    waiting = outbox.waiting(connection)
                if not waiting and alive(store, self.clock()).last == self.clock():
                    return
        raise AssertionError(f"{waiting} messages are still waiting")

    def pass_time_until_all_is_delivered(self) -> None:
        """Minutes pass, until no message waits for its next try."""
        with closing(open_store(f"sqlite:///{self.folder / 'oakum.db'}", self.clock)) as store:
            for _ in range(200):
                self.asked(JON, "help")
                with store.read() as connection:
                    if not outbox.waiting(connection):
                        return
                self.clock.move_forward(timedelta(seconds=20))
        raise AssertionError("messages are still waiting")

    def click(self, user: str, on: str, action: str) -> None:
        """Press a button of the message with this in it."""
        done = self.sandbox.click(user, "#churn", self.post(on)["ts"], action).wait()
        assert done.acked, done.error

    def key(self, message: dict[str, Any]) -> str:
        """What the outbox calls a message of Oakum's; a part that rises with each change is left out."""
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        return re.sub(r"(note/\d+)/\d+/", r"\1/…/", str(payload.get("key", "")).partition("@")[0])

    def run(self, *arguments: str, ahead: timedelta = timedelta()) -> "subprocess.Popen[str]":
        """A real process of the command line, whose clock is ahead of ours; it is killed after the test."""
        code = (
            "import sys, datetime, faulthandler, signal, bot.app, bot.clock, bot.cli\n"
            "faulthandler.register(signal.SIGUSR1)\n"
            "now = bot.clock.system_clock\n"
            "bot.clock.system_clock = lambda: now() + datetime.timedelta(seconds=float(sys.argv[1]))\n"
            "bot.cli.main(sys.argv[2:])"
        )
        command = [sys.executable, "-c", code, str(ahead.total_seconds()), "--config", str(self.folder)]
        process = subprocess.Popen(
            [*command, *arguments],
            cwd=Path(__file__).parents[2],
            env=os.environ | self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.closing.callback(_end, process)
        return process

    def ended(self, process: "subprocess.Popen[str]", within: float = 30) -> tuple[str, str]:
        """What a process said that was told to end; if it does not, what its threads wait for.

        Kubernetes waits thirty seconds before it kills.
        """
        try:
            return process.communicate(timeout=within)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGUSR1)  # see `run`
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=2)
            process.kill()
            raise AssertionError(process.communicate()[1]) from None


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def free_port() -> int:
    """A port on which nothing listens, for a Slack that opens later."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def said(message: Any) -> str:
    """Everything that is written in a message or a view."""
    if isinstance(message, dict):
        own = [message["text"]] if isinstance(message.get("text"), str) else []
        return "\n".join([*own, *filter(None, (said(value) for value in message.values()))])
    return "\n".join(filter(None, map(said, message))) if isinstance(message, list) else ""


@pytest.fixture
def make_town(tmp_path: Path, lake: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Callable[..., Town]]:
    """Builds a town; `open_slack=False` leaves its Slack closed at first."""
    caplog.set_level(logging.ERROR, "apscheduler")  # its ticks are quicker here than the rounds
    with ExitStack() as stack:

        def made(open_slack: bool = True, **options: Any) -> Town:
            clock, port = StoppedClock(FRIDAY), free_port()
            sandbox = Sandbox(WORKSPACE, clock, port, **{"rate_limited": False, **options})
            mail = stack.enter_context(MailServer(sandbox.mail))
            stack.callback(sandbox.stop)
            if open_slack:
                sandbox.start()
            environ = {
                "TOWN_SMTP": mail.url,
                "TOWN_SLACK": f"http://127.0.0.1:{port}/api/",
                "SLACK_BOT_TOKEN": sandbox.bot_token,
                "SLACK_APP_TOKEN": sandbox.app_token,
            }
            town = Town(tmp_path, clock, sandbox, mail, environ)
            town.declare(lake)
            stack.push(town.closing)
            return town

        yield made


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    """A town whose Slack is open."""
    return make_town()
