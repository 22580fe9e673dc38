"""Profiles of one partition add up."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import numpy as np

from checks.profiles.distribution import Distribution
from checks.profiles.profile import ColumnProfile, Profile, merge
from checks.verdict import Row

DAY = date(2026, 1, 5)


def load(of, at, rows=10):
    moment = datetime(2026, 1, 5 + at, 12, tzinfo=UTC)
    return Profile(
        partition=DAY,
        load_day=moment.date(),
        rows=rows,
        schema=(("x", "float64"),),
        columns={"x": ColumnProfile(at, 2 * at, 3 * at, of(np.arange(at + 1)))},
        first_event=moment - timedelta(days=1),
        last_event=moment,
        first_loaded=moment,
        last_loaded=moment + timedelta(minutes=at),
        loaded=of([moment.timestamp()] * rows),
        duplicates=at,
        duplicate_rows=(Row(key={"id": at}, at=moment, why="twice"),),
    )


def facts(profile):
    column = profile.columns["x"]
    return (
        profile.rows,
        (column.nulls, column.nan, column.empty, column.distribution.rows, column.distribution.quantile(0.5)),
        (profile.first_event, profile.last_event, profile.first_loaded, profile.last_loaded),
        (profile.duplicates, len(profile.duplicate_rows), profile.load_day, profile.loaded_share_at(0.99)),
    )


def test_merging_does_not_mind_the_order(of):
    """Any order, and any bracketing, says the same of the partition."""
    loads = [load(of, at) for at in (1, 2, 3)]
    flat = {facts(merge(order)) for order in permutations(loads)}
    nested = {facts(merge([merge([one, two]), three])) for one, two, three in permutations(loads)}
    assert flat == nested
    assert len(flat) == 1


def test_the_parts_are_summed(of):
    """Counts add, times span, the newest load names the columns."""
    merged = merge([load(of, 2), load(of, 1)])
    assert (merged.rows, merged.columns["x"].nulls, merged.columns["x"].nan, merged.duplicates) == (
        20,
        3,
        6,
        3,
    )
    assert merged.first_loaded.day == 6
    assert merged.last_loaded.day == 7


def test_a_partition_is_finished_when_99_percent_are_loaded(of):
    """One straggler of a thousand rows does not count; two hundred do."""
    early, late = load(of, 1, rows=999), load(of, 3, rows=1)
    assert merge([early, late]).loaded_share_at(0.99).day == 6
    assert merge([early, load(of, 3, rows=200)]).loaded_share_at(0.99).day == 8


def test_without_load_times_nothing_is_said_of_them():
    """None, not a guess."""
    assert Profile(partition=DAY, rows=3).loaded_share_at(0.99) is None
    assert Profile(partition=DAY, rows=3, loaded=Distribution(())).loaded_share_at(0.99) is None
