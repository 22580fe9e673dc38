"""A bay: Maria and Jon are paged, nobody answers, and a model may go back to its former version."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.intent import IncidentMail, IncidentNote, IncidentPage
from bot.domain.rollback import Deployed, Rollback
from bot.engine.rollback import roll_back
from bot.rollback.way import NotToldError
from bot.store import rollbacks

DEPLOYED = datetime(2026, 11, 18, 21, tzinfo=UTC)
TROUBLE = datetime(2026, 11, 19, 4, tzinfo=UTC)
LADDER = [
    {"notify": "maria"},
    {"notify": "jon", "by": ["slack", "email"]},
    {"rollback": "churn-model"},
]
TARGET = {"by": "git", "repository": "deploy", "file": "version", "enabled": True, "allowed": ["jon"]}
WORK = {"days": "mon-fri", "from": "08:00", "to": "18:00"}
ABOUT = ("rolled back", "not rolled back", "rollback failed", "cancelled")


@dataclass
class Registry:
    """Where versions are served from: it does what it is told, and remembers it."""

    version: str = "v7"
    previous: str | None = "v6"
    deployed_at: datetime | None = DEPLOYED
    calls: list[str] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    closed: str = ""
    slowly: bool = False

    def look(self) -> Deployed:
        if self.closed:
            raise NotToldError(self.closed)
        return Deployed(self.version, self.previous, self.deployed_at)

    def roll_back(self, rollback: Rollback) -> None:
        self.before()
        self.calls.append(f"{rollback.version} to {rollback.previous}")
        if not self.slowly:
            self.land()
        self.after()

    def land(self) -> None:
        """The former version serves."""
        self.version, self.previous = self.previous or "", self.version


@dataclass
class Bay:
    """A world, and where its model is served from."""

    world: Any
    registry: Registry

    def __getattr__(self, name: str) -> Any:
        return getattr(self.world, name)

    def roll_back(self, store: Any = None) -> int:
        """Look at rollbacks."""
        ways = {"churn-model": self.registry}
        return roll_back(store or self.world.store, self.world.settings, ways, self.world.clock)

    def go(self, **passed: float) -> None:
        """Time passes; the engine makes a round, looks at rollbacks, and what is due is delivered."""
        self.world.round(**passed)
        self.roll_back()
        self.world.deliver()

    def to_the_countdown(self) -> None:
        """Maria, Jon, and nobody answers."""
        self.go()
        self.go(minutes=5)
        self.go(minutes=5)

    def stand(self, number: int = 1) -> Rollback:
        """A rollback as it stands."""
        with self.world.store.read() as connection:
            return rollbacks.get(connection, number)

    def notes(self) -> list[IncidentNote]:
        """The lines of the thread about the rollback."""
        said = [each for each, _ in self.world.slack.said if isinstance(each, IncidentNote)]
        return [each for each in said if each.what in ABOUT]

    def paged(self) -> list[str]:
        """Who was paged, by any route."""
        said = [*self.world.slack.said, *self.world.mail.said]
        return [each.person for each, _ in said if isinstance(each, (IncidentPage, IncidentMail))]


@pytest.fixture
def registry() -> Registry:
    """v7 was deployed on Wednesday evening; v6 came before it."""
    return Registry()


@pytest.fixture
def make_bay(make_world: Callable[..., Any], says: Any, registry: Registry) -> Callable[..., Bay]:
    """Makes bays; `changes` are those of what is declared of the rollback."""

    def made(since: datetime | None = TROUBLE, cost: Any = None, **changes: Any) -> Bay:
        rolled_back = {"churn-model": TARGET | changes}
        deployment = says.deployed(policies={"oncall": LADDER}, rollbacks=rolled_back, working_hours=WORK)
        world = make_world(says.declared(cost=cost), deployment=deployment)
        world.checks.says["churn"] = [says.bad(since=since)]
        return Bay(world, registry)

    return made


@pytest.fixture
def bay(make_bay: Callable[..., Bay]) -> Bay:
    """Nobody has acknowledged; the countdown has begun."""
    made = make_bay()
    made.to_the_countdown()
    return made


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What is logged of a fault is not the matter of these tests."""
    with caplog.at_level(100):
        yield
