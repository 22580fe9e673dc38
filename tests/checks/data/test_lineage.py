"""Are three records found again in the raw source, value by value?"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from pydantic import ValidationError

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome, Urgency

MONDAY = date(2026, 8, 3)
LINEAGE = {
    "source_table": "raw",
    "key": {"account_id": "id"},
    "columns": {"amount_eur": "amount_cents / 100", "name": "full_name"},
}
NAMES = ["Ada", "Bo", "Cy", "Di", "Ed"]


def raw(lake, day=MONDAY, **columns):
    usual = {"id": [0, 1, 2, 3, 4], "amount_cents": [100, 200, 300, 400, 500], "full_name": NAMES}
    lake.parquet(f"raw/day={day}/a.parquet", usual | columns)


def usage(lake, day=MONDAY, **columns):
    usual = {"account_id": [0, 1, 2, 3, 4], "amount_eur": [1.0, 2.0, 3.0, 4.0, 5.0], "name": NAMES}
    lake.parquet(f"usage/day={day}/a.parquet", usual | columns)


def audit(lake, lineage=None, day=MONDAY, **more):
    def declared(name, **more):
        path = {"source": "lake", "path": f"{name}/day=*/*.parquet", "partition": {"column": "day"}}
        return Table.model_validate(path | more)

    tables = {"usage": declared("usage", lineage=lineage or LINEAGE, **more), "raw": declared("raw")}
    places = {name: (lake.root, each) for name, each in tables.items()}
    auditor = Auditor(places, KeptNowhere(), ZoneInfo("UTC"))
    return auditor.audit(datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(days=1))


def said(lake, *args, **options):
    (verdict,) = [each for each in audit(lake, *args, **options).verdicts if each.check == "lineage"]
    return verdict


def test_three_records_that_agree_are_ok(lake):
    """Through a rename and an expression; which three is said."""
    raw(lake)
    usage(lake)
    verdict = said(lake)
    assert verdict.summary == (
        "3 records of Mon 3 Aug agree with raw in amount_eur, name "
        "(the median of amount_eur, the largest amount_eur, the most gaps)"
    )
    assert [each["key"]["account_id"] for each in verdict.evidence["records"]] == [2, 4, 0]


def test_the_same_records_are_chosen_each_time(lake):
    """Whatever the order of the rows; NaN is no largest value, and the row with most gaps is the third."""
    raw(lake, amount_cents=[100, None, 300, 400, None], full_name=["Ada", None, "Cy", "Di", "Ed"])
    usage(
        lake,
        account_id=[4, 3, 2, 1, 0],
        amount_eur=[float("nan"), 4.0, 3.0, None, 1.0],
        name=["Ed", "Di", "Cy", None, "Ada"],
    )
    verdict = said(lake)
    assert verdict.outcome is Outcome.OK
    assert [each["key"]["account_id"] for each in verdict.evidence["records"]] == [2, 3, 1]


def test_a_value_that_differs_is_a_finding_that_keeps_the_values_to_itself(lake):
    """Dollars for cents in the largest one."""
    raw(lake)
    usage(lake, amount_eur=[1.0, 2.0, 3.0, 4.0, 500.0])
    verdict = said(lake)
    assert verdict.summary == "of 3 records of Mon 3 Aug, `amount_eur` differs from raw"
    (row,) = verdict.rows
    assert (row.key, row.why) == (
        {"account_id": 4},
        "the largest amount_eur: amount_eur is not amount_cents / 100",
    )
    assert (verdict.urgency, verdict.affected, verdict.volume) == (Urgency.TICKET, 1, 3)


def test_shared_values_are_told(lake):
    """Where the owner says that they may leave the source."""
    raw(lake)
    usage(lake, amount_eur=[1.0, 2.0, 3.0, 4.0, 500.0])
    (row,) = said(lake, columns={"amount_eur": {"share": True}}).rows
    assert row.why.endswith("amount_eur is not amount_cents / 100 (500.0 here, 5.0 there)")


def test_a_dead_end_and_several_sources_are_findings(lake):
    """A record that nobody knows, and one with two origins; all three wrong is a page."""
    raw(lake, id=[2, 2, 1, 3, 7], full_name=["Cy", "Cy", "Bo", "Di", "Ed"])
    usage(lake)
    verdict = said(lake)
    assert verdict.summary == "of 3 records of Mon 3 Aug, 2 have no row in raw; 1 has several rows in raw"
    assert [row.why for row in verdict.rows] == [
        "the median of amount_eur: 2 rows of raw have this key",
        "the largest amount_eur: no row of raw has this key",
        "the most gaps: no row of raw has this key",
    ]
    assert verdict.urgency is Urgency.PAGE


def test_the_source_may_be_of_another_day(lake):
    """What is not in the partition of the same day is looked for in the others."""
    raw(lake)
    raw(lake, day=MONDAY + timedelta(days=1), id=[10, 11, 12, 13, 14])
    usage(lake, day=MONDAY + timedelta(days=1))
    assert said(lake, day=MONDAY + timedelta(days=1)).outcome is Outcome.OK


TRAINED = {"reference": {"from": "2026-06-01", "to": "2026-06-30"}}


def test_records_of_the_last_training_run_are_traced_too(lake):
    """Of the last partition of the declared reference, whatever came after it until today."""
    for day in (date(2026, 6, 29), date(2026, 6, 30), date(2026, 7, 1), MONDAY):
        raw(lake, day)
        usage(lake, day, amount_eur=[9.0] * 5 if day == date(2026, 7, 1) else [1.0, 2.0, 3.0, 4.0, 5.0])
    lineage = LINEAGE | {"key": {"account_id": "id", "day": "day"}}
    verdict = said(lake, lineage, **TRAINED)
    assert verdict.outcome is Outcome.OK
    assert verdict.summary.startswith(
        "3 records of Tue 30 Jun (the last of the reference) and 3 records of Mon 3 Aug agree with raw in "
    )


def test_a_training_run_on_wrong_values_is_a_finding_although_today_is_right(lake):
    """And one on records that nobody finds again; without a reference nobody looks back."""
    for day in (date(2026, 6, 30), MONDAY):
        raw(lake, day)
        usage(
            lake, day, amount_eur=[1.0, 2.0, 3.0, 4.0, 500.0] if day.month == 6 else [1.0, 2.0, 3.0, 4.0, 5.0]
        )
    lineage = LINEAGE | {"key": {"account_id": "id", "day": "day"}}
    verdict = said(lake, lineage, **TRAINED)
    assert verdict.summary == (
        "of 3 records of Tue 30 Jun (the last of the reference), `amount_eur` differs from raw"
    )
    assert (verdict.bad, verdict.affected, verdict.volume) == ((date(2026, 6, 30),), 1, 6)
    assert said(lake, lineage).outcome is Outcome.OK


def test_rows_without_a_key_today_hide_nothing_of_the_training_run(lake):
    """What is known to be wrong is told."""
    for day in (date(2026, 6, 30), MONDAY):
        raw(lake, day)
    usage(lake, date(2026, 6, 30), amount_eur=[9.0] * 5)
    usage(lake, account_id=pa.nulls(5, pa.int64()))
    verdict = said(lake, LINEAGE | {"key": {"account_id": "id", "day": "day"}}, **TRAINED)
    assert (verdict.outcome, verdict.affected, verdict.volume) == (Outcome.BREACH, 3, 3)
    assert verdict.rows[0].why.startswith(
        "Tue 30 Jun (the last of the reference), the median of amount_eur: "
    )


def test_a_day_in_the_key_may_be_the_partition(lake):
    """It is a column like any other."""
    raw(lake)
    usage(lake)
    lineage = LINEAGE | {"key": {"account_id": "id", "day": "day"}}
    assert said(lake, lineage).outcome is Outcome.OK


def test_a_column_that_is_not_there_is_an_error(lake):
    """In either table; it names those that are."""
    raw(lake)
    usage(lake)
    for columns, table in (({"amount": "amount_cents"}, "usage"), ({"name": "fullname"}, "raw")):
        (trouble,) = audit(lake, LINEAGE | {"columns": columns}).errors
        assert f"lineage to raw cannot be judged: table {table} has no column" in trouble.what


def test_keys_of_different_kinds_are_an_error(lake):
    """Not three dead ends."""
    raw(lake, id=["0", "1", "2", "3", "4"])
    usage(lake)
    (trouble,) = audit(lake).errors
    assert "account_id is int64 and raw.id is string: such keys are never equal" in trouble.what


def test_rows_without_a_key_are_not_enough_data(lake):
    """Nothing can be traced."""
    raw(lake)
    usage(lake, account_id=pa.nulls(5, pa.int64()))
    assert said(lake).needs == "rows of Mon 3 Aug without a NULL in account_id"


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("(SELECT 1)", "is too much for an expression"),
        ("read_text('/etc/passwd')", "is too much for an expression"),
        ("sum(amount)", "is too much for an expression"),
        ("amount is true", "is too much for an expression"),
        ("ltrim(name)", "is too much for an expression"),
        ("a; drop table x", "is no expression: write a column, or like amount_cents / 100"),
        ("amount +", "is no expression"),
        ("raw.amount", "has a dot: write the name of a column alone"),
        ("100", "names no column of the source"),
    ],
)
def test_an_expression_that_is_too_much_is_refused(expression, why):
    """When the configuration is read."""
    with pytest.raises(ValidationError) as refused:
        Table.model_validate(
            {
                "source": "lake",
                "partition": {"column": "day"},
                "lineage": LINEAGE | {"columns": {"amount_eur": expression}},
            }
        )
    assert why in str(refused.value)
