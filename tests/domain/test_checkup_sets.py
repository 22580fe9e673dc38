"""How often a checkup is, what each shows, and which cadence what happened speaks for."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checkup_sets import SETS, Part, advice, is_due, kind_of, proposed
from checks.verdict import Urgency

FRIDAY = datetime(2026, 10, 2, 15, tzinfo=UTC)
CADENCES = st.sampled_from(["weekly", "light", "monthly"])


def lived(cadence: Any, weeks: int) -> list[datetime]:
    """The Fridays on which there is a checkup."""
    told: list[datetime] = []
    for week in range(weeks):
        moment = FRIDAY + timedelta(weeks=week)
        if is_due(cadence, moment, told[-1] if told else None, UTC):
            told.append(moment)
    return told


@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        ("weekly", ["10-02", "10-09", "10-16", "10-23", "10-30", "11-06"]),
        ("light", ["10-02", "10-16", "10-30", "11-13", "11-27", "12-11", "12-25", "01-01", "01-15"]),
        ("monthly", ["10-02", "11-06", "12-04", "01-01", "02-05", "03-05"]),
    ],
)
def test_each_has_its_rhythm_and_a_new_quarter_begins_with_one(cadence: str, days: list[str]) -> None:
    """A fortnight begins anew with the deep one of a new quarter."""
    assert [f"{each:%m-%d}" for each in lived(cadence, 26)][: len(days)] == days


@given(CADENCES, st.integers(1, 120))
def test_every_quarter_begins_with_a_deep_one(cadence: Any, weeks: int) -> None:
    """On its first Friday, and only then; the very first checkup is none."""
    told = lived(cadence, weeks)
    kinds = [kind_of(cadence, at, told[n - 1] if n else None, UTC) for n, at in enumerate(told)]
    quarters = {(FRIDAY + timedelta(weeks=week)) for week in range(1, weeks)}
    begun = {each for each in quarters if each.month in (1, 4, 7, 10) and each.day <= 7}
    assert {at for at, kind in zip(told, kinds, strict=True) if kind == "deep"} == begun
    assert set(kinds) <= {cadence, "deep"}


@given(CADENCES, st.integers(0, 400))
def test_nothing_is_told_twice(cadence: Any, days: int) -> None:
    """Whenever it is asked."""
    assert not is_due(cadence, FRIDAY, FRIDAY + timedelta(days=days), UTC)


def test_each_set_holds_the_smaller_ones() -> None:
    """The deep one has everything."""
    sets = [set(SETS[name]) for name in ("light", "weekly", "monthly", "deep")]
    assert all(small < large for small, large in pairwise(sets))
    assert sets[-1] == set(Part)


def incident(days_ago: float, kind: str = "", urgency: Urgency = Urgency.TICKET) -> Any:
    """One that was opened so long ago; with a kind it is about the schema."""
    finding = SimpleNamespace(check="contract" if kind else "drift", evidence={"kind": kind})
    return SimpleNamespace(opened_at=FRIDAY - timedelta(days=days_ago), findings=[finding], urgency=urgency)


def asked(found: list[Any], weeks: int = 30) -> Any:
    """What is proposed after so many weeks."""
    return proposed(found, FRIDAY - timedelta(weeks=weeks), FRIDAY)


def test_sources_that_change_often_ask_for_a_checkup_every_week() -> None:
    """Two changes in one week are one week."""
    found = [incident(1 + 14 * at, "type") for at in range(5)]
    assert asked([*found, incident(1.5, "missing")])[0] == "weekly"
    said = advice("monthly", asked(found))
    assert said.startswith("sources changed in 5 of 13 weeks")
    assert said.endswith("weekly would fit better than monthly (checkup.cadence)")
    assert advice("weekly", asked(found)) == ""


def test_what_is_calm_needs_fewer_and_what_is_young_cannot_be_told() -> None:
    """Allowed values are no change of a source; notes count for nothing."""
    calm = [incident(40, "values"), incident(3, "type", Urgency.NOTE)]
    assert asked(calm) == ("monthly", "sources changed in 0 of 13 weeks")
    assert asked(calm, weeks=7) is None
    assert advice("weekly", None) == ""


def test_what_breaks_again_within_a_week_asks_for_one_every_week() -> None:
    """Though no source changed."""
    kind, why = asked([incident(5 * at) for at in range(6)])
    assert kind == "weekly"
    assert why.endswith("half of the time something broke within 5 days of the last")
    assert asked([incident(12 * at) for at in range(6)])[0] == "light"


@given(st.lists(st.tuples(st.floats(0, 200), st.sampled_from(["", "type", "values"])), max_size=20))
def test_one_more_change_never_asks_for_fewer(found: list[tuple[float, str]]) -> None:
    """Rarer is proposed only where less happened; the order of incidents does not matter."""
    order = ("monthly", "light", "weekly")
    known = [incident(*each) for each in found]
    assert asked(known) == asked(known[::-1])
    twice = [incident(*each) for each in found] + [incident(days, "type") for days, _ in found]
    assert order.index(asked(twice)[0]) >= order.index(asked(known)[0])


def test_a_change_in_the_week_that_is_not_over_is_of_no_fewer_weeks() -> None:
    """Never "in 7 of 6 weeks"."""
    found = [incident(7 * at + 0.5, "type") for at in range(7)]
    _, why = proposed(found, FRIDAY - timedelta(days=43), FRIDAY) or ("", "")
    assert why.startswith("sources changed in 7 of 7 weeks")
