"""The rows that a lineage check traced stand in the digest, with what people said of those before."""

from typing import Any

import pytest

from bot.domain.fresh_rows import Looked, Word
from bot.engine.fresh_rows import NoSuchRowError, answered
from bot.store import checkups
from bot.store.checkups import NoSuchCheckupError
from checks.verdict import Outcome

World = Any
RECORD = {"reference": None, "day": "2026-11-19", "key": {"id": 4}, "source_rows": 1, "differ": []}
EVIDENCE = {
    "kind": "lineage",
    "source_table": "crm",
    "columns": {"plan": "tariff"},
    "records": [RECORD | {"key": {"id": number}} for number in range(3)],
}


def _friday(world: World, says: Any) -> Any:
    lineage = says.bad("lineage", outcome=Outcome.OK, urgency=None, bad=(), evidence=EVIDENCE)
    world.checks.says["churn"] = [lineage]
    world.round()
    world.round(hours=5, minutes=30)
    with world.store.read() as connection:
        return checkups.last(connection, "churn")


def test_the_newest_partitions_rows_are_shown_with_the_bound_so_far(world: World, says: Any) -> None:
    """A week later what was said counts."""
    first = _friday(world, says)
    assert [row.key for row in first.rows] == [{"id": 0}, {"id": 1}, {"id": 2}]
    assert first.looked == Looked()
    for row in range(3):
        answered(world.store, first.id, row, "maria", Word.RIGHT, world.clock(), by="slack")
    world.round(days=7)
    with world.store.read() as connection:
        second = checkups.last(connection, "churn")
    assert second.looked == Looked(rows=3, wrong=0)


def test_what_is_not_there_cannot_be_judged(world: World, says: Any) -> None:
    """Neither a fourth row, nor a row of a checkup that never was."""
    checkup = _friday(world, says)
    with pytest.raises(NoSuchRowError, match="has no row 3"):
        answered(world.store, checkup.id, 3, "maria", Word.RIGHT, world.clock(), by="slack")
    with pytest.raises(NoSuchCheckupError):
        answered(world.store, 99, 0, "maria", Word.RIGHT, world.clock(), by="slack")
