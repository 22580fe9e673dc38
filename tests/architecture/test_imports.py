"""The lint that keeps imports one way, and the time in one place, bites."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
TRESPASSES = {
    "checks/statistics/trespass.py": "import checks.audit\nimport slack_sdk\n",
    "checks/data/trespass.py": "import checks.sources.tables\nimport checks.data.null_rate\n",
    "bot/domain/trespass.py": "import bot.clock\nimport bot.settings\n",
    "bot/routes/trespass.py": "import ibis\nimport bot.sandbox\n",
    "bot/sandbox/trespass.py": "import bot.domain\n",
    "bot/slack/trespass.py": "import bot.messages.text\n",
    "bot/attic.py": "",
    "checks/attic.py": "",
}


def _lint(folder: Path) -> str:
    command = [str(BIN / "lint-imports"), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def test_every_contract_about_imports_breaks_when_it_is_trespassed(root: Path, tmp_path: Path) -> None:
    """Each contract in pyproject.toml forbids something that somebody could write tomorrow."""
    for package in ("bot", "checks"):
        shutil.copytree(root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    for path, text in TRESPASSES.items():
        (tmp_path / path).write_text(text)
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    said = " ".join(_lint(tmp_path).split())
    assert [
        name for name in (contract["name"] for contract in contracts) if f"{name} BROKEN" not in said
    ] == []
    assert "attic" in said, "a room that no layer names must break the contract"


CLOCKS = [
    "from datetime import datetime\ndatetime.now(None)",
    "from datetime import date\ndate.today()",
    "import time\ntime.time()",
    "from time import monotonic\nmonotonic()",
    "import time\ntime.perf_counter_ns()",
    "import time\ntime.strftime('%Y')",
    "import pandas as pd\npd.Timestamp.now()",
    "from sqlalchemy import func\nfunc.now()",
    "import ibis\nibis.now()",
]


@pytest.mark.parametrize("code", CLOCKS, ids=[code.splitlines()[1] for code in CLOCKS])
def test_a_clock_is_read_in_one_file_only(root: Path, code: str) -> None:
    """Code that reads the time itself is refused everywhere but in bot/clock.py."""

    def rules(path: str) -> set[str]:
        command = [
            str(BIN / "ruff"),
            "check",
            "--no-cache",
            "--output-format",
            "concise",
            "--stdin-filename",
            path,
            "-",
        ]
        said = subprocess.run(
            command, cwd=root, input=code, capture_output=True, text=True, check=False
        ).stdout
        return set(re.findall(r"\bTID251\b", said))

    assert rules("bot/engine/check.py") == {"TID251"}
    assert rules("bot/clock.py") == set()


def _imported(path: Path) -> set[str]:
    """The top-level names of the packages that a file imports, wherever in the file."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    of = {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    return {name.split(".")[0] for name in plain | of}


def _name(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match[0]).lower()


POSTGRES = [
    Path("checks/sources/connection.py"),
    Path("checks/sources/database.py"),
    Path("bot/store/postgres.py"),
]
ROOMS = {Path("bot/rollback"): "webhooks", Path("bot/calendars"): "calendars"}


def test_what_the_code_imports_is_declared(root: Path, files: list[Path]) -> None:
    """By the core, or by the extra that a few files are for: the sandbox, the demo, a database, a route."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    core = {_name(line) for line in project["dependencies"]}
    extra = {
        name: {_name(line) for line in lines} for name, lines in project["optional-dependencies"].items()
    }
    owners = packages_distributions()
    undeclared = []
    for path in files:
        if path.parts[0] not in {"bot", "checks"} or path.suffix != ".py":
            continue
        declared = core
        if "sandbox" in path.parts or path.match("bot/commands/demo*"):
            declared = core | extra["demo"]
        elif path in POSTGRES:
            declared = core | extra["postgres"]
        elif path == Path("bot/web/metrics.py"):
            declared = core | extra["metrics"]
        elif path.parent == Path("bot/routes"):
            declared = core | extra.get(
                {"webhook": "webhooks", "heartbeat": "webhooks", "apprise_examined": "apprise"}.get(
                    path.stem, path.stem
                ),
                set(),
            )
        elif path.parent in ROOMS:
            declared = core | extra[ROOMS[path.parent]]
        for module in _imported(root / path) - sys.stdlib_module_names - {"bot", "checks"}:
            if not declared & {_name(owner) for owner in owners.get(module, [])}:
                undeclared.append(f"{path}: {module}")
    assert undeclared == []
