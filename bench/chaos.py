"""Is a page lost or said twice when a process is killed? Run: python bench/chaos.py (--help tells more)

Each run: an incident is opened, its ladder has two steps (Maria by Slack and a signed webhook, Jon by Slack
and e-mail), real processes climb it, and one of them is killed with SIGKILL: in half of the runs at a random
moment, in the other half just when Slack is called. Then all that was due must have arrived. The ladder
waits for a second at each step; all else is as in `oakum run`. On SQLite there is one process, and another
one starts; on PostgreSQL there are three, and the others go on.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import json
import os
import random
import socket
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import monotonic, sleep  # noqa: TID251 (a benchmark measures the real time)
from typing import Any

from aiosmtpd.controller import Controller

from bench._chaos import CONTEXT, on_both_stores, shares
from bench._night import keep_watch, open_incident
from bot.clock import system_clock
from bot.engine import people
from bot.sandbox import Channel, Person, Sandbox, Workspace
from bot.settings.load import load
from bot.store import incidents, outbox
from bot.store.store import Store, open_store

LONGEST = 2.5
"""Real seconds from the first step of a ladder to its end."""
GIVEN_UP = 60.0
OAKUM = """\
store: {store}
people:
  maria: {{slack: U{lane}MARIA, email: maria-{lane}@example.com}}
  jon: {{slack: U{lane}JON, email: jon-{lane}@example.com}}
sources: {{lake: {{root: .}}}}
policies:
  night: [{{notify: maria, by: [slack, webhook], wait: 1s}}, {{notify: jon, by: [slack, email], wait: 1s}}]
