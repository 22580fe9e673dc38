"""Does the newest partition still have the shape that was agreed?"""

from datetime import UTC, datetime

import pytest

from checks.agreement import Agreed, Agreement
from checks.data.contract import judge
from checks.profiles.profile import ColumnProfile
from checks.verdict import Outcome, Urgency

AGREED = (("id", "int64"), ("x", "float64"), ("s", "string"))


def say(past, schema=AGREED, before=10, nulls=None, earlier=AGREED, **table):
    history = past(**table)
    for _ in range(before):
        history.add(schema=earlier, columns={name: ColumnProfile() for name, _ in earlier})
    newest = {name: ColumnProfile(nulls=(nulls or {}).get(name, 0)) for name, _ in schema}
    return list(judge(history.add(schema=schema, columns=newest).history()))


def test_the_same_shape_is_ok(past):
    """One verdict for the table."""
    (verdict,) = say(past)
    assert verdict.outcome is Outcome.OK
    assert "3 columns in shape" in verdict.summary


@pytest.mark.parametrize(
    ("schema", "kind", "column", "urgency"),
    [
        ((("id", "int64"), ("x", "string"), ("s", "string")), "type", "x", Urgency.PAGE),
        ((("id", "int64"), ("s", "string")), "missing", "x", Urgency.PAGE),
        ((*AGREED, ("y", "float64")), "new", "y", Urgency.TICKET),
        ((AGREED[0], AGREED[2], AGREED[1]), "order", "s", Urgency.TICKET),
    ],
)
def test_each_way_to_break_it_has_its_kind(past, schema, kind, column, urgency):
    """Which column, and how loud."""
    (verdict,) = say(past, schema)
    assert (verdict.evidence["kind"], verdict.column, verdict.urgency) == (kind, column, urgency)


def test_another_delimiter_is_told_until_the_reference_knows_it(past):
    """Files that say nothing of it, and those kept from before it was looked at, are no change."""
    table = past()
    for delimiter in (*("", ",") * 5, "\t"):
        table.add(schema=AGREED, delimiter=delimiter, columns={name: ColumnProfile() for name, _ in AGREED})
    (verdict,) = judge(table.history())
    assert (verdict.evidence["kind"], verdict.column, verdict.urgency) == ("delimiter", None, Urgency.PAGE)
    assert verdict.summary == "the fields of a line are parted by a tab now, and were by `,`"
    table.add(schema=AGREED, columns={name: ColumnProfile() for name, _ in AGREED})
    (verdict,) = judge(table.history())
    assert verdict.outcome is Outcome.OK


def test_a_column_that_cannot_be_read_is_not_gone(past):
    """The source says why it cannot; nor does a new column take its place."""
    table = past()
    for _ in range(10):
        table.add(schema=AGREED, columns={name: ColumnProfile() for name, _ in AGREED})
    schema = (AGREED[0], AGREED[2], ("y", "float64"))
    table.add(schema=schema, left_out=("x",), columns={name: ColumnProfile() for name, _ in schema})
    (verdict,) = judge(table.history())
    assert (verdict.evidence["kind"], verdict.column) == ("new", "y")


def test_a_column_that_was_never_null_and_is_now(past):
    """With so many rows, and which."""
    (verdict,) = say(past, nulls={"x": 7})
    assert (verdict.evidence["kind"], verdict.affected) == ("nullability", 7)
    assert (verdict.failing.what, verdict.failing.column) == ("null", "x")


@pytest.mark.parametrize("missing", [{"nulls": 7}, {"nan": 7}, {"empty": 7}])
def test_what_is_missing_is_told_while_it_lasts(past, missing):
    """Not on its first day alone: until the bad days are half of the reference."""
    table, said = past(), []
    for day in range(32):
        x = ColumnProfile(**missing) if day >= 10 else ColumnProfile()
        table.add(schema=AGREED, columns={name: ColumnProfile() for name, _ in AGREED} | {"x": x})
        said.append([verdict.summary for verdict in judge(table.history())] if day >= 10 else [])
    assert [len(each) for each in said[10:20]] == [1] * 10
    assert said[10][0].endswith("in 10 reference partitions")
    assert all(each[0].endswith("in the 10 reference partitions before") for each in said[11:20])
    assert said[20] == ["3 columns in shape, as in 20 reference partitions"]


