"""How far each batch is from its reference, and the limit it is judged by."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.profiles.batches import batches
from checks.profiles.days import Feature
from checks.profiles.distribution import Distribution, knots
from checks.profiles.measures import KolmogorovSmirnov
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.remembered import Remembered


@pytest.fixture
def walked(past):
    """The batches of a feature whose daily means are given."""

    def build(means, period=None, rows=400, seed=1):
        rng = np.random.default_rng(seed)
        table = past(columns={"x": {"drift": True}})
        for mean in means:
            table.add(rows=rows, values={"x": rng.normal(mean, 1, rows)})
        profiles = list(table.partitions.values())
        reference = profiles[:period] if period else None
        return batches(profiles, reference, Feature("x", KolmogorovSmirnov(), 0.05), Remembered())

    return build


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(1.0, 3.0), min_size=1, max_size=12), st.integers(0, 9))
def test_a_bad_batch_never_enters_the_reference(bad, seed):
    """Every batch after it is compared with the clean ones only."""
    rng = np.random.default_rng(seed)
    profiles = []
    for at, mean in enumerate([*[0.0] * 30, *bad]):
        values = Distribution((knots(rng.normal(mean, 1, 300), 1_000),))
        day = date(2026, 1, 5) + timedelta(days=at)
        profiles.append(Profile(partition=day, rows=300, columns={"x": ColumnProfile(distribution=values)}))
    found = batches(profiles, None, Feature("x", KolmogorovSmirnov(), 0.05), Remembered())
    spoilt = {id(profile.columns["x"].distribution) for profile in profiles[30:]}
    for batch in found[-len(bad) :]:
        assert batch.over
        assert not spoilt & {id(each) for each in batch.reference}


def test_going_on_from_the_day_before_is_walking_anew(past):
    """Day after day, and again after a day that nobody knew to be bad."""
    rng = np.random.default_rng(3)
    table, walks, feature = past(), {}, Feature("x", KolmogorovSmirnov(), 0.05)
    for at in range(70):
        table.add(rows=300, values={"x": rng.normal(2 if at == 50 else 0, 1, 300)})
    profiles = list(table.partitions.values())
    known, bad = Remembered(), {profiles[60].partition}
    for many, spoilt in [(40, ()), (55, ()), (70, ()), (70, bad), (45, ())]:
        days = profiles[:many]
        found = batches(days, None, feature, known, bad=spoilt, walks=walks)
        anew = batches(days, None, feature, Remembered(), bad=spoilt)
        assert [(each.profile, each.distance, each.over) for each in found] == [
            (each.profile, each.distance, each.over) for each in anew
        ]


def test_with_a_declared_period_the_first_batch_after_it_is_judged(walked):
    """The period calibrates itself: each of its batches is left out of its own reference."""
    found = walked([0.0] * 28 + [0.0], period=28)
    assert found[-1].judged
    assert len(found[-1].reference) == 28
    assert len(found[-2].reference) == 27


def test_a_limit_rests_on_what_came_before(walked):
    """The last 28 clean distances; never the batch itself."""
    calm = walked([0.0] * 60)
    shifted = walked([0.0] * 59 + [2.0])
    assert calm[-1].limit == shifted[-1].limit


def test_what_was_worked_out_once_is_not_worked_out_again(past):
    """A replay that asks for the next day works out one distance more."""
    rng = np.random.default_rng(1)
    table = past(columns={"x": {"drift": True}})
    for _ in range(41):
        table.add(rows=300, values={"x": rng.normal(size=300)})
    profiles = list(table.partitions.values())
    known, worked_out = Remembered(), []
    number = known.number

    def counted(key, work):
        return number(key, lambda: worked_out.append(key[0]) or work())

    known.number = counted
    batches(profiles[:40], None, Feature("x", KolmogorovSmirnov(), 0.05), known)
    worked_out.clear()
    batches(profiles, None, Feature("x", KolmogorovSmirnov(), 0.05), known)
    assert worked_out.count("distance") == 1


def test_a_young_table_is_compared_with_all_there_is(walked):
    """From three batches on, by twice the floor; a limit is learned where seven have two of their weekday."""
    found = walked([0.0] * 25)
    assert [len(batch.peers) for batch in found[:4]] == [3, 4, 5, 6]
    assert [batch.limit for batch in found if batch.young] == [0.1] * 14
    assert [batch.judged for batch in found] == [False] * 14 + [True] * 8


def test_a_second_weekend_is_like_the_first(walked):
    """One day of a weekday is enough to say that it may be so."""
    weekends = [0.6 if at % 7 >= 5 else 0.0 for at in range(28)]
    assert [batch.day.day for batch in walked(weekends) if batch.over] == [10, 11]