routes:
  slack: {{api_url: "{slack}", bot_token: xoxb-sandbox, app_token: xapp-sandbox}}
  email: {{smtp: "{smtp}"}}
  webhook: {{url: "{hook}/{lane}", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}
"""
PIPELINE = """\
pipeline: churn
owner: maria
channel: "#churn-{lane}"
policy: night
tables:
  usage: {{source: lake, path: "x/*.parquet", partition: {{column: day}}, feeds: {{model: critical}}}}
"""
COLUMNS = (
    "store",
    "runs",
    "pages lost",
    "said twice",
    "repeated with the same key",
    "unfinished",
    "longest run",
)


@dataclass
class Outside:
    """Slack, a mail server and a webhook's receiver, each of them real, and all that they heard."""

    lanes: int
    hooks: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """How often each (lane, key of the alert, id of the message) came."""
    mails: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each (address, id of the message) came."""

    @contextmanager
    def open(self) -> Iterator[Mapping[str, str]]:
        """Listen; yields the addresses."""
        self.sandbox = Sandbox(self._workspace(), rate_limited=False)
        with self.sandbox, self._mail_server() as smtp, self._receiver() as hook:
            yield {"slack": self.sandbox.api_url, "smtp": smtp, "hook": hook}

    def _workspace(self) -> Workspace:
        lanes = range(self.lanes)
        people = [
            Person(f"U{lane}{name.upper()}", f"{name}{lane}", name, f"{name}-{lane}@example.com")
            for lane in lanes
            for name in ("maria", "jon")
        ]
        channels = [Channel(f"C{lane}CHURN", f"churn-{lane}", [each.id for each in people]) for lane in lanes]
        return Workspace(name="Chaos", people=people, channels=channels)

    @contextmanager
    def _mail_server(self) -> Iterator[str]:
        outside = self

        class Inbox:
            async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
                said = message_from_bytes(envelope.content)
                outside.mails[envelope.rcpt_tos[0], said["Message-ID"]] += 1
                return "250 OK"

        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        controller = Controller(Inbox(), hostname="127.0.0.1", port=port)
        controller.start()
        yield f"smtp://127.0.0.1:{port}"
        controller.stop()

    @contextmanager
    def _receiver(self) -> Iterator[str]:
        outside, lock = self, Lock()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                with lock:
                    heard = (
                        self.path.strip("/"),
                        body["data"]["key"] + body["type"],
                        self.headers["webhook-id"],
                    )
                    outside.hooks[heard] += 1
                sleep(0.02)  # long enough to be cut
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Silent."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            server.handle_error = lambda *_: None  # type: ignore[method-assign] # of callers that were killed
            Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_address[1]}"
            server.shutdown()

    def in_slack(self, lane: int) -> Counter[str]:
        """How often each message of a lane came, by its key."""
        channel = self.sandbox.messages(f"#churn-{lane}")
        threads = [reply for each in channel for reply in self.sandbox.thread(f"#churn-{lane}", each["ts"])]
        direct = [*self.sandbox.messages(f"U{lane}MARIA"), *self.sandbox.messages(f"U{lane}JON")]
        by_ts = {("channel", each["ts"]): each for each in [*channel, *threads]}
        by_ts |= {("direct", each["ts"]): each for each in direct}
        keys = [
            ((each.get("metadata") or {}).get("event_payload") or {}).get("key", "")
            for each in by_ts.values()
        ]
        return Counter(key.partition("@")[0] for key in keys)

    def calls(self) -> int:
        """How often Slack was called."""
        return len(self.sandbox.state.calls)


@dataclass
class Tally:
    """What came of the runs."""

    runs: int = 0
    unfinished: int = 0
    lost: list[str] = field(default_factory=list)
    twice: Counter[str] = field(default_factory=Counter)
    """By route: messages that came again."""
    repeated: Counter[str] = field(default_factory=Counter)
    """By route with a key: messages that came again with it, so that the receiver takes them for one."""
    longest: float = 0.0


class Lane:
    """Runs, one after the other, on a store of their own."""

    def __init__(
        self, number: int, folder: Path, url: str, processes: int, outside: Outside, at: Mapping[str, str]
    ):
        self.number, self.folder, self.outside, self.processes = number, folder, outside, processes
        (folder / "pipelines").mkdir(parents=True)
        (folder / "oakum.yaml").write_text(OAKUM.format(store=url, lane=number, **at))
        (folder / "pipelines" / "churn.yaml").write_text(PIPELINE.format(lane=number))
        self.settings = load(folder, {})
        self.random = random.Random(number)
        self.ids: list[int] = []

    def play(self, runs: int, tally: Tally, lock: Lock) -> None:
        """So many runs; what came of them is added up."""
        with closing(open_store(self.settings.deployment.store)) as store, ExitStack() as alive:
            bots = [self._start(alive) for _ in range(self.processes)]
            for _ in range(runs):
                began = monotonic()
                with store.write() as connection:
                    incident = open_incident(connection, self.settings, system_clock())
                self.ids.append(incident.id)
                self._until_the_kill()
                victim = self.random.randrange(self.processes)
                bots[victim].kill()
                bots[victim].join()
                bots[victim] = self._start(alive)
                finished = self._until_all_is_said(store, incident.id)
                people.resolve(store, incident.id, "maria", system_clock())
                with lock:
                    tally.runs += 1
                    tally.unfinished += not finished
                    tally.longest = max(tally.longest, monotonic() - began)

    def _start(self, alive: ExitStack) -> Any:
        process = CONTEXT.Process(target=keep_watch, args=(self.folder, os.getpid()), daemon=True)
        process.start()
        alive.callback(process.join)
        alive.callback(process.kill)
        return process

    def _until_the_kill(self) -> None:
        until = monotonic() + self.random.uniform(0, LONGEST)
        if self.random.random() < 0.5:
            sleep(max(0.0, until - monotonic()))
            return
        heard = self.outside.calls() + self.random.randrange(1, 8)
        while self.outside.calls() < heard and monotonic() < until:
            sleep(0.0005)

    def _until_all_is_said(self, store: Store, incident: int) -> bool:
        until = monotonic() + GIVEN_UP
        while monotonic() < until:
            with store.read() as connection:
                if incidents.get(connection, incident).next_hop_at is None and not outbox.waiting(connection):
                    return True
            sleep(0.02)
        return False

    def count(self, tally: Tally) -> None:
        """Compare what should have been said with what was heard."""
        slack = self.outside.in_slack(self.number)
        for number in self.ids:
            hops = [(hop, who) for hop, who in enumerate(("maria", "jon"))]
            due = [f"post/{number}"]
            due += [f"page/{number}/1/{hop}/slack/{to}/{who}" for hop, who in hops for to in ("thread", "dm")]
            tally.lost += [key for key in due if not slack[key]]
        tally.twice["slack"] += sum(times - 1 for times in slack.values())
        self._count_hooks(tally)
        self._count_mails(tally)

    def _count_hooks(self, tally: Tally) -> None:
        of_key: dict[str, set[str]] = defaultdict(set)
        for (lane, key, id_), times in self.outside.hooks.items():
            if lane == str(self.number):
                of_key[key].add(id_)
                tally.repeated["webhook"] += times - 1
        tally.twice["webhook"] += sum(len(ids) - 1 for ids in of_key.values())
        rung = sum(key.endswith("incident.triggered") for key in of_key)
        tally.lost += ["a webhook"] * (len(self.ids) - rung)

    def _count_mails(self, tally: Tally) -> None:
        to = f"jon-{self.number}@example.com"
        mails = [times for (whose, _), times in self.outside.mails.items() if whose == to]
        tally.lost += ["a mail"] * (len(self.ids) - len(mails))
        tally.repeated["email"] += sum(times - 1 for times in mails)


def play(what: str, runs: int, lanes: int, processes: int, urls: Iterator[str], folder: Path) -> bool:
    """So many runs on one kind of store; whether a page was lost, or said twice where a key forbids it."""
    tally, lock = Tally(), Lock()
    outside = Outside(lanes)
    with outside.open() as at:
        playing = [
            Lane(number, folder / str(number), next(urls), processes, outside, at) for number in range(lanes)
        ]
        with ThreadPoolExecutor(lanes) as pool:
            list(pool.map(lambda lane, share: lane.play(share, tally, lock), playing, shares(runs, lanes)))
        for lane in playing:
            lane.count(tally)
    return _print(what, tally)


def _print(what: str, tally: Tally) -> bool:
    twice = ", ".join(f"{route} {times}" for route, times in sorted(tally.twice.items()))
    again = ", ".join(f"{route} {times}" for route, times in sorted(tally.repeated.items()))
    cells = (what, tally.runs, len(tally.lost), twice, again, tally.unfinished, f"{tally.longest:.1f} s")
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)
    for key in tally.lost[:20]:
        print(f"lost: {key}", file=sys.stderr)
    return bool(tally.lost or tally.unfinished or tally.twice["webhook"])


if __name__ == "__main__":
    on_both_stores(__doc__, 8, COLUMNS, play)
