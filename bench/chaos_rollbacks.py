"""Is a model rolled back twice when a process is killed? Run: python bench/chaos_rollbacks.py --help

Each run: a countdown has just ended, real processes look at it, and one of them is killed with SIGKILL, in
half of the runs at a random moment, in the other half just when the webhook that rolls back is called. A new
one takes its place. Then the calls for each version are counted: never more than one.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import json
import os
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import monotonic, sleep  # noqa: TID251 (a benchmark measures the real time)
from typing import Any

from sqlalchemy import update

from bench._chaos import CONTEXT, on_both_stores, shares
from bench._night import open_incident, roll_back_until_killed
from bot.clock import system_clock
from bot.domain.rollback import LEASE, UNFINISHED, Rollback, Stand
from bot.domain.rollback_intent import RollbackPost
from bot.settings.load import load
from bot.store import outbox, rollbacks
from bot.store.store import Store, open_store
from bot.store.tables import outbox as messages

LONGEST = 0.6
"""Real seconds that a rollback takes, about."""
OAKUM = """\
store: {store}
people: {{maria: {{slack: U1MARIA}}}}
sources: {{lake: {{root: .}}}}
policies: {{night: [{{notify: maria}}, {{rollback: model}}]}}
routes: {{slack: {{bot_token: xoxb-1, app_token: xapp-1}}}}
rollbacks:
  model:
    by: webhook
    url: "{at}/{lane}"
    status_url: "{at}/{lane}"
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    enabled: true
    verified_within: 1m
    allowed: [maria]
