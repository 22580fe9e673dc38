"""Which table of which source: opens what is needed for it, each database once."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from checks.declared import Table
from checks.sources import connection, database
from checks.sources.files import FilesTable, connect
from checks.sources.pandas_later import pandas_later
from checks.sources.tables import SourceTable
from checks.sources.whole import WholeDatabase, WholeFiles


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL database, by its address."""

    url: str = field(repr=False)


Place = Path | Database
"""Where tables lie: a folder with files, or a database."""


class Opened:
    """The tables of one survey. What is open is shared, and closed when nobody holds it any more."""

    def __init__(self) -> None:
        pandas_later()
        self._databases: dict[str, Any] = {}

    @cached_property
    def _duckdb(self) -> Any:
        return connect()

    def table(self, place: Place, name: str, declared: Table) -> SourceTable:
        """A table in its place; raises `SourceError` where a database cannot be reached."""
        if isinstance(place, Path):
            files = FilesTable if declared.has_days else WholeFiles
            return files(self._duckdb, name, place, declared)
        kind = database.DatabaseTable if declared.has_days else WholeDatabase
        return kind(self.database(place), place.url, name, declared)

    def database(self, place: Database) -> Any:
        """The connection to a database; raises `SourceError` where it cannot be reached."""
        if place.url not in self._databases:
            self._databases[place.url] = connection.connect(place.url)
        return self._databases[place.url]
