"""Oakum in a workspace: real store and engine, real sockets, and people who click and ask."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.domain.declared import Deployment, Pipeline
from bot.engine.deliver import deliver
from bot.engine.loop import steps, tick
from bot.messages.render import slack_message
from bot.routes.slack import SlackRoute
from bot.routes.slack_client import web_client
from bot.sandbox import Channel, Command, Group, Person, Sandbox, Workspace
from bot.settings.load import Settings, load
from bot.slack.app import build_app
from bot.slack.desk import Desk
from bot.slack.socket import SocketMode
from bot.store.store import Store, open_store
from checks.verdict import Outcome, Row, Urgency, Verdict

FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
"""Half an hour after the daily checks, and five and a half before the weekly checkup."""
MARIA, JON, EVE = "U1MARIA", "U2JON", "U3EVE"
WORKSPACE = Workspace(
    name="Harbor",
    people=[
        Person(MARIA, "maria.silva", "Maria Silva", "maria@harbor.example"),
        Person(JON, "jon.park", "Jon Park", "jon@harbor.example"),
        Person(EVE, "eve.mayer", "Eve Mayer", "eve@harbor.example"),
    ],
    channels=[
        Channel("C1CHURN", "churn", [MARIA, JON, EVE]),
        Channel("C2ADS", "ads", [MARIA, JON, EVE]),
    ],
    groups=[
        Group("S1SQUAD", "churn-squad", "The churn squad", [JON, EVE]),
        Group("S2EMPTY", "nobody-left", "Those who have left", []),
        Group("S3OLD", "old-guard", "The team before", [JON], enabled=False),
    ],
    commands=[Command("/pipeline", "Ask Oakum about a pipeline")],
)


def a_pipeline(name: str, channel: str = "#churn", **more: Any) -> Pipeline:
    """A pipeline with one table that feeds a critical model, unless more is said."""
    table = {
        "source": "lake",
        "path": "usage/*.parquet",
        "partition": {"column": "day"},
        "feeds": {"model": "critical"},
    }
    facts = {"pipeline": name, "owner": "maria", "channel": channel, "policy": "oncall"}
    return Pipeline.model_validate(facts | {"tables": {"usage": table}} | more)


def a_deployment() -> Deployment:
    """Maria is on call, Jon is next; Eve is in the workspace but not in the configuration."""
    return Deployment.model_validate(
        {
            "people": {"maria": {"slack": MARIA}, "jon": {"slack": JON}},
            "policies": {"oncall": [{"notify": "maria"}, {"notify": "jon"}]},
            "routes": {"slack": {"bot_token": "xoxb-sandbox", "app_token": "xapp-sandbox"}},
        }
    )


def nulls(column: str = "sessions", **changes: Any) -> Verdict:
    """A null rate that grew, with the first row of it."""
    facts: dict[str, Any] = {
        "check": "null_rate",
        "table": "usage",
        "column": column,
        "outcome": Outcome.BREACH,
        "urgency": Urgency.PAGE,
        "summary": f"nulls of `{column}` grew from 1 % to 20 %",
        "affected": 200,
        "volume": 1000,
        "since": FRIDAY - timedelta(days=1),
        "bad": (date(2026, 11, 19),),
        "rows": [Row(key={"id": 4}, at=FRIDAY - timedelta(days=1), why="`sessions` is null")],
    }
    return Verdict(**facts | changes)


@dataclass
class Harbor:
    """The workspace, and an Oakum that lives in it. Time passes only when a test says so."""

    sandbox: Sandbox
    store: Store
    settings: Settings
    clock: StoppedClock
    desk: Desk
    socket: SocketMode
    says: dict[str, list[Verdict]] = field(default_factory=dict)
    judges: tuple[str, ...] = ("usage",)

    def round(self, **passed: float) -> None:
        """Time passes, the engine makes a round, and what is due is delivered."""
        self.clock.move_forward(timedelta(**passed))
        tick(self.store, steps(self.store, self.settings, self._audit), self.clock())
        self.deliver()

    def deliver(self) -> None:
        """Everything that is due goes out to Slack."""
        client, declared = web_client("xoxb-sandbox", self.sandbox.api_url), self.settings.deployment
        route = SlackRoute(client, declared.people, groups=declared.groups)
        address = self.sandbox.page_url

        def render(parcel: Any, about: Any) -> Any:
            return slack_message(parcel.intent, about, self.settings, address)

        while deliver(self.store, "slack", render, route, self.clock):
            pass

    def close(self) -> None:
        """Hang up, then end the workspace and the store."""
        self.socket.close()
        self.sandbox.stop()
        self.store.close()

    def _audit(self, pipeline: Pipeline, as_of: datetime) -> Any:
        days = [as_of.date() - timedelta(days=back) for back in range(1, 15)]
        said = self.says.get(pipeline.pipeline, [])
        return SimpleNamespace(
            verdicts=said,
            errors=[],
            judged=dict.fromkeys(self.judges, days),
            candidates={},
            references={},
            sensitivity=list,
        )

    def message(self) -> dict[str, Any]:
        """The newest message of the channel that has no thread above it."""
        return [each for each in self.sandbox.messages("#churn") if "subtype" not in each][-1]

    def buttons(self) -> list[str]:
        """What can be pressed on it."""
        message = self.message()
        attached = [block for each in message.get("attachments", []) for block in each["blocks"]]
        blocks = [*message.get("blocks", []), *attached]
        row = next(block for block in blocks if block["type"] == "actions")
        return [element["action_id"] for element in row["elements"]]

    def click(self, user: str, action: str, value: str | None = None) -> Any:
        """Somebody presses a button of that message, and Slack has our ack."""
        done = self.sandbox.click(user, "#churn", self.message()["ts"], action, value).wait()
        assert done.acked, done.error
        return done

    def press(self, user: str, action: str) -> None:
        """Somebody presses a button of the newest thing that only they see."""
        shown = self.sandbox.ephemerals(user, "#churn")[-1]
        done = self.sandbox.click(user, "#churn", shown["ts"], action).wait()
        assert done.acked, done.error

    def told(self, user: str, times: int = 1) -> str:
        """The newest of the things that only this person sees in the channel."""
        seen = self.sandbox.wait_for(lambda: self.sandbox.ephemerals(user, "#churn")[times - 1 :])
        return said(seen[-1])

    def type(self, user: str, text: str, times: int = 1) -> str:
        """Somebody types /pipeline, and reads the answer."""
        done = self.sandbox.command(user, "#churn", "/pipeline", text).wait()
        assert done.acked, done.error
        return self.told(user, times)


def false_alarms(harbor: Harbor, breach: Callable[..., Verdict] = nulls) -> None:
    """Three in a month, just over the limit."""
    for over in (1.04, 1.05, 1.06):
        harbor.clock.move_forward(timedelta(days=8))
        day = harbor.clock().date() - timedelta(days=1)
        evidence = {"kind": "limit", "rate": 0.05 * over, "limit": 0.05, "nulls": 1, "rows": 10}
        harbor.says["churn"] = [breach(bad=(day,), evidence=evidence)]
        harbor.round()
        (incident,) = [each.id for said in harbor.desk.bulletins() for each in said.incidents]
        harbor.desk.resolve(incident, "maria", "false alarm")


def said(message: dict[str, Any]) -> str:
    """Everything that is written in a message or a view."""
    found: list[str] = []

    def read(part: Any) -> None:
        if isinstance(part, dict):
            found.extend([part["text"]] if isinstance(part.get("text"), str) else [])
            for value in part.values():
                read(value)
        elif isinstance(part, list):
            for value in part:
                read(value)

    read(message)
    return "\n".join(found)


@pytest.fixture
def words() -> Callable[[dict[str, Any]], str]:
    """Tells everything that is written in a message or a view."""
    return said


@pytest.fixture
def breach() -> Callable[..., Verdict]:
    """Makes verdicts that page."""
    return nulls


@pytest.fixture(scope="session")
def closing() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Closes harbors while the next test begins: the SDK takes a second to hang up."""
    ends: list[Future[None]] = []
    with ThreadPoolExecutor(4) as pool:
        yield lambda close: ends.append(pool.submit(close))
    for end in ends:
        end.result()


