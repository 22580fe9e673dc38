"""A folder with a small configuration, to be changed by each test."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.settings.errors import ConfigError
from bot.settings.load import Settings, load

OAKUM = """\
timezone: Europe/Berlin
sources:
  lake: {root: data}
people:
  maria: {slack: U012, email: maria@example.com}
  jon: {slack: U013}
policies:
  on-call:
    - {notify: maria, by: [slack, email]}
    - {notify: jon}
routes:
  slack: {bot_token: xoxb-1, app_token: xapp-1}
  email: {smtp: smtp://localhost}
"""

CHURN = """\
pipeline: churn
owner: maria
channel: "#churn-data"
policy: on-call
tables:
  usage:
    source: lake
    path: usage/day=*/*.parquet
    partition: {column: day}
"""

Configure = Callable[..., Settings]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one healthy pipeline."""
    (tmp_path / "pipelines").mkdir()
    (tmp_path / "oakum.yaml").write_text(OAKUM, encoding="utf-8")
    (tmp_path / "pipelines" / "churn.yaml").write_text(CHURN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def configure(folder: Path) -> Configure:
    """Write the two files (or keep them as they are) and load the folder."""

    def configured(
        *,
        oakum: str = OAKUM,
        churn: str = CHURN,
        environ: Mapping[str, str] | None = None,
        routes: bool = True,
    ) -> Settings:
        (folder / "oakum.yaml").write_text(oakum, encoding="utf-8")
        (folder / "pipelines" / "churn.yaml").write_text(churn, encoding="utf-8")
        return load(folder, environ or {}, routes=routes)

    return configured


@pytest.fixture
def refusal(configure: Configure, folder: Path) -> Callable[..., str]:
    """What is said about a configuration that cannot be used, with the folder's own name left out."""

    def refused(**files: str) -> str:
        try:
            settings = configure(**files)
        except ConfigError as error:
            said = str(error)
        else:
            assert settings.broken, "the configuration was accepted"
            said = "\n".join(map(str, settings.broken))
        return said.replace(f"{folder}/", "")

    return refused
