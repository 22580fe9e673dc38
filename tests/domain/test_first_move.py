"""The first move names the load, the column and what is upstream."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.first_move import _MOVES, first_move
from checks.declared import Table

TODAY = date(2026, 11, 20)


@pytest.fixture
def usage() -> Table:
    """It takes its rows from another table."""
    return Table.model_validate(
        {
            "source": "lake",
            "path": "usage/*.parquet",
            "partition": {"column": "day"},
            "key": ["id", "day"],
            "takes_from": [{"table": "raw_usage", "columns": ["id"]}],
        }
    )


def test_nulls_say_which_load_and_what_is_upstream(a_finding: Any, usage: Table) -> None:
    """Since when, of which column, and from where it comes."""
    found = replace(
        a_finding(), check="null_rate", column="age", bad=(date(2026, 11, 17), date(2026, 11, 18))
    )
    said = first_move(found, usage, TODAY)
    assert "the load of Tue 17 Nov" in said
    assert "`age`" in said
    assert "`raw_usage`" in said


def test_a_batch_that_came_twice_is_told_from_scattered_repeats(a_finding: Any, usage: Table) -> None:
    """The evidence says which."""
    twice = replace(a_finding(), check="duplicate_keys", column=None, evidence={"kind": "replayed"})
    scattered = replace(twice, evidence={"kind": "scattered"})
    assert "came twice" in first_move(twice, usage, TODAY)
    assert "group by `id`, `day`" in first_move(scattered, usage, TODAY)


@pytest.mark.parametrize("check", _MOVES)
def test_every_kind_has_one_sentence_with_or_without_what_is_declared(
    a_finding: Any, usage: Table, check: str
) -> None:
    """Also where no day is known, and a column is called so that it would end its backticks."""
    for kind in _MOVES[check]:
        for table, bad in ((usage, (TODAY,)), (None, ())):
            found = replace(a_finding(), check=check, column="a`b", evidence={"kind": kind}, bad=bad)
            said = first_move(found, table, TODAY)
            assert said[0].isupper() or said[0] == "`"
            assert said.endswith(".")
            assert "a`b" not in said


def test_of_an_unknown_check_nothing_is_said(a_finding: Any) -> None:
    """Rather than something that fits everything."""
    assert first_move(replace(a_finding(), check="own"), None, TODAY) == ""
