"""The house as the tests see it: its root, and the files in it that belong to the project."""

import fnmatch
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _belonging(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name == ".git" or any(fnmatch.fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir():
            yield from _belonging(path, ignored)
        else:
            yield path.relative_to(ROOT)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that the project lives in."""
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file of the project, relative to its root, without what .gitignore names."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()]
    return sorted(_belonging(ROOT, ignored))
