"""A bot with a real folder of configuration, real tables, and people who want one of them watched."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from bot.slack.new_pipeline import NEW

MARIA, JON = "U1MARIA", "U2JON"
LAST = date(2026, 11, 19)
OAKUM = """\
timezone: Europe/Berlin
sources:
  lake: {root: ../lake}
people:
  maria: {slack: U1MARIA}
  jon: {slack: U2JON}
"""
CHURN = """\
pipeline: churn
owner: maria
channel: "#churn"
tables:
  usage: {source: lake, path: "usage/day=*/*.parquet", partition: {column: day}}
"""


def write(folder: Path, days: int = 14, **columns: Any) -> None:
    """A table of files, a day each, of twenty orders with some gaps."""
    for back in range(days):
        day = LAST - timedelta(days=back)
        rows = range(20)
        facts = {
            "order_id": [back * 100 + row for row in rows],
            "amount": pa.array([None if row % 10 == 0 else row * 1.5 for row in rows], pa.float64()),
            "loaded_at": [datetime(day.year, day.month, day.day, 5, row, tzinfo=UTC) for row in rows],
        }
        path = folder / f"day={day}" / "part.parquet"
        path.parent.mkdir(parents=True)
        parquet.write_table(pa.table(facts | {name: [text] * 20 for name, text in columns.items()}), path)


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """Two tables, of which one is watched."""
    for name in ("usage", "orders"):
        write(tmp_path / "lake" / name)
    return tmp_path / "lake"


@pytest.fixture
def config(tmp_path: Path, lake: Path) -> Path:
    """The configuration of a bot that watches `usage`."""
    (tmp_path / "config" / "pipelines").mkdir(parents=True)
    (tmp_path / "config" / "oakum.yaml").write_text(OAKUM)
    (tmp_path / "config" / "pipelines" / "churn.yaml").write_text(CHURN)
    return tmp_path / "config"


@pytest.fixture
def make_bot(make_harbor: Callable[..., Any], config: Path) -> Callable[..., Any]:
    """Starts the bot by the files of the folder as they are then."""
    return lambda **more: make_harbor(folder=config, **more)


@pytest.fixture
def bot(make_bot: Callable[..., Any]) -> Any:
    """Oakum, in a workspace."""
    return make_bot()


@dataclass(frozen=True)
class Asker:
    """Somebody who wants a table watched, and what they do and see."""

    bot: Any
    user: str
    words: Callable[[dict[str, Any]], str]

    @property
    def modal(self) -> dict[str, Any]:
        """The form that is in front of them; nothing where there is none."""
        return self.bot.sandbox.modal(self.user) or {}

    def form(self, typed: str = NEW) -> dict[str, Any]:
        """They type /pipeline new, and wait until the tables are there."""
        before = self.modal.get("id")
        assert self.bot.sandbox.command(self.user, "#churn", "/pipeline", typed).wait().acked
        self.bot.sandbox.wait_for(
            lambda: self.modal.get("id", before) != before and "I am looking" not in str(self.modal)
        )
        return self.modal

    def offered(self) -> dict[str, str]:
        """The tables that the form offers, with their values."""
        (block,) = (each for each in self.modal["blocks"] if each.get("block_id") == "table")
        groups = block["element"].get("option_groups") or [block["element"]]
        return {option["text"]["text"]: option["value"] for group in groups for option in group["options"]}

    def submit(self, table: str = "orders", **answers: str) -> dict[str, Any]:
        """They fill the form in, and see what is there now."""
        values: dict[str, Any] = {"table": {"table": self.offered()[table]}}
        values |= {field: {field: said} for field, said in answers.items()}
        assert self.bot.sandbox.submit_view(self.user, values).wait().acked
        return self.modal

    def messages(self, many: int = 1) -> list[dict[str, Any]]:
        """What the bot wrote them in private, once there is so much of it."""
        read = self.bot.sandbox.messages
        self.bot.sandbox.wait_for(lambda: len(read(self.user)) >= many)
        found: list[dict[str, Any]] = read(self.user)
        return found

    def proposal(self, **answers: str) -> dict[str, Any]:
        """They ask for `orders`, and the proposal comes in private."""
        self.form()
        assert "I am looking" in str(self.submit(**answers))
        return self.messages()[-1]

    def press(self, message: dict[str, Any], action: str) -> None:
        """They press a button of a proposal."""
        done = self.bot.sandbox.click(self.user, self.user, message["ts"], action).wait()
        assert done.acked, done.error

    def outcome(self, message: dict[str, Any], said: str) -> str:
        """What they read once it stands in the place of the buttons."""

        def shown() -> str:
            return self.words(self.bot.sandbox.message(self.user, message["ts"]))

        self.bot.sandbox.wait_for(lambda: said in shown())
        assert "Not now" not in shown()
        return shown()


@pytest.fixture
def asks(words: Any) -> Callable[[Any], Asker]:
    """Jon, at a bot that a test starts itself."""
    return lambda bot: Asker(bot, JON, words)


@pytest.fixture
def jon(bot: Any, words: Any) -> Asker:
    """Jon, who is next on call."""
    return Asker(bot, JON, words)


@pytest.fixture
def maria(bot: Any, words: Any) -> Asker:
    """Maria, who owns what is watched already."""
    return Asker(bot, MARIA, words)


@pytest.fixture
def make_table() -> Callable[..., None]:
    """Writes a table of files into a folder."""
    return write
