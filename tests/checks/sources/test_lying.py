"""What lies in a source is asked by name; where it cannot be told, that is said."""

import psycopg
import pytest

from checks.sources.lying import lying_in
from checks.sources.opening import Database
from checks.sources.tables import SourceError


def test_the_tables_of_a_folder_are_named(tmp_path):
    """However broken their files are: nobody reads them."""
    (tmp_path / "orders.csv").write_text("")
    (tmp_path / "usage.parquet").write_text("no Parquet")
    assert [each.name for each in lying_in(tmp_path)] == ["orders", "usage"]


def test_a_folder_that_is_not_there_holds_not_nothing(tmp_path):
    """It cannot be listed, which is something else than being empty."""
    with pytest.raises(SourceError, match="cannot be listed"):
        lying_in(tmp_path / "gone")


def test_the_tables_of_a_database_are_named(fresh_postgres):
    """Those that the user may read, by schema and name."""
    url = fresh_postgres()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE orders (id int); CREATE SCHEMA raw; CREATE TABLE raw.usage (id int)")
    assert [each.path for each in lying_in(Database(url))] == ["public.orders", "raw.usage"]


def test_a_database_that_cannot_be_reached_cannot_be_listed():
    """Its address is told without the password."""
    with pytest.raises(SourceError, match="cannot be reached") as raised:
        lying_in(Database("postgresql://ana:geheim@127.0.0.1:1/shop?connect_timeout=2"))
    assert "geheim" not in str(raised.value)
