"""Do the shapes of a producer's table and of a consumer's agree, on the first day?"""

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome, Urgency

DAY = date(2026, 8, 3)
RAW = {"id": [1, 2, 3], "sessions": [4, 5, 6], "plan": ["free", "pro", "team"]}


def audit(lake, raw, usage, handoff=None, theirs=None, **mine):
    """What is said on the morning after the first day."""
    lake.parquet(f"raw/day={DAY}/a.parquet", raw)
    lake.parquet(f"usage/day={DAY}/a.parquet", usage)

    def declared(name, **more):
        path = {"source": "lake", "path": f"{name}/day=*/*.parquet", "partition": {"column": "day"}}
        return Table.model_validate(path | more)

    takes = [{"table": "raw"} | (handoff or {})]
    tables = {"usage": declared("usage", takes_from=takes, **mine), "raw": declared("raw", **theirs or {})}
    places = {name: (lake.root, each) for name, each in tables.items()}
    return Auditor(places, KeptNowhere(), ZoneInfo("UTC")).audit(datetime(2026, 8, 4, 9, tzinfo=UTC))


def said(*args, **options):
    """The verdicts on the handoff, by column."""
    found = audit(*args, **options)
    assert found.errors == []
    return {
        each.column: each for each in found.verdicts if each.check == "contract" and each.segment == "raw"
    }


def test_two_shapes_that_agree_are_ok(lake):
    """A whole number may be stored wider than it was handed over."""
    (verdict,) = said(lake, RAW | {"id": pa.array([1, 2, 3], pa.int32())}, RAW).values()
    assert (verdict.outcome, verdict.summary) == (
        Outcome.OK,
        "3 columns are taken from raw: names, types, nulls and allowed values agree",
    )


def test_each_difference_is_named_from_both_sides(lake):
    """A column that did not arrive, one from nowhere, another type, another order."""
    usage = {"plan": RAW["plan"], "id": ["1", "2", "3"], "seen": [1, 2, 3]}
    found = said(lake, RAW, usage)
    assert {column: each.summary for column, each in found.items()} == {
        "sessions": "`raw.sessions` (int64) has no `usage.sessions`",
        "seen": "`usage.seen` (int64) has no `raw.seen`",
        "plan": "the order differs from `usage.plan` on, where raw has `id`",
        "id": "`raw.id` is int64 and `usage.id` is string",
    }
    assert found["id"].urgency is Urgency.PAGE
    assert found["plan"].urgency is Urgency.TICKET


def test_columns_that_are_called_otherwise_are_compared_by_the_mapping(lake):
    """Only those; what else either table has is its own business, and so is their order."""
    usage = {"visits": pa.array([4, 5, 6], pa.int16()), "account": [1, 2, 3], "score": [0.1, 0.2, 0.3]}
    found = said(lake, RAW, usage, {"columns": {"account": "id", "visits": "sessions", "tier": "plan"}})
    assert {column: each.summary for column, each in found.items()} == {
        "tier": "`raw.plan` (string) has no `usage.tier`",
        "visits": "`raw.sessions` is int64 and `usage.visits` is int16",
    }
    assert found["visits"].urgency is Urgency.TICKET, "the same kind, of another size"


def test_a_day_that_stands_in_the_path_of_the_files_is_there(lake):
    """The producer has it as a column, and it may be in the mapping."""
    raw = RAW | {"day": [DAY] * 3}
    for handoff in ({}, {"columns": [*RAW, "day"]}):
        (verdict,) = said(lake, raw, RAW, handoff).values()
        assert verdict.outcome is Outcome.OK


def test_values_that_get_lost_and_gaps_that_get_filled_are_told(lake):
    """Zero-filled or null? Nobody said."""
    raw = RAW | {"plan": ["free", None, ""]}
    usage = RAW | {"sessions": [4, None, 6]}
    found = said(lake, raw, usage)
    assert found["plan"].summary == (
        "2 of 3 rows of `raw.plan` have no value, and all of `usage.plan` have one: say with `default` what "
        "is written there"
    )
    assert found["sessions"].summary == (
        "`raw.sessions` has a value in every row, and 1 of 3 rows of `usage.sessions` has none"
    )
    assert found["sessions"].affected == 1


def test_what_the_owner_said_of_gaps_is_no_difference(lake):
    """A default that is filled in; a column that may be empty."""
    columns = {"plan": {"default": "none"}, "sessions": {"required": False}}
    (verdict,) = said(
        lake, RAW | {"plan": ["free", None, ""]}, RAW | {"sessions": [4, None, 6]}, columns=columns
    ).values()
    assert verdict.outcome is Outcome.OK


def test_values_that_the_consumer_does_not_allow(lake):
    """By its producer's own word, and how many rows hold it; values are told if they are shared."""
    theirs = {"columns": {"plan": {"values": ["free", "pro", "team", "gratis"]}}}
    columns = {"plan": {"values": ["free", "pro"]}}
    found = said(lake, RAW, RAW, theirs=theirs, columns=columns)
    assert found["plan"].summary == (
        "`raw.plan` may be 2 values, which `usage.plan` does not allow; "
        "1 of 3 rows of `raw.plan` holds what `usage.plan` does not allow"
    )
    columns["plan"]["share"] = True
    assert (
        "may be team, gratis, which" in said(lake, RAW, RAW, theirs=theirs, columns=columns)["plan"].summary
    )


