"""How a model goes back to its former version, as `rollbacks` of `oakum.yaml` declares it."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from bot.domain.declared_routes import WebAddress, WebhookSecret
from checks.declared import Declared
from checks.notation import Duration, Matching, Name, Text, a_list

_NEEDS = {
    "webhook": ("url", "secret", "status_url"),
    "git": ("repository", "file"),
    "mlflow": ("tracking_uri", "model", "alias"),
}
_MAY = {"webhook": (), "git": ("branch",), "mlflow": ("former_alias", "token")}

Repository = Annotated[
    str, Matching(r"[^-\s]\S*", "write the path of a clone, or the address of a repository")
]
Branch = Annotated[
    str, Matching(r"[\w][\w./-]*", "write the name of a branch, like main, without refs/heads/")
]
FileInside = Annotated[
    str,
    Matching(r"(?!/)(?!(.*/)?\.\.(/|$))[^\s:*?\[\]-][^\n:*?\[\]]*", "write a path inside the repository"),
]
ModelName = Annotated[str, Matching(r"[^'\"\\/:]+", "write the name of a registered model")]


class RollbackTarget(Declared):
    """What is rolled back as the last step of a ladder, how, and who may cancel it."""

    by: Literal["webhook", "git", "mlflow"]
    """How: a signed webhook, a commit in a Git repository, or an alias of an MLflow registry."""
    enabled: bool = False
    """Without it nothing is rolled back: the thread says what would have been."""
    countdown: Duration = Field(default=timedelta(minutes=5), ge=timedelta(minutes=1))
    """How long a person has to acknowledge or cancel, from when Slack has told it, like 5m."""
    within: Duration = timedelta(days=7)
    """Only a version that was deployed so long before the trouble, or less, is rolled back."""
    verified_within: Duration = timedelta(minutes=10)
    """How long it may take until the former version is seen; then the rollback counts as failed."""
    allowed: Annotated[tuple[Name, ...], BeforeValidator(a_list)] = ()
    """The people of oakum.yaml who may cancel it, and ask for it by hand."""
    url: WebAddress | None = Field(default=None, repr=False)
    """Of a webhook: the address to call."""
    secret: WebhookSecret | None = Field(default=None, repr=False)
    """Of a webhook: what it is signed with, as standardwebhooks.com describes it."""
    status_url: WebAddress | None = Field(default=None, repr=False)
    """Of a webhook: the address that tells version, previous and deployed_at as JSON."""
    repository: Repository | None = Field(default=None, repr=False)
    """Of Git: the path of a clone, relative to oakum.yaml, or the address of a repository."""
    branch: Branch = "main"
    """Of Git: the branch."""
    file: FileInside | None = None
    """Of Git: the file that names the version and nothing else; its former content is restored."""
    tracking_uri: WebAddress | None = Field(default=None, repr=False)
    """Of MLflow: the address of the tracking server."""
    model: ModelName | None = None
    """Of MLflow: the registered model."""
    alias: Name | None = None
    """Of MLflow: the alias of the version that serves."""
    former_alias: Name | None = None
    """Of MLflow: the alias of the former version; without it, the newest one before that which serves."""
    token: Text | None = Field(default=None, repr=False)
    """Of MLflow: a bearer token, as ${MLFLOW_TRACKING_TOKEN}; user and password may stand in tracking_uri."""

    @model_validator(mode="after")
    def _complete(self) -> "RollbackTarget":
        for key in _NEEDS[self.by]:
            if getattr(self, key) is None:
                raise ValueError(f"a rollback by {self.by} needs {key}")
        known = {*_NEEDS[self.by], *_MAY[self.by]}
        for key in [key for way in (*_NEEDS.values(), *_MAY.values()) for key in way]:
            if key in self.model_fields_set and key not in known:
                raise ValueError(f"a rollback by {self.by} has no {key}: remove it, or mend by")
        if self.enabled and not self.allowed:
            raise ValueError("somebody must be able to cancel it: name them in allowed")
        return self
