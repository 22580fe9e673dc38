"""Partitions that came, or were written anew, when a newer one was there already."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.verdict import Outcome

FIRST, DAYS = date(2026, 1, 5), 30
DECLARED = {
    "source": "lake",
    "path": "day=*/*.parquet",
    "partition": {"column": "day"},
    "columns": {"age": {"primary": True}},
}


@pytest.fixture
def written(lake):
    """Writes a day: so many rows, all of whose ages may be missing."""

    def write(at, rows=600, empty=False):
        ages = np.random.default_rng(at).normal(40, 10, rows)
        file = f"day={FIRST + timedelta(days=at)}/a.parquet"
        lake.parquet(file, {"id": np.arange(rows), "age": [None] * rows if empty else ages})

    return write


@pytest.fixture
def morning(lake, shelf):
    """What is found on the morning after a day, with what was kept before."""

    def judged(at):
        table = Table.model_validate(DECLARED)
        as_of = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(days=at + 1)
        audit = Auditor({"usage": (lake.root, table)}, shelf, ZoneInfo("UTC")).audit(as_of)
        assert not audit.errors
        return [each for each in audit.verdicts if each.outcome is Outcome.BREACH]

    return judged


def day(at):
    return FIRST + timedelta(days=at)


def test_a_day_that_comes_together_with_a_newer_one_is_judged(written, morning):
    """A night was missed, and what was lost in it is told all the same, once."""
    for at in range(DAYS):
        written(at)
    assert morning(DAYS - 1) == []
    written(DAYS, rows=60, empty=True)
    written(DAYS + 1)
    found = morning(DAYS + 1)
    assert {each.check for each in found} >= {"row_count", "null_rate"}
    assert {each.bad for each in found if each.check == "row_count"} == {(day(DAYS),)}
    written(DAYS + 2)
    assert morning(DAYS + 2) == []


def test_a_day_that_is_written_anew_is_judged_anew(written, morning):
    """It was well when it was judged."""
    for at in range(DAYS):
        written(at)
    assert morning(DAYS - 1) == []
    written(DAYS - 3, rows=600, empty=True)
    (found,) = (each for each in morning(DAYS - 1) if each.column == "age" and each.check == "null_rate")
    assert found.bad == (day(DAYS - 3),)


def test_days_that_were_there_at_the_first_look_are_history(written, morning):
    """Nobody wants last week's news of each table that is set up."""
    for at in range(DAYS):
        written(at, rows=60 if at == DAYS - 4 else 600)
    assert morning(DAYS - 1) == []


def test_what_the_newest_day_has_too_is_told_once(written, morning):
    """Both days are bad: one finding, since the first of them."""
    for at in range(DAYS):
        written(at)
    morning(DAYS - 1)
    written(DAYS, rows=60)
    written(DAYS + 1, rows=60)
    (found,) = (each for each in morning(DAYS + 1) if each.check == "row_count")
    assert found.bad == (day(DAYS), day(DAYS + 1))
