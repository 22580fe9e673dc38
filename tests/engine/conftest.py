"""A small world: a pipeline with a ladder, checks that say what they are told, routes that remember."""

import copy
import shutil
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.clock import StoppedClock
from bot.domain.audit import Error
from bot.domain.declared import Deployment, Pipeline
from bot.domain.incident import Event, Incident
from bot.domain.intent import Edit, Intent
from bot.engine.deliver import About, deliver
from bot.engine.loop import steps, tick
from bot.routes.outcome import Outcome, Receipt
from bot.settings.load import Settings
from bot.store import incidents
from bot.store.outbox import Parcel
from bot.store.store import open_store
from checks.candidate import Candidate
from checks.sensitivity import Sensitivity
from checks.verdict import Outcome as Said
from checks.verdict import Urgency, Verdict

FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
"""Half an hour after the daily checks, and five and a half before the weekly checkup."""


def declared(name: str = "churn", **changes: Any) -> Pipeline:
    """A pipeline with one table that feeds a critical model."""
    table = {
        "source": "lake",
        "path": "usage/*.parquet",
        "partition": {"column": "day"},
        "feeds": {"model": "critical"},
    }
    facts = {
        "pipeline": name,
        "owner": "maria",
        "channel": f"#{name}",
        "policy": "oncall",
        "ack_timeout": None,  # nobody is asked whether they still have it
        "tables": {"usage": table},
    }
    return Pipeline.model_validate(facts | changes)


def deployed(**changes: Any) -> Deployment:
    """Maria is on call, Jon leads the squad; Slack and e-mail are set up."""
    facts = {
        "people": {
            "maria": {"slack": "U1", "email": "maria@example.com"},
            "jon": {"slack": "U2", "email": "jon@example.com"},
        },
        "policies": {
            "oncall": [
                {"notify": "maria", "wait": "5m"},
                {"notify": "jon", "by": ["slack", "email"], "wait": "5m"},
            ]
        },
        "routes": {
            "slack": {"bot_token": "xoxb-1", "app_token": "xapp-1"},
            "email": {"smtp": "smtp://localhost:25"},
        },
    }
    return Deployment.model_validate(facts | changes)


@dataclass
class Checks:
    """What the checks say next: by pipeline, or an exception."""

    says: dict[str, list[Verdict]] = field(default_factory=dict)
    breaks: dict[str, Exception] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)
    caught: list[Sensitivity] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    since: date = date.min
    """The first day of which there is data."""
    new: dict[str, date] = field(default_factory=dict)
    """Tables beside `usage`, and the first day of each."""

    def __call__(self, pipeline: Pipeline, as_of: datetime) -> Any:
        self.calls[pipeline.pipeline] += 1
        if pipeline.pipeline in self.breaks:
            raise self.breaks[pipeline.pipeline]
        verdicts = self.says.get(pipeline.pipeline, [])
        days = [as_of.date() - timedelta(days=back) for back in range(1, 15)]
        begins = {"usage": self.since, **self.new}
        judged = {table: sorted(day for day in days if day >= first) for table, first in begins.items()}
        return Result(verdicts, self.errors, judged, sensitivity=lambda: self.caught)


@dataclass
class Result:
    """An audit's result."""

    verdicts: list[Verdict]
    errors: list[Error]
    judged: dict[str, list[date]]
    candidates: dict[str, Candidate] = field(
        default_factory=lambda: {"usage": Candidate("minutes", "it varies")}
    )
    sensitivity: Callable[[], list[Sensitivity]] = list
    references: dict[str, str] = field(default_factory=dict)


def bad(check: str = "null_rate", day: date = date(2026, 11, 19), **changes: Any) -> Verdict:
    """A breach that pages."""
    facts: dict[str, Any] = {
        "check": check,
        "table": "usage",
        "column": "sessions",
        "outcome": Said.BREACH,
        "urgency": Urgency.PAGE,
        "summary": f"{check} is bad",
        "affected": 30,
        "volume": 1000,
        "bad": (day,),
    }
    return Verdict(**facts | changes)


def good(check: str = "null_rate") -> Verdict:
    """The same check, when all is well."""
    return Verdict(check=check, table="usage", column="sessions", outcome=Said.OK)


@dataclass
class Box:
    """A route that remembers what it was given, and answers as it is told to."""

    searchable: bool = True
    said: list[tuple[Intent, str]] = field(default_factory=list)
    known: dict[str, Receipt] = field(default_factory=dict)
    answers: deque[Callable[["Box", Parcel, str], Outcome]] = field(default_factory=deque)
    looks: int = 0

    def send(self, parcel: Parcel, message: str) -> Outcome:
        answer = self.answers.popleft() if self.answers else Box.take
        return answer(self, parcel, message)

    def take(self, parcel: Parcel, message: str) -> Receipt:
        """Deliver."""
        self.said.append((parcel.intent, message))
        receipt = Receipt({"channel": "C1", "ts": f"{len(self.said)}"})
        self.known.setdefault(parcel.key, receipt)
        return receipt

    def find(self, parcel: Parcel) -> Receipt | None:
        self.looks += 1
        return self.known.get(parcel.key)

    def posted(self) -> Counter[str]:
        """How often each message was posted; edits, which may be repeated, left out."""
        return Counter(intent.key for intent, _ in self.said if not isinstance(intent, Edit))

    def kinds(self) -> list[str]:
        """What was sent, in order."""
        return [intent.kind for intent, _ in self.said]

    def clear(self) -> None:
        """Forget what was said so far, to see what comes next."""
        self.said.clear()


