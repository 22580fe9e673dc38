"""A pier: a Slack, a mail server and somebody's machine, all real, and ladders over the three of them."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import event

from bench._night import open_incident
from bot.clock import StoppedClock
from bot.deliveries import deliveries
from bot.engine import people
from bot.engine.escalate import escalate
from bot.routes import slack_client
from bot.sandbox import Channel, Person, Sandbox, Workspace
from bot.sandbox.smtp import MailServer
from bot.settings.load import Settings, load
from bot.store import outbox
from bot.store.store import Store, open_store

NIGHT = datetime(2026, 11, 20, 22, tzinfo=UTC)
MARIA, JON = "U1MARIA", "U2JON"
GIVES_UP = 0.4
"""Seconds that Slack has for an answer here; ten in `oakum run`."""
WORKSPACE = Workspace(
    name="Pier",
    people=[
        Person(MARIA, "maria", "Maria Rossi", "maria@example.com"),
        Person(JON, "jon", "Jon Adler", "jon@example.com"),
    ],
    channels=[Channel("C1CHURN", "churn", [MARIA, JON])],
)
OAKUM = """\
store: sqlite:///oakum.db
sources: {lake: {kind: files, root: .}}
people:
  maria: {slack: U1MARIA, email: maria@example.com}
  jon: {slack: U2JON, email: jon@example.com}
policies:
  night:
    - {notify: maria, by: [slack, email, webhook], wait: 5m}
    - {notify: jon, by: [slack, email, webhook], wait: 5m}
routes:
  slack: {mode: socket, bot_token: xoxb-sandbox, app_token: xapp-sandbox, api_url: "${PIER_SLACK}"}
  email: {smtp: "${PIER_SMTP}", from: "Oakum <oakum@example.com>"}
  webhook: {url: "${PIER_HOOK}", secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw}
"""
CHURN = """\
pipeline: churn
owner: maria
channel: "#churn"
policy: night
tables: {usage: {source: lake, path: "x/*.parquet", partition: {column: day}, feeds: {model: critical}}}
"""


@dataclass
class Pier:
    """Everything real but the time, which passes when a test says so."""

    clock: StoppedClock
    sandbox: Sandbox
    settings: Settings
    store: Store
    ways: dict[str, Callable[[], object | None]]
    pool: ThreadPoolExecutor
    hooks: list[tuple[datetime, str, str]]
    incidents: list[int] = field(default_factory=list)

    def begin(self, count: int = 2) -> None:
        """So many incidents open, and their first steps are taken; nothing is sent yet."""
        with self.store.write() as connection:
            for number in range(count):
                opened = open_incident(connection, self.settings, self.clock(), number)
                self.incidents.append(opened.id)
        self.climb()

    def climb(self, **passed: float) -> None:
        """Time passes, with all that waits for another try in it; the steps that are then due are taken."""
        self.pass_time(timedelta(**passed))
        escalate(self.store, self.settings, self.clock())

    def pass_time(self, passed: timedelta) -> None:
        """What is postponed is tried again at its time."""
        end = self.clock() + passed
        while (due := self._next_due()) is not None and due < end:
            self.clock.move_to(max(due, self.clock()))
            self.deliver()
        self.clock.move_to(end)

    def _next_due(self) -> datetime | None:
        with self.store.read() as connection:
            return outbox.next_due(connection, "slack", self.clock())

    def acts(self, act: Callable[..., Any], who: str, *more: Any) -> None:
        """A second later somebody does something with each incident, and again."""
        self.pass_time(timedelta(seconds=1))
        for number in self.incidents:
            assert not isinstance(act(self.store, number, who, self.clock(), *more), Exception)

    def send(self) -> dict[str, Future[None]]:
        """Each route begins to deliver what is due."""
        return {name: self.pool.submit(_all, way) for name, way in self.ways.items()}

    def deliver(self) -> None:
        """Each route delivers what is due; the others are done before Slack is waited for."""
        for _, going in sorted(self.send().items(), key=lambda each: each[0] == "slack"):
            going.result(20)

    def until_all_is_said(self) -> None:
        """Minutes pass, until nothing waits for another try."""
        for _ in range(200):
            self.deliver()
            with self.store.read() as connection:
                if not outbox.waiting(connection):
                    return
            self.clock.move_forward(timedelta(seconds=7))
        raise AssertionError("messages are still waiting")

    def story(self, planned: Callable[[], object] = lambda: None) -> None:
        """A night: two incidents, nobody answers, then Maria has them, Jon gets them, and they are over.

        `planned` happens each time before something is sent.
        """
        steps: list[Callable[[], None]] = [
            self.begin,
            partial(self.climb, minutes=5),
            partial(self.climb, minutes=5),
            partial(self.acts, people.acknowledge, "maria"),
            partial(self.acts, people.hand_over, "maria", "jon"),
            partial(self.acts, people.resolve, "jon", "it was the export"),
        ]
        for step in steps:
            step()
            planned()
            self.deliver()
        self.until_all_is_said()

    def elsewhere(self) -> list[tuple[datetime, str, str]]:
        """What left by e-mail and by webhook: when, by which, and what."""
        mails = [(_at(each.ts), "email", f"{each.to}: {each.subject}") for each in self.sandbox.mail.all()]
        return sorted([*mails, *self.hooks])

    def in_slack(self, incident: int) -> list[str]:
        """The keys of all that was said of an incident in the channel and its thread, in order."""
        channel = self.sandbox.messages("#churn")
        (root,) = [each for each in channel if _key(each) == f"post/{incident}"]
        return [_key(each) for each in [root, *self.sandbox.thread("#churn", root["ts"])]]

    def directly(self) -> list[str]:
        """The keys of all direct messages."""
        return sorted(_key(each) for who in (MARIA, JON) for each in self.sandbox.messages(who))


def _all(way: Callable[[], object | None]) -> None:
    while way() is not None:
        pass


def _at(ts: str) -> datetime:
    return datetime.fromtimestamp(int(ts.partition(".")[0]), UTC)


def _key(message: dict[str, Any]) -> str:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return str(payload.get("key", "")).partition("@")[0]


@contextmanager
def machine(clock: StoppedClock, heard: list[tuple[datetime, str, str]]) -> Iterator[str]:
    """Somebody's machine that is told by a webhook; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            heard.append((clock(), "webhook", f"{body['data']['key'].partition('@')[0]}: {body['type']}"))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/oakum"
        server.shutdown()


