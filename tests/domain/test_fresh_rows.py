"""What people say of fresh rows, and what that says of all of them."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.audit import Audit, Judgement, from_record, to_record
from bot.domain.fresh_rows import FreshRow, Looked, Word, fresh_rows, from_json, looked
from bot.domain.record import plain
from bot.domain.traced import traced
from checks.verdict import Outcome


def _record(day: str, **changes: Any) -> dict[str, Any]:
    facts = {"reference": None, "day": day, "chosen": "the first", "key": {"id": 4}, "source_rows": 1}
    return facts | {"differ": ["plan"], "values": {"plan": ["a", "b"]}} | changes


def _evidence(*records: dict[str, Any]) -> dict[str, Any]:
    columns = {"plan": "tariff", "age": "years"}
    return {"kind": "lineage", "source_table": "crm", "columns": columns, "records": list(records)}


def test_42_right_rows_bound_the_wrong_ones_below_7_percent() -> None:
    """The exact bound: 1 - 0.05 ** (1 / 42)."""
    assert Looked(42, 0).at_most == pytest.approx(1 - 0.05 ** (1 / 42))
    assert Looked(42, 0).at_most < 0.07
    assert Looked(20, 1).at_most == pytest.approx(0.2161, abs=1e-4)  # Clopper and Pearson's tables
    assert (Looked(0, 0).at_most, Looked(3, 3).at_most) == (None, 1.0)


def test_a_row_that_anybody_calls_wrong_is_wrong_and_counts_once() -> None:
    """Whoever cannot tell says nothing of it."""
    said = [
        (1, 0, Word.RIGHT),
        (1, 0, Word.WRONG),
        (1, 1, Word.UNSURE),
        (1, 2, Word.UNSURE),
        (2, 0, Word.RIGHT),
    ]
    assert looked([*said, (1, 2, Word.RIGHT)]) == Looked(rows=3, wrong=1)


def test_only_rows_of_the_newest_partition_are_fresh() -> None:
    """Neither those of the training set, nor of another check."""
    old, fresh = _record("2026-11-18"), _record("2026-11-19")
    found = traced("usage", _evidence(old, _record("2026-11-19", reference="train.csv"), fresh))
    assert [each["day"] for each in found] == ["2026-11-19"]
    assert traced("usage", {"kind": "drift", "records": [fresh]}) == ()


def test_an_audit_keeps_them_and_tables_take_turns() -> None:
    """Three at most; what is kept of an older version has none."""
    said = [
        Judgement(
            check="lineage",
            table=table,
            column=None,
            segment="crm",
            outcome=Outcome.OK,
            traced=traced(table, _evidence(*[_record("2026-11-19")] * 5)),
        )
        for table in ("usage", "plans")
    ]
    audit = Audit(pipeline="churn", as_of=datetime(2026, 11, 20, tzinfo=UTC), judgements=tuple(said))
    kept = from_record("churn", audit.as_of, to_record(audit))
    assert [[row.table for row in fresh_rows(kept, turn)] for turn in (0, 1)] == [
        ["usage"] * 3,
        ["plans"] * 3,
    ]
    assert fresh_rows(None, 0) == ()
    record = to_record(audit)
    for each in record["judgements"]:
        del each["traced"]
    assert fresh_rows(from_record("churn", audit.as_of, record), 0) == ()


def test_a_row_survives_the_way_through_json() -> None:
    """As the checkup keeps it."""
    row = FreshRow(
        table="usage",
        source="crm",
        day="2026-11-19",
        key={"id": 4},
        source_rows=1,
        columns={"plan": "tariff"},
        differ=("plan",),
        values={"plan": ("a", "b")},
    )
    assert from_json(plain(asdict(row))) == row