def test_fields_within_documents_and_arrays_are_compared_by_their_path(lake):
    """A price that became a text two levels down."""
    raw = {"order": [{"id": 1, "lines": [{"price": 1.5, "sku": "a"}]}]}
    usage = {"order": [{"id": 1, "lines": [{"price": "1.5"}], "note": "x"}]}
    found = said(lake, raw, usage)
    assert {column: each.summary for column, each in found.items()} == {
        "order.lines[].price": (
            "`raw.order.lines[].price` is float64 and `usage.order.lines[].price` is string"
        ),
        "order.lines[].sku": "`raw.order.lines[].sku` (string) has no `usage.order.lines[].sku`",
        "order.note": "`usage.order.note` (string) has no `raw.order.note`",
    }


def texts(*documents):
    return {"id": list(range(len(documents))), "order": [json.dumps(each) for each in documents]}


def test_texts_that_hold_json_are_compared_by_what_is_in_them(lake):
    """Said on one side, it is read on both."""
    raw = texts(*[{"items": [{"price": 1.5}, {"price": 2}], "by": "Ada"}] * 20)
    usage = texts(*[{"items": [{"price": "1.50"}], "by": "Ada", "at": 7}] * 20)
    found = said(lake, raw, usage, columns={"order": {"kind": "json"}})
    assert {column: each.summary for column, each in found.items()} == {
        "order.items[].price": (
            "`raw.order.items[].price` is float64 and `usage.order.items[].price` is string"
        ),
        "order.at": "`usage.order.at` (integer) has no `raw.order.at`",
    }


def test_json_and_a_nested_column_are_compared_too(lake):
    """A producer writes texts, a consumer has parsed them."""
    raw = texts({"price": 1, "by": "Ada"}, {"price": 2, "by": "Bo"})
    usage = {"id": [0, 1], "order": [{"price": 1.0, "by": 1}, {"price": 2.0, "by": 2}]}
    found = said(lake, raw, usage, theirs={"columns": {"order": {"kind": "json"}}})
    assert {column: each.summary for column, each in found.items()} == {
        "order.by": "`raw.order.by` is string and `usage.order.by` is int64"
    }


def test_a_rare_field_that_a_sample_may_miss_is_no_difference(lake):
    """One document of twenty has a note; none of thirty others."""
    raw = texts({"a": 1, "note": "x"}, *[{"a": 1}] * 19)
    usage = texts(*[{"a": 1}] * 30)
    (verdict,) = said(lake, raw, usage, columns={"order": {"kind": "json"}}).values()
    assert verdict.outcome is Outcome.OK


def test_texts_that_are_no_json_are_told(lake):
    """How many of those that were looked at."""
    usage = texts({"a": 1}, {"a": 2}) | {"order": ['{"a": 1}', "{broken"]}
    found = audit(lake, usage, usage, columns={"order": {"kind": "json"}})
    (verdict,) = [each for each in found.verdicts if each.evidence.get("kind") == "json"]
    assert verdict.summary == "1 of 2 texts of `order` of Mon 3 Aug that were looked at is no JSON"


def test_a_column_of_nothing_but_nulls_has_no_type(lake):
    """Whatever a writer guessed."""
    raw, usage = RAW | {"plan": pa.nulls(3, pa.string())}, RAW | {"plan": pa.nulls(3, pa.float64())}
    (verdict,) = said(lake, raw, usage).values()
    assert verdict.outcome is Outcome.OK


def test_a_producer_that_cannot_be_read_is_never_ok(lake):
    """It is said that nothing is known."""
    lake.parquet(f"usage/day={DAY}/a.parquet", RAW)
    table = Table.model_validate(
        {
            "source": "lake",
            "path": "usage/day=*/*.parquet",
            "partition": {"column": "day"},
            "takes_from": [{"table": "raw"}],
        }
    )
    gone = table.model_copy(update={"path": "raw/*.parquet", "takes_from": ()})
    places = {"usage": (lake.root, table), "raw": (lake.root, gone)}
    found = Auditor(places, KeptNowhere(), ZoneInfo("UTC")).audit(datetime(2026, 8, 4, 9, tzinfo=UTC))
    (verdict,) = [each for each in found.verdicts if each.segment == "raw"]
    assert verdict.needs == "the handoff from raw cannot be judged: table raw cannot be read"


@pytest.mark.parametrize("columns", [["id", "plan"], {"id": "id", "plan": "plan"}])
def test_columns_of_the_same_name_may_be_listed(lake, columns):
    """As everywhere."""
    (verdict,) = said(lake, RAW, RAW, {"columns": columns}).values()
    assert verdict.summary.startswith("2 columns are taken from raw")
