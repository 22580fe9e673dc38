"""Places that versions are served from: a Git remote, a deployer with a webhook, a registry of models."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.clock import StoppedClock
from bot.domain.rollback import Rollback

NOW = datetime(2026, 11, 20, 9, 45, tzinfo=UTC)
Answer = tuple[int, Any]


@dataclass
class Server:
    """A real server: what it was asked (method, path, query, headers, body), and how it answers."""

    url: str = ""
    heard: list[tuple[str, str, dict[str, str], dict[str, str], bytes]] = field(default_factory=list)
    answers: Callable[[str, str, dict[str, str], bytes], Answer] = lambda *_: (200, {})


@pytest.fixture
def server() -> Iterator[Server]:
    """It says yes and nothing else, unless it is told otherwise."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            asked = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            query, headers = dict(parse_qsl(asked.query)), {k.lower(): v for k, v in self.headers.items()}
            made.heard.append((self.command, asked.path, query, headers, body))
            status, said = made.answers(self.command, asked.path, query, body)
            text = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(text)))
            if 300 <= status < 400:
                self.send_header("location", "/elsewhere")
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = _answer  # noqa: N815 - the names that http.server asks for

        def log_message(self, *_: Any) -> None:
            """Silent."""

    made = Server()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        made.url = f"http://127.0.0.1:{listening.server_address[1]}"
        Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        listening.shutdown()


@dataclass
class Remote:
    """A real repository that others push to, and a clone of somebody who does."""

    url: str
    desk: Path
    at: datetime = NOW - timedelta(days=10)

    def git(self, *arguments: str) -> str:
        """What git says at that desk."""
        when = {"GIT_AUTHOR_DATE": self.at.isoformat(), "GIT_COMMITTER_DATE": self.at.isoformat()}
        who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com"]
        ran = subprocess.run(
            ["git", *who, *arguments],
            cwd=self.desk,
            env=os.environ | when,
            check=True,
            capture_output=True,
            text=True,
        )
        return ran.stdout.strip()

    def commit(self, files: dict[str, str], at: datetime) -> str:
        """Somebody deploys."""
        self.at = at
        for name, content in files.items():
            path = self.desk / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        self.git("add", "-A")
        self.git("commit", "-qm", f"deploy {', '.join(files)}")
        self.git("push", "-q", "origin", "HEAD:main")
        return self.git("rev-parse", "HEAD")

    def shown(self, what: str) -> str:
        """A file, or a commit, of the remote's branch."""
        self.git("fetch", "-q", "origin")
        return self.git("show", what)


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    """v6 was deployed, then v7 on Wednesday evening, then something else was changed."""
    url, desk = tmp_path / "remote.git", tmp_path / "desk"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(url)], check=True)
    subprocess.run(["git", "clone", "-q", str(url), str(desk)], check=True, capture_output=True)
    made = Remote(str(url), desk)
    made.commit({"churn/version": "v6\n", "README": "deployments"}, NOW - timedelta(days=9))
    made.commit({"churn/version": "v7\n"}, datetime(2026, 11, 18, 21, tzinfo=UTC))
    made.commit({"README": "what is deployed"}, NOW - timedelta(hours=5))
    return made


@pytest.fixture
def clock() -> StoppedClock:
    """It is Friday."""
    return StoppedClock(NOW)


@pytest.fixture
def rollback() -> Rollback:
    """From v7 to v6, for incident 3."""
    return Rollback(
        incident=3, round=1, name="churn-model", asked_at=NOW, look_at=NOW, version="v7", previous="v6"
    )
