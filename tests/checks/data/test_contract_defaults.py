"""What stands where the producer has no value, and how many rows were scored at the default?"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome

DAY = date(2026, 8, 3)
ROWS = 100
LINEAGE = {"source_table": "raw", "key": {"account": "id"}, "columns": {"eur": "cents / 100"}}


def cents(nulls):
    return pa.array([None if at < nulls else at * 100 for at in range(ROWS)], pa.int64())


def eur(zeros, nulls=0, ones=0):
    """The amounts, the first of which are 0, the next ones missing, the next ones 1."""
    values = [float(at) for at in range(ROWS)]
    values[: zeros + nulls + ones] = [0.0] * zeros + [None] * nulls + [1.0] * ones
    return pa.array(values, pa.float64())


def said(lake, raw, usage, day=DAY, **mine):
    """What is said of rows without input, by column."""
    start = datetime(2026, 8, 3, tzinfo=UTC)
    at = [start + timedelta(minutes=each) for each in range(ROWS)]
    ids = list(range(ROWS))
    lake.parquet(f"raw/day={day}/a.parquet", {"id": ids, **raw})
    lake.parquet(f"usage/day={DAY}/a.parquet", {"account": ids, "at": at, **usage})

    def declared(name, **more):
        path = {"source": "lake", "path": f"{name}/day=*/*.parquet", "partition": {"column": "day"}}
        return Table.model_validate(path | more)

    tables = {"usage": declared("usage", event_time="at", **mine), "raw": declared("raw")}
    places = {name: (lake.root, each) for name, each in tables.items()}
    found = Auditor(places, KeptNowhere(), ZoneInfo("UTC")).audit(datetime(2026, 8, 4, 9, tzinfo=UTC))
    assert [each for each in found.errors if each.table == "usage"] == []
    return {
        each.column: each for each in found.verdicts if each.check == "contract" and each.segment == "raw"
    }


def test_the_share_of_rows_that_were_scored_at_the_default_is_told(lake):
    """Where all is as agreed, too."""
    columns = {"eur": {"default": 0}}
    verdict = said(lake, {"cents": cents(3)}, {"eur": eur(3)}, lineage=LINEAGE, columns=columns)["eur"]
    assert (verdict.outcome, verdict.summary) == (
        Outcome.OK,
        "`eur` of Mon 3 Aug: 3 of 100 rows (3%) have no `cents / 100` in raw: "
        "100% of them hold the default 0",
    )
    assert (verdict.evidence["no_input"], verdict.evidence["at_default"]) == (3, 3)


def test_a_default_that_stands_for_too_many_rows_is_a_finding(lake):
    """No null rate sees them: nothing is NULL. Which rows, and since when."""
    verdict = said(
        lake, {"cents": cents(40)}, {"eur": eur(40)}, lineage=LINEAGE, columns={"eur": {"default": 0}}
    )["eur"]
    assert verdict.outcome is Outcome.BREACH
    assert "40 of 100 rows (40%) have no `cents / 100` in raw" in verdict.summary
    assert [row.key for row in verdict.rows] == [{"account": at} for at in range(5)]
    assert verdict.rows[0].why == "eur is 0 for want of cents / 100 in raw"
    assert verdict.since == datetime(2026, 8, 3, tzinfo=UTC)


def test_the_limit_is_that_of_the_null_rate(lake):
    """What is filled in is missing all the same."""
    columns = {"eur": {"default": 0, "null_rate": {"limit": "50%"}}}
    verdict = said(lake, {"cents": cents(40)}, {"eur": eur(40)}, lineage=LINEAGE, columns=columns)["eur"]
    assert verdict.outcome is Outcome.OK


def test_rows_without_input_that_hold_something_else(lake):
    """Neither the default nor a value that they could have from there."""
    usage = {"eur": eur(4, nulls=3, ones=3)}
    columns = {"eur": {"default": 0}}
    verdict = said(lake, {"cents": cents(10)}, usage, lineage=LINEAGE, columns=columns)["eur"]
    assert verdict.outcome is Outcome.BREACH
    assert verdict.summary.endswith("40% of them hold the default 0, 3 hold nothing, 3 hold another value")


def test_null_was_agreed_and_zero_stands_there(lake):
    """Zero-filled on the way, and nobody said so."""
    columns = {"eur": {"default": None}}
    verdict = said(lake, {"cents": cents(2)}, {"eur": eur(2)}, lineage=LINEAGE, columns=columns)["eur"]
    assert verdict.outcome is Outcome.BREACH
    assert verdict.summary.endswith("0% of them hold the default NULL, 2 hold another value")


def test_a_zero_that_has_its_input_is_a_value(lake):
    """Only rows without one count."""
    columns = {"eur": {"default": 0}}
    verdict = said(lake, {"cents": cents(0)}, {"eur": eur(60)}, lineage=LINEAGE, columns=columns)["eur"]
    assert verdict.outcome is Outcome.OK
    assert verdict.summary == "`eur` of Mon 3 Aug: every row has its `cents / 100` in raw"


def test_a_default_written_into_the_mapping_is_seen_through(lake):
    """`coalesce` is what fills the gap; the input is missing all the same."""
    lineage = LINEAGE | {"columns": {"eur": "coalesce(cents / 100, 0)"}}
    columns = {"eur": {"default": 0}}
    verdict = said(lake, {"cents": cents(40)}, {"eur": eur(40)}, lineage=lineage, columns=columns)["eur"]
    assert verdict.evidence["at_default"] == 40


def test_a_seam_shows_it_too(lake):
    """A lookup on any day; the column has the same name over there."""
    seam = {"with": "raw", "key": {"account": "id"}, "kind": "lookup"}
    plan = ["none"] * 20 + ["pro"] * 80
    theirs = pa.array([None] * 10 + [""] * 10 + ["pro"] * 80)
    found = said(
        lake,
        {"plan": theirs},
        {"plan": plan},
        day=DAY - timedelta(days=3),
        reconciliation=[seam],
        columns={"plan": {"default": "none"}},
    )
    assert "20 of 100 rows (20%) have no `plan` in raw" in found["plan"].summary
