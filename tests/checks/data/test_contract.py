"""Does the newest partition still have the shape that was agreed?"""

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


def test_a_column_that_was_never_null_and_is_now(past):
    """With so many rows, and which."""
    (verdict,) = say(past, nulls={"x": 7})
    assert (verdict.evidence["kind"], verdict.affected) == ("nullability", 7)
    assert (verdict.failing.what, verdict.failing.column) == ("null", "x")


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
