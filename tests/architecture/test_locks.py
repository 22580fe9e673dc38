"""The locks name every package by version and hash, agree with each other, and hold no address."""

import re
import tomllib
from pathlib import Path

import pytest

LOCKS = ("build", "core", "demo", "dev")
PINNED = re.compile(r"^([\w.-]+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})*)$", re.MULTILINE)


def _pins(root: Path, lock: str) -> dict[str, tuple[str, int]]:
    """Each package of a lock: its version and how many hashes it has."""
    text = (root / "requirements" / f"{lock}.txt").read_text()
    return {name: (version, hashes.count("--hash")) for name, version, hashes in PINNED.findall(text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_versions_and_hashes_and_nothing_else(root: Path, lock: str) -> None:
    """Anybody's package index can serve it, and nobody's path or address is in it."""
    lines = (root / "requirements" / f"{lock}.txt").read_text().splitlines()
    allowed = re.compile(r"#.*|    # .*|[\w.-]+==[\w.]+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?|")
    assert [line for line in lines if not allowed.fullmatch(line) or "://" in line] == []
    assert [name for name, (_, hashes) in _pins(root, lock).items() if hashes == 0] == []


def test_the_locks_agree_with_each_other(root: Path) -> None:
    """The tests run the very versions that the image and the demo run."""
    tested = _pins(root, "dev")
    for lock in ("core", "demo", "build"):
        assert _pins(root, lock).items() <= tested.items()


def test_every_package_that_the_project_names_is_locked(root: Path) -> None:
    """After a change of pyproject.toml somebody ran `make lock`."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = {"core": [], "demo": extras["demo"], "dev": extras["demo"] + extras["dev"]}
    for lock, more in wanted.items():
        names = {re.split(r"[\[<>=]", line)[0].lower() for line in project["dependencies"] + more}
        assert names - _pins(root, lock).keys() == set(), f"run make lock: requirements/{lock}.txt lacks them"