def test_what_is_missing_is_told_since_its_first_day(past):
    """Five days of nulls in a column that was never null: not since this morning."""
    table = past()
    for day in range(15):
        x = ColumnProfile(nulls=7 if day >= 10 else 0)
        table.add(schema=AGREED, columns={name: ColumnProfile() for name, _ in AGREED} | {"x": x})
    (verdict,) = judge(table.history())
    assert (verdict.since, len(verdict.bad)) == (datetime(2026, 1, 15, tzinfo=UTC), 5)
    assert verdict.failing.partitions == verdict.bad


def test_values_beyond_a_bound_are_told_since_their_first_day(past):
    """As long as no day is without them."""
    table = past(columns={"x": {"minimum": 0}})
    for outside in (*[0] * 8, 3, 0, 3, 3):
        x = ColumnProfile(outside=outside)
        table.add(schema=AGREED, columns={name: ColumnProfile() for name, _ in AGREED} | {"x": x})
    (verdict,) = judge(table.history())
    assert (verdict.evidence["kind"], len(verdict.bad)) == ("values", 2)


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        (AGREED[:2], "missing"),
        ((*AGREED, ("y", "float64")), "new"),
        ((("id", "int64"), ("x", "string"), ("s", "string")), "type"),
    ],
)
def test_another_shape_is_told_since_its_first_day(past, schema, kind):
    """Three days of it, and not since this morning."""
    table = past()
    for shape in (*[AGREED] * 10, *[schema] * 3):
        table.add(schema=shape, columns={name: ColumnProfile() for name, _ in shape})
    (verdict,) = judge(table.history())
    assert (verdict.evidence["kind"], len(verdict.bad)) == (kind, 3)
    assert verdict.since == datetime(2026, 1, 15, tzinfo=UTC)


def test_a_null_now_and_then_is_no_trouble_that_lasts(past):
    """One day had some, the next had none: it is not required."""
    table = past()
    for nulls in (*[0] * 10, 7, 0, 7):
        x = ColumnProfile(nulls=nulls)
        table.add(schema=AGREED, columns={name: ColumnProfile() for name, _ in AGREED} | {"x": x})
    (verdict,) = judge(table.history())
    assert verdict.outcome is Outcome.OK


def test_a_column_whose_nulls_are_watched_is_told_there(past):
    """Not twice."""
    (verdict,) = say(past, nulls={"x": 7}, columns={"x": {"null_rate": True}})
    assert verdict.outcome is Outcome.OK


def test_one_bad_day_does_not_change_what_was_agreed(past):
    """The day after a retyped one, the old type is right and the new one is still wrong."""
    retyped = (("id", "int64"), ("x", "string"), ("s", "string"))
    table = past()
    for schema in (*[AGREED] * 10, retyped):
        table.add(schema=schema, columns={name: ColumnProfile() for name, _ in schema})
    columns = {name: ColumnProfile() for name, _ in AGREED}
    assert [verdict.outcome for verdict in judge(table.add(schema=AGREED, columns=columns).history())] == [
        Outcome.OK
    ]
    (verdict,) = judge(table.add(schema=retyped, columns=columns).history())
    assert verdict.evidence["kind"] == "type"


def test_nothing_but_nulls_has_no_type(past):
    """A writer that guesses `null` or `string` for an empty column broke no contract."""
    empty = (("id", "int64"), ("x", "null"), ("s", "string"))
    (verdict,) = say(past, empty, nulls={"x": 1_000}, columns={"x": {"null_rate": True}})
    assert verdict.outcome is Outcome.OK


def test_a_short_history_is_not_enough(past):
    """Seven reference partitions."""
    (verdict,) = say(past, before=6)
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA
    assert verdict.needs == "7 reference partitions with rows; there are 6"