@contextmanager
def harbors(place: Path, closing: Callable[..., None]) -> Iterator[Callable[..., Harbor]]:
    """Builds workspaces with an Oakum that watches the named pipelines, and closes them at the end."""
    running: list[Harbor] = []

    def made(
        *pipelines: str,
        channels: Mapping[str, str] | None = None,
        deployment: Deployment | None = None,
        scopes: frozenset[str] | None = None,
        folder: Path | None = None,
        **facts: Any,
    ) -> Harbor:
        clock = StoppedClock(FRIDAY)
        sandbox = Sandbox(WORKSPACE, clock, rate_limited=False, scopes=scopes).start()
        declared = tuple(
            a_pipeline(name, (channels or {}).get(name, "#churn"), **facts) for name in pipelines
        )
        settings = Settings(deployment=deployment or a_deployment(), pipelines=declared, folder=place)
        settings = load(folder, {}, routes=False) if folder else settings
        store = open_store(f"sqlite:///{place / 'oakum.db'}", clock)
        desk = Desk(store, settings, clock, sandbox.page_url, lambda: running[-1].deliver())
        socket = SocketMode(
            build_app(desk, "xoxb-sandbox", sandbox.api_url), "xapp-sandbox", ping_seconds=0.3
        )
        running.append(Harbor(sandbox, store, settings, clock, desk, socket))
        socket.connect()
        return running[-1]

    yield made
    for harbor in running:
        closing(harbor.close)


@pytest.fixture
def make_harbor(tmp_path: Path, closing: Callable[..., None]) -> Iterator[Callable[..., Harbor]]:
    """Builds a workspace with an Oakum that watches the named pipelines, or those of a folder's files."""
    with harbors(tmp_path, closing) as make:
        yield make


@pytest.fixture
def harbor(make_harbor: Callable[..., Harbor]) -> Harbor:
    """One pipeline, churn, whose nulls grew: the incident is posted, and Maria was paged."""
    made = make_harbor("churn")
    made.says["churn"] = [nulls()]
    made.round()
    return made
