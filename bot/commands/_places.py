"""What `oakum init` is given to look at: a folder of files, or the address of a database."""

import glob
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from bot.domain.declared import Source
from bot.settings.environment import fill_in, mark
from bot.settings.written import key, scalar
from checks.sources.connection import shown
from checks.sources.dated import as_path
from checks.sources.folder import Found, tables_in
from checks.sources.foreign import instead, instead_of_all
from checks.sources.opening import Database, Opened, Place
from checks.sources.relations import tables_in_database


class Given(Protocol):
    """Where the data lies, as somebody typed it."""

    @property
    def name(self) -> str:
        """What the data is called."""

    @property
    def place(self) -> Place:
        """The place that a source of its own would have."""

    @property
    def unset(self) -> str:
        """The variable of the environment that a typed password must still be put into, if there is one."""

    @property
    def nothing(self) -> str:
        """What is said where no table is found."""

    @property
    def is_foreign(self) -> bool:
        """Whether it is a file that no source can read, wherever it is declared."""

    def source(self, folder: Path | None) -> str:
        """A source as YAML, its paths relative to the folder of oakum.yaml; absolute where none is given."""

    def within(self, source: Source) -> Place | None:
        """The place of a declared source, if the data lies there."""

    def tables(self, place: Place, opened: Opened) -> list[Found]:
        """The tables, with their paths from a place on. Raises `SourceError`."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, or a single file."""

    path: Path
    unset = ""

    @property
    def nothing(self) -> str:
        """What is wanted, or that it is a database of another kind."""
        return nothing_in(self.path)

    @property
    def is_foreign(self) -> bool:
        """Whether it is SQLite or DuckDB."""
        return self.path.is_file() and bool(instead(self.path))

    def __str__(self) -> str:
        return str(self.path)

    @property
    def _folder(self) -> Path:
        return self.path.parent if self.path.is_file() else self.path

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.place.name

    @property
    def place(self) -> Path:
        """The folder, from the root of the disk on."""
        return self._folder.resolve()

    def source(self, folder: Path | None) -> str:
        """A relative folder stays one: it may be moved together with the configuration."""
        moves = folder is not None and not self._folder.is_absolute()
        root = os.path.relpath(self._folder.absolute(), folder.resolve()) if folder and moves else self.place
        return f"{{kind: files, root: {scalar(str(root))}}}"

    def within(self, source: Source) -> Path | None:
        """The root of a source of files that is this folder, or one above it."""
        root = Path(source.root).resolve() if source.root is not None else None
        return root if root is not None and self.place.is_relative_to(root) else None

    def tables(self, place: Place, opened: Opened) -> list[Found]:
        """Guessed from the names of the files."""
        parts = self.place.relative_to(place).parts if isinstance(place, Path) else ()
        above = as_path("".join(f"{glob.escape(part)}/" for part in parts))
        return [
            replace(found, path=above + found.path, dated=found.dated and above + found.dated)
            for found in tables_in(self.path)
        ]


@dataclass(frozen=True, slots=True)
class Address:
    """A PostgreSQL database. `written` has a variable where a password was typed: `unset` is its name."""

    url: str = field(repr=False)
    written: str
    name: str
    unset: str = ""
    is_foreign = False
    nothing = "has no table that this user may read: grant USAGE on its schema and SELECT on its tables"

    def __str__(self) -> str:
        return shown(self.url)

    @property
    def place(self) -> Database:
        """The database."""
        return Database(self.url)

    def source(self, folder: Path | None) -> str:
        """With the variables of the address, which are filled in when the file is read."""
        return f"{{kind: postgres, url: {key(self.written)}}}"

    def within(self, source: Source) -> Database | None:
        """The same database, whoever logs in there."""
        return Database(source.url) if source.url and shown(source.url) == shown(self.url) else None

    def tables(self, place: Place, opened: Opened) -> list[Found]:
        """Those that the user may read."""
        return tables_in_database(opened.database(place)) if isinstance(place, Database) else []


def nothing_in(path: Path) -> str:
    """What is said of a folder or file in which no table is found, after its name."""
    if database := instead_of_all(path):
        return f"holds nothing that is read: {database}"
    return "has no files of Parquet, CSV or JSON lines: name the folder that holds your data"


def given(text: str, environ: Mapping[str, str]) -> Given:
    """What a text like `/data/lake` or `postgresql://user:${PASSWORD}@host/name` means.

    Raises:
        ValueError: There is no such folder, or that is no address of a PostgreSQL database.
    """
    if "://" in text:
        return _address(text, environ)
    path = Path(text).expanduser()
    if not path.exists():
        raise ValueError(f"there is no {text}")
    return Folder(path)


def _address(text: str, environ: Mapping[str, str]) -> Address:
    url, _, unset = fill_in(mark(text), environ)
    if unset:
        raise ValueError(f"set {' and '.join(unset)} in the environment first")
    typed, name = urlsplit(text), urlsplit(url).path.strip("/")
    if typed.scheme in ("sqlite", "duckdb"):
        file = Path(text.partition("://")[2].removeprefix("/")).expanduser()
        raise ValueError(
            (file.is_file() and instead(file))
            or f"a {typed.scheme} database is not read: name its file "
            "to be told how its tables are written as files"
        )
    if typed.scheme not in ("postgresql", "postgres") or not name:
        raise ValueError(
            "a folder or a file is needed, or like 'postgresql://user:${PASSWORD}@host/database'"
        )
    user, _, password = typed.netloc.rpartition("@")[0].partition(":")
    if not password or password.startswith("${"):
        return Address(url, text, name)
    variable = re.sub(r"\W", "_", name, flags=re.ASCII).upper() + "_PASSWORD"
    netloc = f"{user}:${{{variable}}}@{typed.netloc.rpartition('@')[2]}"
    return Address(url, urlunsplit(typed._replace(netloc=netloc)), name, variable)