"""
PIPELINE = """\
pipeline: churn
owner: maria
channel: "#churn"
policy: night
tables: {usage: {source: lake, path: "x/*.parquet", partition: {column: day}, feeds: {model: critical}}}
"""


@dataclass
class Deployer:
    """Serves a version for each lane, goes back when it is called, and counts the calls."""

    serves: dict[str, Mapping[str, str]] = field(default_factory=dict)
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each (lane, version) was rolled back."""
    heard: int = 0

    @contextmanager
    def open(self) -> Iterator[str]:
        """Listen; yields the address."""
        deployer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(json.dumps(deployer.serves[self.path.strip("/")]).encode())

            def do_POST(self) -> None:
                data = json.loads(self.rfile.read(int(self.headers["content-length"])))["data"]
                deployer.calls[self.path.strip("/"), data["from"]] += 1
                deployer.heard += 1
                sleep(random.uniform(0, 0.05))  # long enough to be cut
                lane = self.path.strip("/")
                if (
                    deployer.serves[lane]["version"] == data["from"]
                ):  # not if a newer one was deployed meanwhile
                    deployer.serves[lane] = {"version": data["to"]}
                self.answer(b"{}")

            def answer(self, said: bytes) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_: Any) -> None:
                """Silent."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            server.handle_error = lambda *_: None  # type: ignore[method-assign] # of callers that were killed
            Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_address[1]}"
            server.shutdown()

    def deploys(self, lane: str, version: str) -> None:
        """A new version, the day before yesterday."""
        at = system_clock() - timedelta(days=2)
        self.serves[lane] = {
            "version": version,
            "previous": f"before-{version}",
            "deployed_at": at.isoformat(),
        }


@dataclass
class Lane:
    """Runs, one after the other, on a store of their own."""

    number: int
    folder: Path
    url: str
    processes: int
    deployer: Deployer
    at: str

    def play(self, runs: int) -> Counter[str]:
        """So many runs; how they ended."""
        (self.folder / "pipelines").mkdir(parents=True)
        (self.folder / "oakum.yaml").write_text(OAKUM.format(store=self.url, at=self.at, lane=self.number))
        (self.folder / "pipelines" / "churn.yaml").write_text(PIPELINE)
        self.settings, chance = load(self.folder, {}), random.Random(self.number)
        with closing(open_store(self.settings.deployment.store)) as store, ExitStack() as alive:
            bots = [self._start(alive) for _ in range(self.processes)]
            for run in range(runs):
                self.deployer.deploys(str(self.number), f"v{run}")
                self._ripe(store, run)
                self._until_the_kill(chance)
                victim = chance.randrange(self.processes)
                bots[victim].kill()
                bots[victim].join()
                bots[victim] = self._start(alive)
                self._until_it_was_claimed(store, run)
            self._until_all_have_ended(store)
            with store.read() as connection:
                return Counter(rollbacks.get(connection, run + 1).stand.value for run in range(runs))

    def _until_it_was_claimed(self, store: Store, run: int) -> None:
        """By whoever died, or by whoever came after."""
        until = monotonic() + 30
        while monotonic() < until:
            with store.read() as connection:
                if rollbacks.get(connection, run + 1).stand is not Stand.COUNTING:
                    return
            sleep(0.01)

    def _until_all_have_ended(self, store: Store) -> None:
        """What the dead had claimed is looked at when their lease is over, and never done again."""
        until = monotonic() + LEASE.total_seconds() + 60
        while monotonic() < until:
            with store.read() as connection:
                if not rollbacks.unfinished(connection):
                    return
            sleep(0.5)

    def _start(self, alive: ExitStack) -> Any:
        process = CONTEXT.Process(target=roll_back_until_killed, args=(self.folder, os.getpid()), daemon=True)
        process.start()
        alive.callback(process.join)
        alive.callback(process.kill)
        return process

    def _ripe(self, store: Store, run: int) -> None:
        """The countdown of a version ends now, and Slack has shown it."""
        now, version = system_clock(), f"v{run}"
        with store.write() as connection:
            incident = open_incident(connection, self.settings, now, run)
            counting = Rollback(
                incident=incident.id,
                round=1,
                name="model",
                asked_at=now - timedelta(minutes=6),
                look_at=now,
                stand=Stand.COUNTING,
                version=version,
                previous=f"before-{version}",
                deployed_at=now - timedelta(days=2),
                ends_at=now,
            )
            rollbacks.ask(connection, counting)
            (kept,) = rollbacks.of_incident(connection, incident.id)
            post = RollbackPost(incident=incident.id, rollback=kept.id, channel="#churn")
            outbox.put(connection, [post], now)
            seen = {"state": "sent", "sent_at": now - timedelta(minutes=6), "receipt": {"ts": "1"}}
            connection.execute(update(messages).where(messages.c.key == post.key).values(**seen))

    def _until_the_kill(self, chance: random.Random) -> None:
        """At a random moment, or as soon as the webhook is called."""
        until, at_the_call = monotonic() + chance.uniform(0, LONGEST), chance.random() < 0.5
        heard = self.deployer.heard
        while monotonic() < until and not (at_the_call and self.deployer.heard > heard):
            sleep(0.0005)


def play(what: str, runs: int, lanes: int, processes: int, urls: Iterator[str], folder: Path) -> bool:
    """So many runs on one kind of store; whether anything was rolled back twice, or never came to an end."""
    deployer, ends = Deployer(), Counter[str]()
    with deployer.open() as at, ThreadPoolExecutor(lanes) as pool:
        playing = [Lane(n, folder / str(n), next(urls), processes, deployer, at) for n in range(lanes)]
        for found in pool.map(Lane.play, playing, shares(runs, lanes)):
            ends += found
    return _print(what, ends, deployer)


def _print(what: str, ends: Counter[str], deployer: Deployer) -> bool:
    twice = sum(times - 1 for times in deployer.calls.values())
    said = ", ".join(f"{end} {times}" for end, times in sorted(ends.items()))
    print(f"| {what} | {ends.total()} | {twice} | {len(deployer.calls)} | {said} |", flush=True)
    unfinished = [end for end in ends if Stand(end) in UNFINISHED]
    return bool(twice or unfinished)


if __name__ == "__main__":
    on_both_stores(__doc__, 4, ("store", "runs", "rolled back twice", "called", "ends"), play)
