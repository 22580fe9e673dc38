"""Databases in one file, SQLite and DuckDB: they are not read, and are known by what they begin with."""

import os
import shlex
from itertools import islice
from pathlib import Path

from checks.figures import counted

_MARKS = (("SQLite", 0, b"SQLite format 3\0"), ("DuckDB", 8, b"DUCK"))
_ENDINGS = (".db", ".db3", ".sqlite", ".sqlite3", ".s3db", ".duckdb", ".ddb")
_LOOKED_AT = 100
_EXPORT = {
    "SQLite": 'sqlite3 -header -csv {} "SELECT * FROM orders" > orders.csv',
    "DuckDB": "duckdb {} \"COPY orders TO 'orders.parquet'\"",
}


def database_in(file: Path) -> str:
    """SQLite or DuckDB, if a file is such a database; otherwise nothing."""
    try:
        with file.open("rb") as stream:
            begins = stream.read(16)
    except OSError:
        return ""
    return next((kind for kind, at, mark in _MARKS if begins[at:].startswith(mark)), "")


def instead(file: Path) -> str:
    """Which database a file is, and what to write instead; nothing, if it is none."""
    kind = database_in(file)
    if not kind:
        return ""
    export = _EXPORT[kind].format(shlex.quote(str(file)))
    return (
        f"{file.name} is a {kind} database, which is not read: write each of its tables as a file, `orders` "
        f"with `{export}`, and name their folder; or load them into PostgreSQL and name that: "
        "{kind: postgres, url: postgresql://user:${PASSWORD}@host/database} under `sources`"
    )


def instead_of_all(place: Path) -> str:
    """The same of a folder in which there is nothing else to read; `place` may be a file."""
    if place.is_file():
        return instead(place)
    found = [file for file in islice(_likely(place), _LOOKED_AT) if database_in(file)]
    if not found:
        return ""
    more = f" ({counted(len(found) - 1, 'more database')} beside it)" if found[1:] else ""
    return f"{instead(found[0])}{more}"


def _likely(folder: Path) -> "list[Path]":
    """Files that are called like a database, in the folder and right below it."""
    below = [folder, *sorted(each for each in folder.iterdir() if each.is_dir() and os.access(each, os.R_OK))]
    return [file for each in below for file in sorted(each.iterdir()) if file.name.lower().endswith(_ENDINGS)]
