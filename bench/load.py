"""How soon is a hop claimed with 5,000 open incidents? Run: python bench/load.py (--help tells more)

All first steps come due at once; then one at a time, while the others wait; then a hundred, after a restart.
The route takes everything at once. `oakum run` looks at the ladders every second.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time  # noqa: TID251 (a benchmark measures the real time)
from typing import Any

from sqlalchemy import update

from bench._chaos import databases
from bench._night import open_incident
from bot.clock import StoppedClock
from bot.engine import people
from bot.engine.deliver import deliver
from bot.engine.escalate import escalate
from bot.engine.loop import steps, tick
from bot.routes.outcome import Receipt
from bot.settings.load import Settings, load
from bot.store.store import Store, open_store
from bot.store.tables import incidents, outbox

START = datetime(2026, 11, 20, 22, tzinfo=UTC)
OAKUM = """\
store: {store}
people: {{maria: {{slack: U1MARIA}}, jon: {{slack: U1JON}}}}
sources: {{lake: {{root: .}}}}
policies: {{night: [{{notify: maria, wait: 1h}}, {{notify: jon, wait: 1h}}]}}
routes: {{slack: {{bot_token: xoxb-1, app_token: xapp-1}}}}
"""
PIPELINE = """\
pipeline: churn
owner: maria
channel: "#churn"
policy: night
tables: {usage: {source: lake, path: "x/*.parquet", partition: {column: day}, feeds: {model: critical}}}
"""


class Answers:
    """A route that takes everything at once."""

    searchable = True

    def send(self, parcel: Any, message: Any) -> Receipt:
        return Receipt({"channel": "C1", "ts": str(parcel.id)})

    def find(self, parcel: Any) -> None:
        return None


class Load:
    """A store full of open incidents."""

    def __init__(self, folder: Path, url: str, count: int) -> None:
        (folder / "pipelines").mkdir(parents=True)
        (folder / "oakum.yaml").write_text(OAKUM.format(store=url))
        (folder / "pipelines" / "churn.yaml").write_text(PIPELINE)
        self.clock, self.count = StoppedClock(START), count
        self.settings: Settings = load(folder, {})
        self.store: Store = open_store(self.settings.deployment.store, self.clock)
        with self.store.write() as connection:
            for number in range(count):
                open_incident(connection, self.settings, self.clock(), number)

    def deliver(self, most: int | None = None) -> int:
        """All that waits, or so many; returns how many went out."""
        sent = 0
        while sent != most and deliver(self.store, "slack", lambda *_: "", Answers(), self.clock) is not None:
            sent += 1
        return sent

    def escalate(self) -> tuple[int, float]:
        """A look at the ladders: how many were climbed, and the seconds it took."""
        began = perf_counter()
        return escalate(self.store, self.settings, self.clock()), perf_counter() - began

    def round(self) -> float:
        """A round of the engine, with checks that have nothing to do; the seconds it took."""
        began = perf_counter()
        assert tick(self.store, steps(self.store, self.settings, _no_checks)[:4], self.clock())
        return perf_counter() - began

    def click(self, act: Any) -> float:
        """Somebody presses a button of the last incident; the seconds it took."""
        began = perf_counter()
        act(self.store, self.count, "maria", self.clock())
        return perf_counter() - began

    def clear(self) -> None:
        """All that was said went out a while ago: nobody answered, and the next step's time comes."""
        with self.store.write() as connection:
            gone = {
                "state": "sent",
                "sent_at": START,
                "written_at": START,
                "receipt": {"channel": "C1", "ts": "1"},
            }
            connection.execute(update(outbox).values(**gone))

    def due(self, first: int, most: int) -> None:
        """The next steps of so many incidents, beginning with one, are due now; of the others tomorrow."""
        mine = (incidents.c.id >= first) & (incidents.c.id < first + most)
        with self.store.write() as connection:
            later = update(incidents).values(next_hop_at=self.clock() + timedelta(days=1))
            connection.execute(later)
            connection.execute(update(incidents).where(mine).values(next_hop_at=self.clock()))


def _no_checks(*_: Any) -> Any:
    raise AssertionError("no checks in this benchmark")


def measure(load: Load) -> Iterator[tuple[str, str]]:
    """What was measured, and the figure."""
    climbed, took = load.escalate()
    assert climbed == load.count
    yield "all first steps due at once, claimed in", f"{took:.1f} s ({took / climbed * 1000:.1f} ms each)"
    began, sent = perf_counter(), load.deliver(300)
    yield "a delivery while thousands wait", f"{(perf_counter() - began) / sent * 1000:.1f} ms"
    load.clear()
    load.clock.move_forward(timedelta(hours=2))
    load.due(1, 0)
    yield "a look with nothing due", f"{max(load.escalate()[1] for _ in range(5)):.3f} s"
    began = process_time()
    yield "a round with nothing due", f"{load.round():.2f} s ({process_time() - began:.2f} s of CPU)"
    waits = []
    for number in range(1, 51):
        load.due(number, 1)
        climbed, took = load.escalate()
        assert climbed == 1, climbed
        waits.append(took)
    yield "one step due, claimed in (the longest of 50)", f"{max(waits):.3f} s, after a wait of 1 s at most"
    began, sent = perf_counter(), load.deliver(10)
    yield "its first ten messages delivered in", f"{perf_counter() - began:.2f} s"
    yield "a person acknowledges one", f"{load.click(people.acknowledge):.2f} s"
    people.resolve(load.store, load.count - 1, "maria", load.clock())  # ranks all, as the checks do
    yield "a person resolves it, and the first twenty are ranked anew", f"{load.click(people.resolve):.2f} s"
    load.due(100, 100)
    load.store.close()
    began = perf_counter()
    load.store = open_store(load.settings.deployment.store, load.clock)
    climbed, _ = load.escalate()
    load.deliver(200)
    yield (
        f"after a restart, {climbed} overdue steps and the first 200 pages out in",
        f"{perf_counter() - began:.1f} s",
    )


def main() -> None:
    """Print a Markdown table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--incidents", type=int, default=5000, help="how many are open (5000)")
    count = asked.parse_args().incidents
    print(f"| with {count:,} open incidents | store | measured |\n| --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="oakum-load-") as name:
        folder = Path(name)
        with databases(folder) as urls:
            for kind, url in (("SQLite", f"sqlite:///{folder}/load.db"), ("PostgreSQL", next(urls))):
                load = Load(folder / kind, url, count)
                with closing(load.store):
                    for what, figure in measure(load):
                        print(f"| {what} | {kind} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
