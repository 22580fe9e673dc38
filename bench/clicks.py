"""How soon does Slack hear of a click? Run: python bench/clicks.py (--help tells more)

A real `oakum run`, connected to the sandbox by Socket Mode, has many open incidents whose messages stand in a
channel. People press a button on one after the other, so many times a second, whatever came of the clicks
before: Details, which only asks, then Acknowledge, which is kept, edits its message and writes into its
thread (Slack takes one a second and channel). Told is the time from a click to the ack of its envelope.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import argparse
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from statistics import quantiles
from time import monotonic, sleep  # noqa: TID251 (a benchmark measures the real time)
from typing import Any

from bench._night import open_incident
from bot.clock import system_clock
from bot.engine.deliver import deliver
from bot.messages.incident import ACKNOWLEDGE, DETAILS
from bot.messages.render import slack_message
from bot.routes.slack import SlackRoute
from bot.routes.slack_client import web_client
from bot.sandbox import Channel, Person, Sandbox, Workspace
from bot.settings.load import Settings, load
from bot.store.store import Store, open_store
from checks.verdict import Urgency

MARIA = "U1MARIA"
WORKSPACE = Workspace(
    name="Clicks",
    people=[Person(MARIA, "maria", "Maria", "maria@example.com")],
    channels=[Channel("C1CHURN", "churn", [MARIA])],
)
OAKUM = """\
store: sqlite:///oakum.db
people: {{maria: {{slack: U1MARIA}}}}
sources: {{lake: {{root: .}}}}
routes: {{slack: {{api_url: "{slack}", bot_token: xoxb-sandbox, app_token: xapp-sandbox}}}}
"""
PIPELINE = """\
pipeline: churn
owner: maria
channel: "#churn"
tables: {usage: {source: lake, path: "x/*.parquet", partition: {column: day}, feeds: {model: critical}}}
"""


@contextmanager
def running(folder: Path, incidents: int, evidence: Mapping[str, Any] | None = None) -> Iterator[Sandbox]:
    """The sandbox, with a bot that has said all of its incidents, each with this evidence."""
    with Sandbox(WORKSPACE, rate_limited=False) as sandbox:
        (folder / "pipelines").mkdir()
        (folder / "oakum.yaml").write_text(OAKUM.format(slack=sandbox.api_url))
        (folder / "pipelines" / "churn.yaml").write_text(PIPELINE)
        settings = load(folder, {})
        with closing(open_store(settings.deployment.store)) as store:
            with store.write() as connection:
                for number in range(incidents):
                    open_incident(connection, settings, system_clock(), number, Urgency.TICKET, evidence)
            _say(store, settings, sandbox)
            said = [sys.executable, "-m", "bot.cli", "--config", str(folder), "run"]
            with subprocess.Popen(said, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as bot:
                try:
                    while not sandbox.connections:
                        sleep(0.2)
                    sandbox.rate_limit.on = True
                    yield sandbox
                finally:
                    bot.kill()


def _say(store: Store, settings: Settings, sandbox: Sandbox) -> None:
    """All of it at once: the bot itself would say one message a second, as Slack asks for."""
    route = SlackRoute(web_client("xoxb-sandbox", sandbox.api_url), settings.deployment.people)

    def render(parcel: Any, about: Any) -> Any:
        return slack_message(parcel.intent, about, settings, sandbox.page_url)

    while deliver(store, "slack", render, route, system_clock):
        pass


def press(sandbox: Sandbox, action: str, messages: Sequence[str], a_second: int) -> list[float]:
    """One click on each of the messages, so many a second; the seconds until each was acked, in order."""
    began = monotonic()

    def one(at: int) -> float:
        sleep(max(0.0, began + at / a_second - monotonic()))
        clicked = monotonic()
        done = sandbox.click(MARIA, "#churn", messages[at], action).wait(30)
        assert done.acked, done.error
        return monotonic() - clicked

    with ThreadPoolExecutor(a_second) as pool:
        return list(pool.map(one, range(len(messages))))


def main() -> None:
    """Print a Markdown table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "--incidents", type=int, default=1000, help="open incidents, and clicks on each (1000)"
    )
    asked.add_argument("--a-second", type=int, default=50, help="clicks a second (50)")
    given = asked.parse_args()
    print("| clicks | a second | median | p99 | longest |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name, running(Path(name), given.incidents) as sandbox:
        messages = [each["ts"] for each in sandbox.messages("#churn") if "subtype" not in each]
        for action in (DETAILS, ACKNOWLEDGE):
            took = sorted(press(sandbox, action, messages, given.a_second))
            cuts = quantiles(took, n=100)
            cells = (f"{len(took):,} × {action.removeprefix('incident_')}", str(given.a_second))
            print(
                "| "
                + " | ".join([*cells, *(f"{1000 * each:.0f} ms" for each in (cuts[49], cuts[98], took[-1]))])
                + " |"
            )


if __name__ == "__main__":
    main()
