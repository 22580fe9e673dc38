"""A shop that writes a file a day; its bot looks at nine in the morning, and Slack shows what it says."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as parquet
import pytest

from bot.app import audit_function
from bot.clock import StoppedClock
from bot.deliveries import deliveries
from bot.engine.check import check
from bot.sandbox import Channel, Person, Sandbox, Workspace
from bot.settings.load import load
from bot.store.store import open_store

TUESDAY = date(2026, 5, 12)
DAYS = 36
OAKUM = """\
store: sqlite:///oakum.db
timezone: ZONE
sources: {lake: {kind: files, root: lake}}
people: {maria: {slack: U1MARIA}}
policies: {day: [{notify: maria, by: [slack], wait: 5m}]}
routes: {slack: {mode: socket, bot_token: xoxb-sandbox, app_token: xapp-sandbox, api_url: "${SHOP_SLACK}"}}
"""
SHOP = """\
pipeline: shop
owner: maria
channel: "#shop"
policy: day
tables:
  orders:
    source: lake
    path: orders/day=*/*
    partition: {column: day, period: day}
    EVENT_TIME
    columns:
      email: {null_rate: true, drift: false}
      code: {format: "AB-%Y", drift: false}
"""


@dataclass
class Day:
    """What is unlike other days: by local time, which rows are kept, and which are without e-mail or have
    a code in another format."""

    keeps: Callable[[datetime], bool] = lambda _: True
    loses: Callable[[datetime], bool] = lambda _: False
    garbles: Callable[[datetime], bool] = lambda _: False


@dataclass
class Shop:
    """Orders by the minute, fewer at night, up to one Tuesday; then the morning after."""

    folder: Path
    stack: ExitStack
    zone: str = "Europe/Berlin"
    form: str = "parquet"
    event_time: str = "at"
    last: date = TUESDAY
    unlike: dict[date, Day] = field(default_factory=dict)

    def opens(self) -> None:
        """Write every day, let the checks run on the morning after the last, and deliver all that is said."""
        for back in range(DAYS, -1, -1):
            self._write(self.last - timedelta(days=back))
        morning = datetime.combine(self.last + timedelta(days=1), time(9), ZoneInfo(self.zone))
        clock = StoppedClock(morning.astimezone(UTC))
        workspace = Workspace(
            name="Shop",
            people=[Person("U1MARIA", "maria", "Maria Rossi", "maria@example.com")],
            channels=[Channel("C1SHOP", "shop", ["U1MARIA"])],
        )
        self.sandbox = Sandbox(workspace, clock, rate_limited=False).start()
        self.stack.callback(self.sandbox.stop)
        settings = self._declared()
        store = open_store(f"sqlite:///{self.folder / 'oakum.db'}", clock)
        self.stack.callback(store.close)
        check(store, settings, audit_function(settings, store.profiles), settings.pipelines, clock())
        ways = deliveries(store, settings, clock, lambda: "https://shop.slack.com/")
        for name in ("slack", "pictures", "slack"):
            while ways[name]() is not None:
                pass

    def plots(self) -> list[str]:
        """What the pictures in all threads say to those who cannot see them."""
        roots = self.sandbox.messages("#shop")
        replies = [each for root in roots for each in self.sandbox.thread("#shop", root["ts"])]
        blocks = [block for each in replies for block in each.get("blocks", [])]
        return [block["alt_text"] for block in blocks if block["type"] == "image"]

    def _declared(self) -> Any:
        (self.folder / "pipelines").mkdir()
        (self.folder / "oakum.yaml").write_text(OAKUM.replace("ZONE", self.zone))
        event_time = f"event_time: {self.event_time}" if self.event_time else ""
        (self.folder / "pipelines" / "shop.yaml").write_text(SHOP.replace("EVENT_TIME", event_time))
        return load(self.folder, {"SHOP_SLACK": self.sandbox.api_url})

    def _write(self, day: date) -> None:
        rng, unlike, zone = np.random.default_rng(day.toordinal()), self.unlike.get(day, Day()), self.zone
        start = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
        end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
        moments = [start + timedelta(seconds=at) for at in range(0, int((end - start).total_seconds()), 30)]
        local = [each.astimezone(ZoneInfo(zone)) for each in moments]
        kept = [
            each for each in local if rng.random() < (0.2 if each.hour < 6 else 0.9) and unlike.keeps(each)
        ]
        columns = {
            "at": pa.array([each.astimezone(UTC) for each in kept], pa.timestamp("s", "UTC")),
            "date": pa.array([day] * len(kept), pa.date32()),
            "email": pa.array(
                [None if unlike.loses(each) else "a@example.com" for each in kept], pa.string()
            ),
            "code": [
                f"{'ab' if unlike.garbles(each) else 'AB'}-{2000 + at % 25}" for at, each in enumerate(kept)
            ],
        }
        path = self.folder / "lake" / "orders" / f"day={day}" / f"part.{self.form}"
        path.parent.mkdir(parents=True)
        write = parquet.write_table if self.form == "parquet" else csv.write_csv
        write(pa.table(columns), path)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop whose days are all alike, until a test says otherwise."""
    with ExitStack() as stack:
        yield Shop(tmp_path, stack)


@pytest.fixture(name="day")
def of_a_day() -> type[Day]:
    """Says what is unlike other days."""
    return Day
