"""Calendars as people have them: texts, a file, a real server."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.domain.declared import Deployment, Pipeline
from bot.settings.load import Settings
from bot.store.store import Store, open_store

FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PEOPLE = {"maria": {"slack": "U1MARIA", "email": "maria@example.com"}, "jon": {"slack": "U2JON"}}


def _calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN"]
    for number, event in enumerate(events):
        own = [] if "UID:" in event else [f"UID:{number}"]
        lines += ["BEGIN:VEVENT", *own, "DTSTAMP:20260101T000000Z", *event.split("\n"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@pytest.fixture
def calendar() -> Callable[..., bytes]:
    """A calendar of these events, each the lines that it has beside the usual ones."""
    return _calendar


@pytest.fixture
def week() -> bytes:
    """Maria is on call in the week from Monday, 16 November 2026, at nine."""
    berlin = "TZID=Europe/Berlin"
    return _calendar(f"SUMMARY:Maria\nDTSTART;{berlin}:20261116T090000\nDTEND;{berlin}:20261123T090000")


class Server:
    """What a calendar's server answers, and what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.asked = 200, b"", list[Any]()
        self.headers: dict[str, str] = {}
        self.url = ""


@pytest.fixture
def server() -> Iterator[Server]:
    """A real one."""
    said = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said.asked.append(self.headers)
            same = "etag" in said.headers and self.headers.get("if-none-match") == said.headers["etag"]
            self.send_response(304 if same else said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not same:
                self.wfile.write(said.body)

        def log_message(self, *_: Any) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
        said.url = f"http://127.0.0.1:{listening.server_address[1]}/s3cret/oncall.ics"
        yield said
        listening.shutdown()


@pytest.fixture
def clock() -> StoppedClock:
    """It is Friday, half past nine."""
    return StoppedClock(FRIDAY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(f"sqlite:///{tmp_path / 'oakum.db'}")
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    """Makes a deployment in which a calendar says who is on call for churn."""

    def make(address: str, **more: Any) -> Settings:
        facts = {
            "people": PEOPLE,
            "timezone": "Europe/Berlin",
            "schedules": {"primary": {"calendar": address, **more}},
        }
        table = {"source": "lake", "path": "x", "partition": {"column": "day"}}
        churn = {"pipeline": "churn", "owner": "maria", "channel": "#churn", "tables": {"usage": table}}
        return Settings(
            deployment=Deployment.model_validate(facts),
            pipelines=(Pipeline.model_validate(churn),),
            folder=tmp_path,
        )

    return make
