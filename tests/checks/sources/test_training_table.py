"""A training set in a table of the database."""

import pytest

from checks.declared import Table
from checks.profiles.referred import training_set
from checks.sources.opening import Database, Opened
from checks.sources.tables import SourceError


@pytest.fixture
def trained(postgres_url, shelf):
    """The training set of the orders."""

    def read(path="shop.training"):
        declared = {
            "source": "db",
            "path": "shop.orders",
            "partition": {"column": "day"},
            "key": ["id"],
            "reference": {"path": path},
            "columns": {"amount": {"drift": True}, "note": {"drift": True}},
        }
        return training_set(Opened(), Database(postgres_url), "orders", Table.model_validate(declared), shelf)

    return read


def test_a_table_of_the_database_is_a_training_set(server, trained):
    """Without a day; features that it lacks are merely not compared. A change gives it another mark."""
    server.execute("CREATE TABLE training AS SELECT g AS amount FROM generate_series(1, 500) g")
    first = trained()
    assert (first.profile.rows, first.profile.columns["amount"].distribution.rows) == (500, 500)
    assert trained().mark == first.mark
    server.execute("UPDATE training SET amount = 0 WHERE amount = 7")
    assert trained().mark != first.mark


def test_a_table_that_is_not_there_is_named(server, trained):
    """In words that say which."""
    with pytest.raises(SourceError, match=r"its reference shop.learned cannot be read: .*no such table"):
        trained("shop.learned")
