"""`oakum init` of a SQLite file: it is not read, and is told so wherever and however it is named."""

import sqlite3
from contextlib import closing

import pytest


@pytest.fixture
def shop(tmp_path):
    """An export of a shop."""
    file = tmp_path / "exports" / "shop.db"
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE orders (id INTEGER)")
    return file


@pytest.mark.parametrize("address", ["{}", "sqlite:///{}"])
def test_its_tables_are_to_be_written_as_files(company, shop, address):
    """Also where there is a configuration already: to declare its folder would lead nowhere."""
    ran = company.oakum("init", address.format(shop))
    assert (ran.status, ran.out) == (2, "")
    assert "shop.db is a SQLite database, which is not read: write each of its tables as a file" in ran.err
    assert "add under `sources`: exports" not in ran.err