@pytest.fixture(scope="session")
def piers(tmp_path_factory: pytest.TempPathFactory) -> Callable[[ExitStack], Pier]:
    """Builds piers; each is closed with its stack."""

    def made(stack: ExitStack) -> Pier:
        folder, clock = tmp_path_factory.mktemp("pier"), StoppedClock(NIGHT)
        sandbox = Sandbox(WORKSPACE, clock, rate_limited=False).start()
        stack.callback(sandbox.stop)
        hooks: list[tuple[datetime, str, str]] = []
        environ = {
            "PIER_SLACK": sandbox.api_url,
            "PIER_SMTP": stack.enter_context(MailServer(sandbox.mail)).url,
            "PIER_HOOK": stack.enter_context(machine(clock, hooks)),
        }
        settings = _declared(folder, environ)
        store = open_store(f"sqlite:///{folder / 'oakum.db'}", clock)
        event.listen(store.engine, "connect", _without_waiting_for_the_disk)
        stack.callback(store.close)
        ways = dict(deliveries(store, settings, clock, lambda: "https://pier.slack.com/"))
        pool = stack.enter_context(ThreadPoolExecutor(len(ways)))
        return Pier(clock, sandbox, settings, store, ways, pool, hooks)

    return made


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _declared(folder: Path, environ: dict[str, str]) -> Settings:
    (folder / "pipelines").mkdir()
    (folder / "oakum.yaml").write_text(OAKUM)
    (folder / "pipelines" / "churn.yaml").write_text(CHURN)
    return load(folder, environ)


@pytest.fixture
def pier(piers: Callable[[ExitStack], Pier], monkeypatch: pytest.MonkeyPatch) -> Iterator[Pier]:
    """A pier whose Slack may be given up soon."""
    monkeypatch.setattr(slack_client, "web_client", partial(slack_client.web_client, timeout=GIVES_UP))
    with ExitStack() as stack:
        yield piers(stack)


@pytest.fixture
def patient_pier(piers: Callable[[ExitStack], Pier]) -> Iterator[Pier]:
    """A pier whose Slack has as long for an answer as in `oakum run`."""
    with ExitStack() as stack:
        yield piers(stack)


@pytest.fixture(scope="session")
def unharmed(piers: Callable[[ExitStack], Pier]) -> Iterator[Pier]:
    """The night of a Slack that is well."""
    with ExitStack() as stack:
        made = piers(stack)
        made.story()
        yield made
