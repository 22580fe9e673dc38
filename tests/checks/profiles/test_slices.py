"""Hours, segments and content of a partition are counted in the scan, and add up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from checks.profiles.packing import pack, unpack
from checks.profiles.profile import Profile
from checks.profiles.profile import merge as merged
from checks.profiles.slices import Level, minutes_of, segment_of
from checks.sources.levelled import named

DAY = date(2026, 1, 5)
FILE = "day=2026-01-05/a.parquet"


def only(profiles):
    (profile,) = profiles.values()
    return profile


def at(hour, day=5, minute=0):
    return datetime(2026, 1, day, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)


def test_rows_are_counted_by_hour_of_their_event(lake):
    """Those of the evening before and of the day after too; other days are counted by age."""
    times = [at(0), at(3), at(3, minute=59), at(-2), at(40), at(-24 * 48), at(24 * 9), None]
    lake.parquet(FILE, {"at": times})
    found = only(lake.profiles(event_time="at")).slices
    assert found.hours == {0: 1, 3: 2, -2: 1, 40: 1}
    assert found.ages == {48: 1, -9: 1}


def test_very_old_rows_are_counted_coarsely(lake):
    """A table of last visits keeps a few numbers, not a thousand."""
    lake.parquet(FILE, {"at": [at(-24 * back) for back in (63, 65, 70, 500, 4_000, 300_000)]})
    ages = only(lake.profiles(event_time="at")).slices.ages
    assert sum(ages.values()) == 6
    assert ages[63] == 1
    assert set(ages) - {63} <= {64 * times for times in range(1, 18)}


def test_the_way_from_event_to_load_is_kept_to_nine_percent(lake):
    """A clock that runs ahead counts as no delay."""
    lake.parquet(FILE, {"at": [at(3)] * 4, "in": [at(9), at(9), at(4), at(2)]})
    delays = only(lake.profiles(event_time="at", loaded_at_field="in")).slices.delays
    steps = sorted(delays)
    assert [delays[step] for step in steps] == [1, 1, 2]
    assert minutes_of(steps[0]) == 0
    assert minutes_of(steps[2]) == pytest.approx(360, rel=0.09)


SEGMENTED = {"x": [1.0, None, float("nan"), None, 2.0], "country": ["DE", "DE", "DE", "FR", None]}


def test_rows_and_missing_values_are_counted_by_segment(lake):
    """A level may be told where its column is shared; NULL is a level of its own."""
    lake.parquet(FILE, SEGMENTED)
    declared = {"x": {"primary": True}, "country": {"share": True}}
    found = only(lake.profiles(segment="country", columns=declared)).slices
    levels = {name: replace(level, values={}) for name, level in found.segments["country"].items()}
    assert levels == {"=DE": Level(3, {"x": 2}), "=FR": Level(1, {"x": 1}), "-": Level(1, {})}


def test_levels_of_an_unshared_column_are_kept_as_hashes(lake):
    """No value of it is in the profile."""
    lake.parquet(FILE, SEGMENTED)
    levels = only(lake.profiles(segment="country")).slices.segments["country"]
    assert sorted(level.rows for level in levels.values()) == [1, 1, 3]
    assert not any("DE" in name or "FR" in name for name in levels)


def test_too_many_levels_are_cut_to_the_largest(lake):
    """An account number as a segment is a mistake that costs fifty counts, not a million."""
    lake.parquet(FILE, {"id": [number for number in range(200) for _ in range(1 + (number > 150))]})
    levels = only(lake.profiles(segment=["id"])).slices.segments["id"]
    assert len(levels) == 50
    assert sum(level.rows for level in levels.values()) == 99


def test_a_segment_that_is_missing_from_a_partition_is_not_counted(lake):
    """The contract tells of the column; nothing fails here."""
    lake.parquet(FILE, SEGMENTED)
    lake.parquet("day=2026-01-06/a.parquet", {"x": [1.0]})
    assert lake.profiles(segment="country")[date(2026, 1, 6)].slices.segments == {}


def test_content_is_the_same_in_any_order_and_only_then(lake):
    """One letter makes a difference; numbers and times are told by other counts."""
    lake.parquet(
        "day=2026-01-05/a.parquet", {"s": ["a", "b", "b"], "ok": [True, None, False], "n": [1, 2, 3]}
    )
    lake.parquet(
        "day=2026-01-06/a.parquet", {"s": ["b", "a", "b"], "ok": [None, False, True], "n": [1, 2, 3]}
    )
    lake.parquet(
        "day=2026-01-07/a.parquet", {"s": ["b", "a", "a"], "ok": [None, False, True], "n": [1, 2, 3]}
    )
    one, same, other = (profile.slices.content for profile in lake.profiles().values())
    assert one == same
    assert one.keys() == {"s", "ok"}
    assert one["s"] != other["s"]
    assert one["ok"] == other["ok"]


def test_nested_columns_and_empty_ones_have_a_content_too(lake):
    """Lists, documents, nothing at all."""
    lake.parquet(FILE, {"list": [[1, 2], None], "doc": [{"a": 1}, {"a": 2}], "no": ["", None]})
    assert only(lake.profiles()).slices.content.keys() == {"list", "doc", "no"}


def test_loads_add_up_and_survive_the_store(lake):
    """Two load days of one partition are one partition."""
    lake.parquet(
        FILE,
        SEGMENTED | {"at": [at(1), at(1), at(2), at(3), at(-90)], "in": [at(30)] * 2 + [at(60)] * 3},
    )
    survey = lake.survey(
        segment="country", event_time="at", loaded_at_field="in", columns={"x": {"primary": True}}
    )
    assert len(survey.loads) == 2
    again = merged([unpack(pack(load)) for load in survey.loads])
    assert again.slices == merged(survey.loads).slices
    assert again.slices.hours == {1: 2, 2: 1, 3: 1}
    assert sum(level.rows for level in again.slices.segments["country"].values()) == 5
    assert sum(again.slices.delays.values()) == 5


def test_a_profile_without_slices_is_one_too():
    """Nothing is something to add to."""
    bare = Profile(partition=DAY)
    assert unpack(pack(bare)) == bare


def test_a_level_in_words_tells_no_more_than_it_may():
    """Shared values are cut; a hash shows nothing; a text that says NULL is not NULL."""
    assert segment_of("country", named("DE", share=True)) == "country = DE"
    assert segment_of("country", named(None, share=True)) == "country is null"
    assert segment_of("country", named("-", share=True)) == "country = -"
    assert len(named("x" * 1_000, share=True)) == 81
    assert segment_of("country", named("DE", share=False)).startswith("country #")