def test_a_declared_period_is_what_counts(past):
    """However long the new shape has been there."""
    period = {"from": "2026-01-05", "to": "2026-01-14"}
    table = past(reference=period)
    for schema in (*[AGREED] * 10, *[AGREED[:2]] * 30):
        table.add(schema=schema, columns={name: ColumnProfile() for name, _ in schema})
    (verdict,) = judge(table.history())
    assert (verdict.evidence["kind"], verdict.column) == ("missing", "s")


@pytest.mark.parametrize(
    ("before", "now", "urgency"),
    [
        ("int64", "float64", Urgency.TICKET),
        ("int32", "int64", Urgency.TICKET),
        ("timestamp(6)", "timestamp('UTC', 3)", Urgency.TICKET),
        ("float64", "int64", Urgency.PAGE),
        ("int64", "string", Urgency.PAGE),
        ("date", "timestamp(6)", Urgency.PAGE),
    ],
)
def test_a_type_that_holds_the_same_values_wakes_nobody(past, before, now, urgency):
    """An integer that a first null made a float is a ticket; a number that became text, a page."""
    (verdict,) = say(past, (("x", now),), earlier=(("x", before),))
    assert (verdict.evidence["kind"], verdict.urgency) == ("type", urgency)


def test_what_lies_within_a_document_is_compared_too(past):
    """Fields of structs and arrays, by their path."""
    before = (("order", "struct<id: int64, lines: array<struct<price: float64, sku: string>>>"),)
    now = (("order", "struct<id: int64, lines: array<struct<price: string, code: string>>>"),)
    found = {each.column: each.evidence["kind"] for each in say(past, now, earlier=before)}
    assert found == {
        "order.lines[].price": "type",
        "order.lines[].sku": "missing",
        "order.lines[].code": "new",
    }


def given(*columns):
    return Agreement(columns=columns, origin="contracts/usage.yaml")


def test_a_given_contract_needs_no_history(past):
    """It is right on the first day."""
    contract = given(Agreed(name="id", logical="integer"), Agreed(name="gone", logical="string"))
    found = say(past, before=0, contract=contract)
    assert [(each.column, each.evidence["kind"]) for each in found] == [
        ("gone", "missing"), ("x", "new"), ("s", "new"),
    ]  # fmt: skip
    assert "agreed" in found[0].evidence


def test_a_contract_that_leaves_a_document_closed_does_not_ask_what_is_in_it(past):
    """Nor does it take its fields for new columns."""
    contract = given(Agreed(name="order", logical="object"))
    (verdict,) = say(past, (("order", "struct<id: int64>"),), before=0, contract=contract)
    assert verdict.outcome is Outcome.OK


def test_an_integer_is_a_number(past):
    """As the standard has it; a text is none."""
    contract = given(*(Agreed(name=name, logical="number") for name in ("id", "x", "s")))
    (verdict,) = say(past, before=0, contract=contract)
    assert verdict.column == "s"


def test_values_that_were_not_agreed(past):
    """How many, and what would have been; long lists are cut."""
    columns = {
        "plan": {"values": ["free", "pro", "team", "a", "b", "c"]},
        "age": {"minimum": 0, "maximum": 120},
    }
    history = past(columns=columns)
    profiles = {"plan": ColumnProfile(outside=7), "age": ColumnProfile(outside=2)}
    history.add(schema=(("plan", "string"), ("age", "int64")), columns=profiles)
    _, plan, age = judge(history.history())
    assert plan.summary == "7 rows have a `plan` that is none of free, pro, team, a, b and 1 more"
    assert age.summary == "2 rows have a `age` that is below 0 or above 120"
    assert (plan.affected, plan.evidence["kind"], plan.failing.what) == (7, "values", "not allowed")


def test_a_required_column_is_told_even_where_its_nulls_are_watched(past):
    """What is declared counts, not what was usual."""
    (verdict,) = say(past, nulls={"x": 7}, columns={"x": {"null_rate": True, "required": True}})
    assert verdict.summary == "7 rows have no `x`; it is never null in the declared columns"
    (verdict,) = say(past, nulls={"x": 1}, columns={"x": {"null_rate": True, "required": True}})
    assert verdict.summary == "1 row has no `x`; it is never null in the declared columns"


