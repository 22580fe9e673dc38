"""Does the newest partition still have the shape that was agreed?"""

import pytest

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
