"""Where the tables of a declared source lie."""

from pathlib import Path

from bot.domain.declared import Source
from checks.sources.opening import Database, Place


def place(source: Source) -> Place:
    """A folder, or a database by its address."""
    return Database(source.url) if source.url is not None else Path(source.root or "")
