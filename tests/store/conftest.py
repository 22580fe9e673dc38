"""A store of its own, on either database."""

from collections.abc import Iterator

import pytest

from bot.store.store import Store, open_store


@pytest.fixture
def url(store_url: str) -> str:
    """The address of a store that does not exist yet."""
    return store_url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(url)
    yield opened
    opened.close()
