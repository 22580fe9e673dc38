"""A new file of the configuration is put in its place whole, and over nothing."""

from pathlib import Path
from typing import Any

import pytest

from bot.settings.errors import ConfigError
from bot.settings.load import as_it_is_now, load, tried
from bot.settings.put import can_put, put

OAKUM = "sources: {lake: {root: .}}\npeople: {ana: {}}\n"
SALES = """\
pipeline: sales
owner: ana
channel: "#sales"
tables: {sales: {source: lake, path: "${PLACE}/*.csv", partition: none}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration with one pipeline, by a variable of the environment."""
    (tmp_path / "pipelines").mkdir()
    (tmp_path / "oakum.yaml").write_text(OAKUM)
    (tmp_path / "pipelines" / "sales.yaml").write_text(SALES)
    return tmp_path


def refuse(*_: Any) -> None:
    """What a file system without links says."""
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize("links", [True, False])
def test_a_file_is_written_whole_and_never_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Also where the file system has no links; no draft is left behind."""
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    put(tmp_path / "a.yaml", "pipeline: ä\n")
    with pytest.raises(FileExistsError):
        put(tmp_path / "a.yaml", "pipeline: other\n")
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "pipeline: ä\n"
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]


def test_what_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full has no half a file."""
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        put(tmp_path / "a.yaml", "pipeline: a\n")
    assert [*tmp_path.iterdir()] == []


def test_where_there_is_no_folder_nothing_can_be_put(tmp_path: Path) -> None:
    """It is not made."""
    assert can_put(tmp_path)
    assert not can_put(tmp_path / "pipelines")


def test_a_file_is_tried_before_it_is_there(folder: Path) -> None:
    """By the same rules, with its lines; the folder stays as it is."""
    settings = load(folder, {"PLACE": "eu"})
    again = as_it_is_now(settings)
    assert again.pipelines == settings.pipelines
    assert "PLACE" not in repr(again)
    path = folder / "pipelines" / "more.yaml"
    assert tried(again, path, SALES.replace("sales", "more")).tables["more"].path == "eu/*.csv"
    with pytest.raises(ConfigError, match=r"more.yaml:1: pipeline: 'sales' is already the name"):
        tried(again, path, SALES)
    with pytest.raises(ConfigError, match=r"more.yaml:2: owner: .*did you mean ana"):
        tried(again, path, SALES.replace("sales", "more").replace("ana", "anna"))
    assert not path.exists()
