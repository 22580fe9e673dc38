"""A column that nobody watches lost nearly all its values."""

import pytest

from checks.data.emptied import judge
from checks.profiles.profile import ColumnProfile
from checks.verdict import Outcome, Urgency


def nobodys(past, shares, rows=1_000, **declared):
    """What is said of a table with a column that nobody declared, with so many values missing each day."""
    table = past(**declared)
    for share in shares:
        table.add(rows=rows, nulls={"amount": round(share * rows)})
    return list(judge(table.history()))


@pytest.mark.parametrize("days", [1, 8, 30, 80])
@pytest.mark.parametrize("before", [0.0, 0.02, 0.9])
def test_a_column_that_nobody_declared_and_that_is_empty_now_is_a_ticket(past, days, before):
    """Told with its rows, from the second day on."""
    (verdict,) = nobodys(past, [before] * days + [1.0] * 3)
    assert (verdict.column, verdict.outcome, verdict.urgency) == ("amount", Outcome.BREACH, Urgency.TICKET)
    assert verdict.summary.startswith("`amount` lost nearly all its values: 100% are missing on")
    assert (len(verdict.bad), verdict.affected, verdict.failing.what) == (3, 1_000, "missing")


def test_an_empty_text_is_no_value(past):
    """A text column that is wholly empty."""
    table = past()
    for empty in (0, 0, 1_000):
        table.add(columns={"code": ColumnProfile(empty=empty)})
    assert [each.column for each in judge(table.history())] == ["code"]


@pytest.mark.parametrize(
    "shares",
    [
        [0.02] * 30 + [0.6],  # many are missing, but by far not all
        [0.0 if day % 7 < 5 else 1.0 for day in range(35)],  # empty on every weekend
        [1.0] * 30,  # never used
        [0.999] * 30 + [1.0],  # hardly ever used
        [1.0] * 5 + [0.0] * 20,  # filled of late
        [0.0] * 10 + [1.0] * 90,  # given up three months ago
    ],
)
def test_other_columns_are_left_alone(past, shares):
    """One good word for all of them."""
    (verdict,) = nobodys(past, shares)
    assert (verdict.outcome, verdict.column) == (Outcome.OK, None)
    assert verdict.summary == "no column that nobody watches lost nearly all its values"


def test_a_column_whose_nulls_nobody_wants_to_hear_of(past):
    """It is filled in days later, say; and what null_rate watches is told there."""
    for settings in ({"null_rate": False}, {"primary": True}):
        assert nobodys(past, [0.0, 0.0, 1.0], columns={"amount": settings}) == []


def test_a_first_day_has_nothing_to_be_compared_with(past):
    """That is said."""
    (verdict,) = nobodys(past, [1.0])
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA


def test_columns_that_were_emptied_on_one_day_are_one_ticket(past):
    """A batch of nulls is not a ticket for each column."""
    names = ["id", "amount", "code", "place", "price"]
    table = past()
    for missing in (0, 0, 1_000, 1_000):
        table.add(rows=1_000, nulls=dict.fromkeys(names, missing))
    (verdict,) = judge(table.history())
    assert verdict.column == ("id", "amount", "code", "place", "price")
    assert "5 columns lost nearly all their values on " in verdict.summary
    assert verdict.summary.endswith(": `id`, `amount`, `code`, 2 more columns")
    assert (len(verdict.bad), verdict.affected, verdict.failing.column) == (2, 1_000, "id")


def test_columns_that_were_emptied_on_other_days_are_told_apart(past):
    """Each has its own first day."""
    table = past()
    for id_, amount in ((0, 0), (0, 0), (1_000, 0), (1_000, 1_000)):
        table.add(rows=1_000, nulls={"id": id_, "amount": amount})
    assert {each.column for each in judge(table.history())} == {"id", "amount"}
