"""A small company: two pipelines with real files, and the command line as people type it."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from bot import cli
from bot.app import answers, audit_function
from bot.engine.check import check
from bot.settings.load import load
from bot.store.store import open_store

FRIDAY = date(2026, 11, 20)
MORNING = "2026-11-20T09:00"
DAYS, ROWS = 35, 300

OAKUM = """\
store: sqlite:///oakum.db
timezone: UTC
schedule: {checks: "09:00"}
sources:
  lake: {kind: files, root: "ROOT"}
people:
  maria: {slack: U1MARIA, email: maria@example.com}
"""
CHURN = """\
pipeline: churn
owner: maria
channel: "#churn"
cost: {currency: USD, per_wrong_unit: 12, daily_units: 300}
tables:
  usage:
    source: lake
    path: usage/day=*/*.parquet
    partition: {column: day, period: day}
    key: [account]
    unique_within: partition
    event_time: seen_at
    loaded_at_field: loaded_at
    finish_by: {time: "06:30"}
    feeds: {churn_model: critical}
    columns:
      sessions: {primary: true, weight: 5, null_rate: {limit: 5%}, drift: false}
      minutes: {kind: numeric, drift: true}
"""
BILLING = """\
pipeline: billing
owner: maria
channel: "#billing"
tables:
  invoices:
    source: lake
    path: invoices/day=*/*.parquet
    partition: {column: day, period: day}
    key: [invoice]
    unique_within: partition
    loaded_at_field: loaded_at
    finish_by: {time: "06:30"}
    columns:
      amount: {primary: true, drift: false}
"""


def write(folder: Path, table: str, day: date, columns: dict[str, Any]) -> Path:
    """A partition: a row a second from eight in the morning on, loaded on the next one from five on."""
    rows = range(len(next(iter(columns.values()))))
    seen, landed = (
        datetime.combine(day, time(8), UTC),
        datetime.combine(day, time(5), UTC) + timedelta(days=1),
    )
    times = {
        "seen_at": [seen + timedelta(seconds=at) for at in rows],
        "loaded_at": [landed + timedelta(seconds=at) for at in rows],
    }
    path = folder / table / f"day={day}" / "part.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pa.table(columns | times), path)
    return path


def usage(nulls: int = 3) -> dict[str, Any]:
    """A day of accounts, some of them without sessions."""
    return {
        "account": [f"a{at:03}" for at in range(ROWS)],
        "sessions": pa.array([None if at < nulls else at % 20 for at in range(ROWS)], pa.int64()),
        "minutes": [float(at * 7 % ROWS) for at in range(ROWS)],
    }


def invoices() -> dict[str, Any]:
    """A day of invoices."""
    return {"invoice": list(range(ROWS)), "amount": [1.0 + at for at in range(ROWS)]}


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five weeks up to Thursday 19 November 2026; on Tuesday `sessions` began to go missing."""
    folder = tmp_path_factory.mktemp("lake")
    for back in range(DAYS, 0, -1):
        day = FRIDAY - timedelta(days=back)
        write(folder, "usage", day, usage(nulls=3 if back > 3 else 60))
        write(folder, "invoices", day, invoices())
    return folder


@pytest.fixture(scope="session")
def kept(lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which the profiles of the lake are kept already."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "pipelines").mkdir()
    (folder / "oakum.yaml").write_text(OAKUM.replace("ROOT", str(lake)))
    (folder / "pipelines" / "churn.yaml").write_text(CHURN)
    (folder / "pipelines" / "billing.yaml").write_text(BILLING)
    settings = load(folder, {})
    with closing(open_store(settings.deployment.store)) as store:
        next(answers(settings, store.profiles, [datetime.combine(FRIDAY, time(9), UTC)]))
    return folder / "oakum.db"


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


@dataclass
class Company:
    """A folder with a configuration and data, in which commands are typed."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    data: Path

    @property
    def config(self) -> Path:
        """The folder of the configuration."""
        return self.folder / "config"

    def declare(self, name: str, text: str) -> None:
        """Write a file of the configuration."""
        path = self.config / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("ROOT", str(self.data)), encoding="utf-8")

    def own_data(self) -> Path:
        """The data as a copy that a test may spoil."""
        self.data = shutil.copytree(self.data, self.folder / "data")
        self.declare("oakum.yaml", OAKUM)
        return self.data

    def oakum(self, *arguments: str) -> Ran:
        """Type a command."""
        self.capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(["--config", str(self.config), *arguments])
        assert isinstance(ended.value.code, int)
        said = self.capture.readouterr()
        return Ran(ended.value.code, said.out, said.err)


@pytest.fixture
def company(tmp_path: Path, lake: Path, kept: Path, capsys: pytest.CaptureFixture[str]) -> Company:
    """Churn, whose sessions go missing, and billing, where all is well."""
    made = Company(tmp_path, capsys, lake)
    made.declare("oakum.yaml", OAKUM)
    made.declare("pipelines/churn.yaml", CHURN)
    made.declare("pipelines/billing.yaml", BILLING)
    shutil.copy(kept, made.config)
    return made


@pytest.fixture
def words() -> Any:
    """What the company's files say, and how a partition is written, for tests that change them."""

    class Words:
        oakum, churn, billing, morning = OAKUM, CHURN, BILLING, MORNING
        day = staticmethod(lambda of_november: date(2026, 11, of_november))
        write, usage, invoices = staticmethod(write), staticmethod(usage), staticmethod(invoices)

    return Words


@pytest.fixture(scope="session")
def cpu_seconds() -> Callable[..., tuple[float, str]]:
    """Runs Python in a process of its own; gives the CPU seconds that it used, and what it printed."""

    def run(*arguments: str, status: int) -> tuple[float, str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        with process.stdout as said:
            printed = said.read()
        _, ended, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(ended)
        assert process.returncode == status, printed
        return used.ru_utime + used.ru_stime, printed

    return run


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], tuple[Terminal, Terminal]]]:
    """Puts terminals in place of standard output and standard error from now on."""

    def put() -> tuple[Terminal, Terminal]:
        out, err = Terminal(), Terminal()
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        return out, err

    return put


PEOPLE = """\
  jon: {email: jon@example.com}
routes:
  slack_webhook: {}
  email: {smtp: "smtp://localhost:25", from: "Oakum <oakum@example.com>"}
"""


@pytest.fixture
def lived(company: Company) -> Company:
    """The checks of Friday morning found one page of churn, as no. 1, and the bot wrote it down.

    There is no app of Slack's: what is said goes by an address and by mail.
    """
    company.declare("oakum.yaml", OAKUM + PEOPLE)
    found(company)
    return company


def found(company: Company) -> None:
    """Write down what the checks find on Friday at nine."""
    settings = load(company.config, {"SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T1/B1/x"})
    with closing(open_store(settings.deployment.store)) as store:
        audit = audit_function(settings, store.profiles)
        check(store, settings, audit, settings.pipelines, datetime.combine(FRIDAY, time(9), UTC))


@pytest.fixture
def finds() -> Callable[[Company], None]:
    """What the checks of Friday do, for companies that are declared otherwise."""
    return found
