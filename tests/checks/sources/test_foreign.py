"""Databases in one file: what a newcomer hands over, believing that it is read."""

import re
import sqlite3
from contextlib import closing

import duckdb
import pytest

from checks.sources.foreign import database_in, instead, instead_of_all
from checks.sources.tables import SourceError


def sqlite(path):
    """A shop's own database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE orders (id INTEGER)")
    return path


def duck(path):
    """An analyst's."""
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute("CREATE TABLE orders (id INTEGER)")
    return path


@pytest.mark.parametrize(("make", "kind"), [(sqlite, "SQLite"), (duck, "DuckDB")])
def test_a_database_is_known_by_what_it_begins_with(tmp_path, make, kind):
    """Whatever it is called."""
    file = make(tmp_path / "shop data")
    assert database_in(file) == kind
    assert instead(file).startswith(f"shop data is a {kind} database, which is not read: write each ")
    assert f"'{file}'" in instead(file), "the command can be typed as it stands"
    assert "{kind: postgres, url: postgresql://user:${PASSWORD}@host/database}" in instead(file)


def test_other_files_are_none(tmp_path):
    """Nor are those that are not there."""
    (tmp_path / "a.db").write_bytes(b"id,x\n1,2\n")
    (tmp_path / "b.db").touch()
    assert [database_in(tmp_path / name) for name in ("a.db", "b.db", "c.db")] == ["", "", ""]
    assert instead_of_all(tmp_path) == ""


def test_in_a_folder_they_are_found_and_counted(tmp_path):
    """Also in the folders right below."""
    (tmp_path / "backup").mkdir()
    sqlite(tmp_path / "shop.db")
    sqlite(tmp_path / "backup" / "shop.sqlite3")
    said = instead_of_all(tmp_path)
    assert said.startswith("shop.db is a SQLite database")
    assert said.endswith("(1 more database beside it)")


@pytest.mark.parametrize("name", ["shop.sqlite", "shop.parquet"])
def test_as_a_table_of_a_source_it_is_told_what_it_is(lake, name):
    """Not that it is no Parquet."""
    (lake.root / "day=2026-01-05").mkdir(parents=True)
    sqlite(lake.root / "day=2026-01-05" / name)
    said = f"cannot be read ({name} is a SQLite database, which is not read: write each of its tables"
    with pytest.raises(SourceError, match=re.escape(said)):
        lake.survey(path="day=*/*")


def test_as_the_root_of_a_source_it_is_told_too(lake):
    """A database has tables, so a path below it seems natural."""
    lake.root = sqlite(lake.root / "shop.sqlite")
    with pytest.raises(SourceError, match=r"no file matches .*: shop\.sqlite is a SQLite database"):
        lake.survey(path="orders")
