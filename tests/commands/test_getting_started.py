"""The commands of docs/getting-started.md do what the page says."""

import re
import shlex
from pathlib import Path

import pytest

from bot import cli
from bot.settings.load import load

PAGE = Path(__file__).parents[2] / "docs" / "getting-started.md"
CONSOLE = re.compile(r"^```console\n\$ oakum (.*)\n((?:.*\n)*?)```$", re.MULTILINE)
YAML = re.compile(r"^```yaml\n((?:.*\n)*?)```$", re.MULTILINE)


@pytest.fixture
def newcomer(tmp_path, lake, monkeypatch):
    """Somebody in a folder with nothing but data."""
    (tmp_path / "lake").symlink_to(lake)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_command_prints_what_the_page_says(newcomer, capsys):
    """In the order of the page, line by line; a … stands for what was cut."""
    commands = CONSOLE.findall(PAGE.read_text(encoding="utf-8"))
    assert [typed.split()[0] for typed, _ in commands] == ["hindsight", "init", "doctor", "check", "gate"]
    for typed, said in commands:
        with pytest.raises(SystemExit):
            cli.main(shlex.split(typed))
        printed = capsys.readouterr().out
        pattern = ".*".join(re.escape(part) for part in said.split("…"))
        assert re.fullmatch(pattern, printed), f"oakum {typed} prints:\n{printed}"


def test_the_tables_of_the_page_can_be_used(newcomer):
    """The pattern, what is laid over it, and the default that is taken away."""
    (tables,) = YAML.findall(PAGE.read_text(encoding="utf-8"))
    for name in ("stg_orders", "stg_users"):
        (newcomer / "data" / name).mkdir(parents=True)
    pipelines = newcomer / "config" / "pipelines"
    pipelines.mkdir(parents=True)
    (newcomer / "config" / "oakum.yaml").write_text("sources: {lake: {root: ../data}}\npeople: {ana: {}}\n")
    (pipelines / "a.yaml").write_text(f'pipeline: a\nowner: ana\nchannel: "#a"\n{tables}')
    (pipeline,) = load(newcomer / "config", {}).pipelines
    assert set(pipeline.tables) == {"stg_orders", "stg_users"}
    assert pipeline.tables["stg_orders"].key == ("order_id", "line")
    assert pipeline.tables["stg_orders"].finish_by is None
    assert pipeline.tables["stg_users"].path == "stg_users/day=*/*.parquet"
