"""A table of a few days: what is far from all of them is told, quietly."""

from datetime import timedelta

import numpy as np
import pytest

from checks.data.drift import judge
from checks.verdict import Outcome, Urgency


@pytest.fixture
def young(past):
    """A number and a category of so many days, then a day that is moved."""

    def build(days, by=0.0, level="free", weekend=0.0):
        rng = np.random.default_rng(3)
        table = past(columns={"x": {"drift": True}, "plan": {"drift": True, "share": True}})
        for at in range(days):
            table.add(**_day(rng, weekend if at % 7 >= 5 else 0.0))
        table.add(**_day(rng, by, level))
        return list(judge(table.history()))

    return build


def _day(rng, by, level="free"):
    free = int(rng.binomial(1_000, 0.6))
    return {
        "values": {"x": rng.normal(by, 1, 1_000)},
        "levels": {"plan": {f"={level}": free, "=pro": 1_000 - free}},
    }


@pytest.mark.parametrize("days", [3, 5, 12, 15])
def test_a_shift_or_a_new_level_is_a_ticket_from_the_fourth_day_on(young, days):
    """With low confidence; as much would be a page once there is a limit."""
    found = young(days, by=1.0, level="zz")
    assert {each.outcome for each in found} == {Outcome.BREACH}
    assert {each.urgency for each in found} == {Urgency.TICKET}
    said = " ".join(each.summary for each in found)
    assert "`zz`, a new level" in said
    assert f"(low confidence: beside {days} batches so far)" in said
    assert {each.urgency for each in young(28, by=1.0)} >= {Urgency.PAGE}


@pytest.mark.parametrize("days", [3, 5, 12, 15])
def test_what_is_as_on_the_few_days_before_is_not_said_to_be_fine(young, days):
    """Not enough data is an answer: so few days cannot vouch for it."""
    assert {each.outcome for each in young(days)} == {Outcome.NOT_ENOUGH_DATA}


def test_two_days_are_no_reference(young):
    """Nothing is compared with them."""
    assert {each.outcome for each in young(2, by=5.0, level="zz")} == {Outcome.NOT_ENOUGH_DATA}


def test_absurd_values_of_the_second_week_do_not_become_usual(past):
    """A day with values far outside is not learned from, though its weekday is hardly known."""
    rng = np.random.default_rng(1)
    table = past(columns={"x": {"drift": True}})
    for at in range(13):
        values = rng.normal(size=1_000)
        values[: 12 if at in (9, 12) else 0] = -999
        table.add(values={"x": values})
    (said,) = judge(table.history())
    assert (said.outcome, said.affected) == (Outcome.BREACH, 12)
    assert said.bad[-1] == table.start + timedelta(days=12)
