"""A store in a file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.store import Store, open_store


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a store that does not exist yet."""
    return f"sqlite:///{tmp_path / 'oakum.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(url)
    yield opened
    opened.close()
