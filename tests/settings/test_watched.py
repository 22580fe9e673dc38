"""What is declared of a table of which nobody declared anything."""

from datetime import date
from pathlib import Path

import pytest

from bot.settings.watched import settings_of, watched
from checks.sources.guesses import Column
from checks.sources.likely_key import LikelyKey
from checks.sources.look import Look

ROWS = 1000
SEEN = (
    Column("id", "whole", distinct=1000),
    Column("row", "whole", distinct=990),
    Column("customer_id", "whole", distinct=40),
    Column("age", "whole", missing=10, distinct=70),
    Column("amount", "number", distinct=900),
    Column("constant", "number", distinct=1),
    Column("plan", "text", distinct=3),
    Column("country_code", "text", distinct=9),
    Column("name", "text", distinct=800),
    Column("seen_at", "time", distinct=1000),
    Column("tags", "other"),
)


def a_look(**changes):
    """A table with columns of every kind."""
    facts = {
        "name": "usage",
        "path": "usage/day=*/*.parquet",
        "partition": "day",
        "in_path": True,
        "days": 60,
        "since": date(2026, 1, 1),
        "newest": date(2026, 3, 1),
        "rows": ROWS,
        "seen_days": 60,
        "key": LikelyKey(("id",), within_partition=True),
        "event_time": "seen_at",
        "loaded_at": None,
        "features": (),
        "unreadable": 0,
        "columns": SEEN,
    }
    return Look(**facts | changes)


def test_the_nulls_of_every_column_are_watched():
    """Also those of keys, times and lists."""
    columns = watched(a_look()).columns
    assert list(columns) == [each.name for each in SEEN]
    assert all(each.watches_nulls for each in columns.values())


def test_drift_is_watched_where_there_is_a_distribution_that_should_stay():
    """Numbers, and texts of few levels; not what names a row, nor what never differs."""
    columns = watched(a_look()).columns
    assert [name for name, each in columns.items() if each.watches_drift] == [
        "age",
        "amount",
        "plan",
        "country_code",
    ]


@pytest.mark.parametrize(("key", "within"), [(LikelyKey(("id",)), "table"), (LikelyKey(), "table")])
def test_duplicates_are_sought_where_a_key_is_likely(key, within):
    """Within the day where it comes back on other days, else in all of the table."""
    assert (watched(a_look()).key, watched(a_look()).unique_within) == (("id",), "partition")
    declared = watched(a_look(key=key))
    assert (declared.key, declared.unique_within) == (key.names, within)


def test_it_stands_as_a_configuration_of_one_table():
    """With a source of files, and a name that no file needs to give."""
    settings, pipeline = settings_of(a_look(name="Überall / é"), Path("/data/lake"))
    assert list(pipeline.tables) == ["Überall / é"]
    assert settings.deployment.sources["hindsight"].root == "/data/lake"


def test_moments_in_whole_numbers_have_no_shape():
    """Every day they are later than on all days before; their nulls are watched all the same."""
    hours = Column("ts", "whole", distinct=24, missing=10, moments=ROWS - 10)
    spent = Column("time_spent", "whole", distinct=24)
    columns = watched(a_look(columns=(hours, spent))).columns
    assert columns["ts"].watches_drift is None
    assert columns["ts"].watches_nulls is not None
    assert columns["time_spent"].watches_drift is not None
