"""Back by the alias of a registered model of MLflow, by the REST API of its tracking server."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.declared_rollback import RollbackTarget
from bot.domain.rollback import Deployed, Rollback
from bot.rollback.calls import ask, tell, text_of
from bot.rollback.moment import moment
from bot.rollback.way import NotToldError, RefusedError

_WHOSE = "MLflow"
_API = "/api/2.0/mlflow"
_PAGES = 20
"""Of 200 versions each."""


class MlflowWay:
    """The alias says which version serves. A registry keeps no history of it."""

    def __init__(self, target: RollbackTarget) -> None:
        self._target = target
        self._url = f"{(target.tracking_uri or '').rstrip('/')}{_API}"
        self._headers = {"user-agent": "Oakum"}
        if target.token:
            self._headers["authorization"] = f"Bearer {target.token}"

    def look(self) -> Deployed:
        """The version with the alias, and the one before it; it counts as deployed by its tag `deployed_at`,
        otherwise when it was created. Raises `NotToldError`."""
        current = self._with_alias(self._target.alias or "")
        version = text_of(current, "version")
        if version is None:
            raise NotToldError(f"{_WHOSE} tells no version of the alias {self._target.alias}")
        return Deployed(version, self._former(version), _deployed_at(current))

    def roll_back(self, rollback: Rollback) -> None:
        """Give the alias to the former version. Raises `RefusedError`, `UnsureError`."""
        try:
            now = self.look()
        except NotToldError as error:
            raise RefusedError(str(error)) from error
        if (now.version, now.previous) != (rollback.version, rollback.previous):
            raise RefusedError(f"the alias moved on meanwhile: {now.version} has it now")
        body = {"name": self._target.model, "alias": self._target.alias, "version": rollback.previous}
        tell(_WHOSE, f"{self._url}/registered-models/alias", json=body, headers=self._headers)

    def _with_alias(self, alias: str) -> Any:
        asked = {"name": self._target.model, "alias": alias}
        return self._ask("registered-models/alias", asked).get("model_version")

    def _former(self, version: str) -> str | None:
        """The version with the former alias, otherwise the newest before this one that is ready."""
        if self._target.former_alias:
            return text_of(self._with_alias(self._target.former_alias), "version")
        if not version.isdecimal():
            return None
        ready = (each for each in self._versions() if each.get("status") in (None, "READY"))
        numbers = (int(told) for each in ready if (told := text_of(each, "version")) and told.isdecimal())
        before = max((each for each in numbers if each < int(version)), default=None)
        return None if before is None else str(before)

    def _versions(self) -> Iterator[Mapping[str, Any]]:
        asked = {"filter": f"name='{self._target.model}'", "max_results": "200"}
        for _ in range(_PAGES):
            page = self._ask("model-versions/search", asked)
            yield from (each for each in page.get("model_versions") or () if isinstance(each, Mapping))
            if not page.get("next_page_token"):
                return
            asked["page_token"] = str(page["next_page_token"])
        raise NotToldError(f"{self._target.model} has too many versions to look through: set former_alias")

    def _ask(self, what: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        said = ask(_WHOSE, f"{self._url}/{what}", params=asked, headers=self._headers)
        if not isinstance(said, Mapping):
            raise NotToldError(f"{_WHOSE} answered what is none of its answers: mend tracking_uri")
        return said


def _deployed_at(version: Any) -> datetime | None:
    tags = version.get("tags") if isinstance(version, Mapping) else None
    for tag in tags or ():
        if text_of(tag, "key") == "deployed_at":
            return moment(text_of(tag, "value"))
    created = text_of(version, "creation_timestamp")
    return datetime.fromtimestamp(int(created) / 1000, UTC) if created and created.isdecimal() else None