def one_day(past, nulls=0, nan=0, empty=0, contract=None, **column):
    """What is said of a column `x` in which values are missing."""
    history = past(columns={"x": column} if column else {}, contract=contract)
    profile = ColumnProfile(nulls=nulls, nan=nan, empty=empty)
    said = judge(history.add(schema=(("x", "float64"),), columns={"x": profile}).history())
    return [each for each in said if each.outcome is Outcome.BREACH]


def test_an_empty_text_is_no_value_where_one_is_required(past):
    """Nor is NaN: how many of each is told."""
    (verdict,) = one_day(past, nulls=5, nan=2, empty=300, required=True)
    assert verdict.summary == (
        "307 rows have no `x` (5 NULL, 2 NaN, 300 empty); it is never missing in the declared columns"
    )
    assert (verdict.affected, verdict.failing.what) == (307, "missing")


def test_a_given_contract_counts_empty_texts_too(past):
    """Unless it lists the empty text among the values that may occur, or forbids NULL alone."""
    said = one_day(past, empty=300, contract=given(Agreed(name="x", required=True)))
    assert said[0].evidence["kind"] == "nullability"
    for lenient in (
        Agreed(name="x", required=True, blanks=True),
        Agreed(name="x", required=True, values=("",)),
    ):
        assert one_day(past, empty=300, contract=given(lenient)) == []


def test_what_was_always_empty_here_and_there_is_not_told_each_day(past):
    """The reference has empty texts and no NULL: empty ones stay quiet, a NULL is told."""
    table = past()
    for _ in range(10):
        table.add(schema=(("x", "string"),), columns={"x": ColumnProfile(empty=30)})
    assert [each.outcome for each in judge(table.history())] == [Outcome.OK]
    (verdict,) = judge(table.add(schema=(("x", "string"),), columns={"x": ColumnProfile(nulls=4)}).history())
    assert verdict.summary.startswith("4 rows have no `x`; it is never null in")


def test_a_missing_default_that_turns_into_nan_is_named_as_such(past):
    """Zero-filled, it was said; NaN and NULL stand there."""
    (verdict,) = one_day(past, nulls=400, nan=12, default=0)
    assert verdict.summary == ("412 rows have no `x` (400 NULL, 12 NaN) where its default, 0, should stand")
    assert (verdict.evidence["kind"], verdict.affected, verdict.failing.what) == ("default", 412, "missing")


@pytest.mark.parametrize(
    ("default", "found", "what"),
    [
        (None, {"nulls": 40}, []),
        (None, {"nan": 3}, ["blank"]),
        (None, {"empty": 3}, ["blank"]),
        ("", {"empty": 3}, []),
        ("", {"nulls": 3}, ["null"]),
        (0, {}, []),
        (0, {"empty": 3}, ["missing"]),
    ],
)
def test_each_way_to_leave_a_value_out_has_its_default(past, default, found, what):
    """NULL where NULL was agreed is right, and so is an empty text where that was."""
    assert [each.failing.what for each in one_day(past, **found, default=default)] == what


def test_a_required_column_has_no_null_for_a_default(past):
    """One contradicts the other."""
    with pytest.raises(ValueError, match="a required column has no NULL"):
        past(columns={"x": {"required": True, "default": None}}).history()


def test_values_of_a_contract_are_told_only_where_they_may_leave_the_source(past):
    """It may have been learned: a column that is not shared has its values counted, not named."""
    agreed = given(Agreed(name="plan", values=("free", "pro")), Agreed(name="age", low=0, high=97))
    profiles = {"plan": ColumnProfile(outside=7), "age": ColumnProfile(outside=2)}
    schema = (("plan", "string"), ("age", "int64"))
    plan, age = judge(past(contract=agreed).add(schema=schema, columns=profiles).history())
    assert plan.summary == "7 rows have a `plan` that is not among the 2 values of contracts/usage.yaml"
    assert age.summary == "2 rows have a `age` that is beyond the range in contracts/usage.yaml"
    shared = past(contract=agreed, columns={"plan": {"share": True}})
    plan, *_ = judge(shared.add(schema=schema, columns=profiles).history())
    assert plan.summary == "7 rows have a `plan` that is none of free, pro"
