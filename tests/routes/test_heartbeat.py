"""A sign of life to somebody outside, who listens."""

import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from bot.routes.heartbeat import EVERY, Heartbeat


class Outside:
    """Whoever listens, how often they were called, and what they answer."""

    def __init__(self) -> None:
        self.calls, self.status, self.now = 0, 200, 0.0

    def stopwatch(self) -> float:
        """Seconds, which pass when a test says so."""
        return self.now


@pytest.fixture
def outside() -> Iterator[tuple[Outside, str]]:
    """A real listener, and its address."""
    told = Outside()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.calls += 1
            self.send_response(told.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield told, f"http://127.0.0.1:{server.server_address[1]}/s3cret"
        server.shutdown()


def test_it_is_called_once_a_minute_and_only_while_all_is_well(outside: tuple[Outside, str]) -> None:
    """After trouble the first good round calls at once."""
    told, url = outside
    heart = Heartbeat(url, told.stopwatch)
    heart.beat(lambda: False)
    assert told.calls == 0
    heart.beat(lambda: True)
    told.now = EVERY - 1
    heart.beat(lambda: True)
    assert told.calls == 1
    told.now = EVERY
    heart.beat(lambda: False)
    assert told.calls == 1
    heart.beat(lambda: True)
    assert told.calls == 2


def test_somebody_who_does_not_listen_is_said_once_and_stops_nothing(
    outside: tuple[Outside, str], caplog: pytest.LogCaptureFixture
) -> None:
    """The address is a secret; it is not in the log."""
    caplog.set_level(logging.WARNING)
    told, url = outside
    heart, told.status = Heartbeat(url, told.stopwatch), 500
    for _ in range(2):
        heart.beat(lambda: True)
        told.now += EVERY
    assert told.calls == 2
    assert caplog.text.count("it answered 500") == 1
    gone = Heartbeat("http://127.0.0.1:1/s3cret", told.stopwatch)
    gone.beat(lambda: True)
    Heartbeat("http://[", told.stopwatch).beat(lambda: True)
    assert caplog.text.count("mend heartbeat.url") == 3
    assert "s3cret" not in caplog.text
