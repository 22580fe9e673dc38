"""A registry that speaks MLflow's REST API and keeps its state: the alias goes back to the version before."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.declared_rollback import RollbackTarget
from bot.domain.rollback import Deployed
from bot.rollback.mlflow import MlflowWay
from bot.rollback.way import NotToldError, RefusedError

API = "/api/2.0/mlflow"
CREATED = datetime(2026, 11, 18, 21, tzinfo=UTC)


@dataclass
class Registry:
    """Versions 1 to 7 of a model; 7 serves, 6 did not become ready."""

    aliases: dict[str, str] = field(default_factory=lambda: {"champion": "7"})
    tags: dict[str, str] = field(default_factory=dict)
    page: int = 3

    def __call__(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, Any]:
        if path == f"{API}/model-versions/search":
            begin = int(query.get("page_token") or 0)
            found = [self.version(str(each)) for each in range(1, 8)][begin : begin + self.page]
            more = {"next_page_token": str(begin + self.page)} if begin + self.page < 7 else {}
            return 200, {"model_versions": found if query["filter"] == "name='churn'" else [], **more}
        facts = json.loads(body) if method == "POST" else query
        if facts.get("name") != "churn":
            missing = f"Registered Model with name={facts.get('name')} not found"
            return 404, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": missing}
        if method == "POST":
            self.aliases[facts["alias"]] = facts["version"]
            return 200, {}
        if facts["alias"] not in self.aliases:
            return 400, {"error_code": "INVALID_PARAMETER_VALUE", "message": "alias not found"}
        return 200, {"model_version": self.version(self.aliases[facts["alias"]])}

    def version(self, number: str) -> dict[str, Any]:
        """A version as MLflow tells it."""
        return {
            "name": "churn",
            "version": number,
            "creation_timestamp": int(CREATED.timestamp() * 1000) if number == "7" else 1000,
            "status": "FAILED_REGISTRATION" if number == "6" else "READY",
            "tags": [{"key": key, "value": value} for key, value in self.tags.items()],
        }


@pytest.fixture
def registry(server: Any) -> Registry:
    """A registry that listens."""
    server.answers = Registry()
    registry: Registry = server.answers
    return registry


@pytest.fixture
def way(server: Any, registry: Registry) -> Callable[..., MlflowWay]:
    """The way back in that registry."""

    def made(**changes: Any) -> MlflowWay:
        facts = {"by": "mlflow", "tracking_uri": f"{server.url}/", "model": "churn", "alias": "champion"}
        return MlflowWay(RollbackTarget.model_validate(facts | changes))

    return made


def test_the_alias_tells_what_serves(way: Any) -> None:
    """The version before is the newest that is ready; the time is when the version was created."""
    assert way().look() == Deployed("7", "5", CREATED)


def test_the_alias_goes_back(way: Any, registry: Registry, rollback: Any) -> None:
    """And that is what serves then; a token is shown to the registry."""
    way().roll_back(replace(rollback, version="7", previous="5"))
    assert registry.aliases == {"champion": "5"}
    assert way().look().version == "5"


def test_a_version_that_is_named_before_is_taken(way: Any, registry: Registry) -> None:
    """Not every version that was registered has served."""
    registry.aliases["previous"] = "2"
    assert way(former_alias="previous").look().previous == "2"


def test_a_tag_tells_when_it_was_deployed(way: Any, registry: Registry) -> None:
    """A version may be registered long before it serves; the alias itself keeps no time."""
    registry.tags["deployed_at"] = "2026-11-19T06:00:00Z"
    assert way().look().deployed_at == datetime(2026, 11, 19, 6, tzinfo=UTC)


def test_an_alias_that_moved_meanwhile_is_left_alone(way: Any, registry: Registry, rollback: Any) -> None:
    """Somebody was faster."""
    registry.aliases["champion"] = "4"
    with pytest.raises(RefusedError, match="the alias moved on meanwhile: 4 has it now"):
        way().roll_back(replace(rollback, version="7", previous="5"))
    assert registry.aliases["champion"] == "4"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"model": "other"}, "MLflow answered 404: .*name=other not found"),
        ({"alias": "nobody"}, "MLflow answered 400: .*alias not found"),
    ],
)
def test_what_is_not_there_says_so(way: Any, changes: Any, said: str) -> None:
    """In the words of the registry."""
    with pytest.raises(NotToldError, match=said):
        way(**changes).look()


def test_a_token_is_sent_and_shown_nowhere(server: Any, way: Any) -> None:
    """As a bearer token."""
    way(token="secret-token").look()
    assert {headers["authorization"] for *_, headers, _ in server.heard} == {"Bearer secret-token"}
    facts = {"by": "mlflow", "tracking_uri": "http://me:pw@x", "model": "m", "alias": "a", "token": "secret"}
    assert "secret" not in repr(RollbackTarget.model_validate(facts))