def words(parcel: Parcel, about: About) -> str:
    """A message as it stood when it was sent."""
    if about.incident is not None:
        who = about.incident.acknowledged_by or about.incident.resolved_by or "nobody"
        return f"{about.incident.state} rank {about.incident.lead.rank} {who}"
    if about.checkup is None:
        return parcel.intent.kind
    return f"{about.checkup.health} signed by {about.checkup.signed_off_by}"


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    """Safe against a kill, not against a power cut: which no test here plays."""
    connection.execute("PRAGMA synchronous = OFF")


class World:
    """Time passes only when a test says so."""

    def __init__(
        self, folder: Path, *pipelines: Pipeline, deployment: Deployment | None = None, url: str | None = None
    ) -> None:
        self.clock = StoppedClock(FRIDAY)
        self.url = url or f"sqlite:///{folder / 'oakum.db'}"
        self._open()
        self.checks = Checks()
        self.settings = Settings(
            deployment=deployment or deployed(), pipelines=pipelines or (declared(),), folder=folder
        )
        self.slack, self.mail, self.pager, self.hook = Box(), Box(), Box(), Box(searchable=False)

    def restart(self) -> None:
        """The process was killed, and starts again."""
        self.store.close()
        self._open()

    def _open(self) -> None:
        self.store = open_store(self.url, self.clock)
        if self.store.engine.dialect.name == "sqlite":
            event.listen(self.store.engine, "connect", _without_waiting_for_the_disk)

    def fork(self, folder: Path) -> "World":
        """The same world again, in another folder: what happens in one does not happen in the other."""
        other = copy.copy(self)
        self.store.close()
        shutil.copy(self.url.removeprefix("sqlite:///"), folder / "oakum.db")
        other.url = f"sqlite:///{folder / 'oakum.db'}"
        other.clock = StoppedClock(self.clock())
        mine = self.checks, self.slack, self.mail, self.pager, self.hook
        other.checks, other.slack, other.mail, other.pager, other.hook = copy.deepcopy(mine)
        self._open()
        other._open()
        return other

    def round(self, **passed: float) -> bool:
        """Time passes, then the engine makes a round, and what is due is delivered."""
        well = self.engine_only(**passed)
        self.deliver()
        return well

    def engine_only(self, **passed: float) -> bool:
        """A round of the engine, with nothing delivered."""
        self.clock.move_forward(timedelta(**passed))
        return tick(self.store, steps(self.store, self.settings, self.checks), self.clock())

    def deliver(self) -> None:
        """Everything that is due goes out."""
        routes = {
            "slack": self.slack,
            "slack_webhook": self.hook,
            "email": self.mail,
            "pagerduty": self.pager,
        }
        for name, route in routes.items():
            while deliver(self.store, name, words, route, self.clock):
                pass

    def incident(self, number: int = 1) -> Incident:
        """An incident as it stands."""
        with self.store.read() as connection:
            return incidents.get(connection, number)

    def story(self, number: int = 1) -> list[tuple[str, str | None]]:
        """What happened to an incident, and who did it."""
        return [(event.kind, event.who) for event in self.events(number)]

    def events(self, number: int = 1) -> Sequence[Event]:
        """The timeline of an incident."""
        with self.store.read() as connection:
            return incidents.story(connection, number)


class KilledError(BaseException):
    """The process dies here: nothing that catches exceptions may catch it."""


class Moments:
    """Counts statements, commits and what else calls it, and dies at the one with this number (0: none)."""

    def __init__(self, fatal: int) -> None:
        self._fatal, self.reached = fatal, 0

    def __call__(self, *_: object) -> None:
        self.reached += 1
        if self.reached == self._fatal:
            raise KilledError


@contextmanager
def _killed_at(world: Any, moment: int) -> Iterator[Moments]:
    moments, engine = Moments(moment), world.store.engine
    event.listen(engine, "before_cursor_execute", moments)
    event.listen(engine, "commit", moments)
    try:
        yield moments
    except KilledError:
        pass
    finally:
        event.remove(engine, "before_cursor_execute", moments)
        event.remove(engine, "commit", moments)


@pytest.fixture
def killed_at() -> Callable[..., AbstractContextManager[Moments]]:
    """`with killed_at(world, moment) as moments`: die at the statement or commit with this number."""
    return _killed_at


@pytest.fixture
def make_world(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Makes worlds, each with a store of its own."""
    made: list[World] = []

    def make(*pipelines: Pipeline, **facts: Any) -> World:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(World(folder, *pipelines, **facts))
        return made[-1]

    yield make
    for world in made:
        world.store.close()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    """A world in which the checks find one page."""
    made = make_world()
    made.checks.says["churn"] = [bad()]
    return made


@pytest.fixture
def says() -> Any:
    """What checks can say, and what people can declare."""

    class Words:
        bad = staticmethod(bad)
        good = staticmethod(good)
        declared = staticmethod(declared)
        deployed = staticmethod(deployed)
        ticket = Urgency.TICKET

    return Words
