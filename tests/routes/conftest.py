"""A small workspace to post into, the parcels that the outbox hands over, and real servers that listen."""

import json
import shutil
import socket
import ssl
import subprocess
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from bot.clock import StoppedClock
from bot.domain.alert_intent import IncidentAlert, IncidentAlertUpdate
from bot.domain.declared import Person
from bot.domain.intent import Intent
from bot.messages.alert import Action, Alert
from bot.routes.slack import SlackRoute
from bot.routes.slack_client import web_client
from bot.sandbox import Channel, Sandbox, Workspace
from bot.sandbox import Person as Member
from bot.store.outbox import Parcel

FRIDAY = datetime(2013, 2, 15, 20, 0, tzinfo=UTC)
WORKSPACE = Workspace(
    name="Harbor Air",
    people=[Member("U1MARIA", "maria", "Maria Silva", "maria@harbor.example")],
    channels=[
        Channel("C1FLIGHTS", "flights", ["U1MARIA"]),
        Channel("C2RANDOM", "random", ["U1MARIA"], with_bot=False),
    ],
)
PEOPLE = {
    "maria": Person(slack="U1MARIA", email="maria@harbor.example"),
    "ghost": Person(),
    "gone": Person(slack="U9GONE", email="gone@harbor.example"),
}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A running Slack without the rate limit."""
    with Sandbox(WORKSPACE, StoppedClock(FRIDAY), rate_limited=False) as running:
        yield running


@pytest.fixture
def route(sandbox: Sandbox) -> SlackRoute:
    """The way out to that Slack; it waits half a second for an answer."""
    return SlackRoute(web_client(sandbox.bot_token, sandbox.api_url, timeout=1), PEOPLE)


@pytest.fixture
def parcel() -> Callable[..., Parcel]:
    """Makes parcels as the outbox claims them."""

    def made(
        intent: Intent, root: Mapping[str, str] | None = None, *, id_: int = 1, unsure: bool = False
    ) -> Parcel:
        return Parcel(id=id_, intent=intent, attempt=1, unsure=unsure, root=root, written_at=FRIDAY)

    return made


@pytest.fixture
def people() -> Mapping[str, Person]:
    """The people of the configuration."""
    return PEOPLE


@pytest.fixture
def clock() -> StoppedClock:
    """It is Friday."""
    return StoppedClock(FRIDAY)


@pytest.fixture
def mail_server() -> Iterator[Callable[..., Controller]]:
    """Starts real SMTP servers with the given handlers; they are stopped at the end."""
    with ExitStack() as running:

        def started(handler: Any, **settings: Any) -> Controller:
            with socket.socket() as probe:  # the controller cannot tell which port it was given
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            controller = Controller(handler, hostname="127.0.0.1", port=port, **settings)
            controller.start()
            running.callback(controller.stop)
            return controller

        yield started


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key, made for this run."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate of this test")
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "certificate.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext"
    ask = [*command.split(), "subjectAltName=IP:127.0.0.1", "-out", str(made[0]), "-keyout", str(made[1])]
    subprocess.run(ask, check=True, capture_output=True)
    return made


@pytest.fixture
def encryption(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    """The server's side of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def trust(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    """Our side, which knows that certificate."""
    return ssl.create_default_context(cafile=str(certificate[0]))


@dataclass
class Service:
    """A machine of somebody else's: what it was told, and what it answers next (status, headers, body)."""

    url: str
    heard: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    answers: deque[tuple[int, Mapping[str, str], Mapping[str, Any]]] = field(default_factory=deque)

    def bodies(self) -> list[Any]:
        """What it was told, as JSON."""
        return [json.loads(body) for _, _, body in self.heard]


@pytest.fixture(params=[False])
def service(request: pytest.FixtureRequest, encryption: ssl.SSLContext) -> Iterator[Service]:
    """A real server by HTTP, by HTTPS where asked; it says yes to all, unless it is told otherwise."""
    secure: bool = request.param

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            said.heard.append((self.path, {key.lower(): value for key, value in self.headers.items()}, body))
            key = json.loads(body).get("dedup_key", "none")
            yes = (202, {}, {"status": "success", "dedup_key": key})
            status, headers, answer = said.answers.popleft() if said.answers else yes
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: Any) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if secure:
            server.socket = encryption.wrap_socket(server.socket, server_side=True)
        said = Service(f"http{'s' if secure else ''}://127.0.0.1:{server.server_address[1]}")
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield said
        server.shutdown()


@pytest.fixture
def alert() -> Callable[..., Alert]:
    """Makes what a service is told."""

    def made(action: Action = Action.TRIGGER, **changes: Any) -> Alert:
        facts: dict[str, Any] = {
            "summary": "flights: 24 % of delays are null",
            "pipeline": "flights",
            "table": "departures",
            "check": "null_rate",
            "at": FRIDAY,
            "person": "maria",
            "details": {
                "incident": 7,
                "state": {"trigger": "open", "acknowledge": "acknowledged", "resolve": "resolved"}[action],
                "acknowledged_by": "jon" if action is Action.ACKNOWLEDGE else None,
                "resolved_by": None,
                "findings": [{"summary": "24 % of delays are null"}],
            },
            "links": [("https://harbor.example/runbook", "Runbook")],
        }
        return Alert(action=action, **facts | changes)

    return made


@pytest.fixture
def page_by() -> Callable[[str], IncidentAlert]:
    """The first hop of an incident, by a service."""
    return lambda service: IncidentAlert(incident=7, round=1, hop=0, person="maria", service=service)


@pytest.fixture
def answer_by() -> Callable[[str], IncidentAlertUpdate]:
    """What became of that hop."""

    def made(service: Any) -> IncidentAlertUpdate:
        page = IncidentAlert(incident=7, round=1, hop=0, person="maria", service=service)
        return IncidentAlertUpdate(
            incident=7, round=1, alert=page.key, person="maria", service=service, fence=3
        )

    return made
