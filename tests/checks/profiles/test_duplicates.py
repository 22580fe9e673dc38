"""Duplicates are exact: within a partition, across partitions and across loads."""

from datetime import UTC, date, datetime

import pandas as pd
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.profiles import duplicates
from checks.profiles.survey import survey

FIRST, SECOND = date(2026, 1, 5), date(2026, 1, 6)


def loaded(day, hour=12):
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def test_a_replayed_batch_is_counted_row_by_row(lake):
    """A key three times is two rows too many, and the first of them are shown with their key."""
    lake.parquet(
        "day=2026-01-05/a.parquet", {"id": [1, 1, 1, 2], "at": [loaded(5, hour) for hour in (1, 2, 3, 4)]}
    )
    profile = lake.profiles(key=["id"], event_time="at")[FIRST]
    assert profile.duplicates == 2
    assert [(row.key, row.at.hour) for row in profile.duplicate_rows] == [({"id": 1}, 2), ({"id": 1}, 3)]


def test_the_later_load_is_the_duplicate_whatever_its_partition(lake):
    """The row that came first is innocent."""
    lake.parquet("day=2026-01-05/a.parquet", {"id": [1], "in": [loaded(9)]})
    lake.parquet("day=2026-01-06/a.parquet", {"id": [1], "in": [loaded(7)]})
    found = lake.profiles(key=["id"], loaded_at_field="in")
    assert {day: profile.duplicates for day, profile in found.items()} == {FIRST: 1, SECOND: 0}


def test_a_key_may_come_back_on_another_day_where_the_table_says_so(lake):
    """unique_within: partition, or a key that holds the day."""
    for day in (5, 6):
        lake.parquet(f"day=2026-01-0{day}/a.parquet", {"id": [1, 2]})
    assert sum(each.duplicates for each in lake.profiles(key=["id"]).values()) == 2
    assert sum(each.duplicates for each in lake.profiles(key=["id"], unique_within="partition").values()) == 0
    assert sum(each.duplicates for each in lake.profiles(key=["id", "day"]).values()) == 0


def test_the_examples_are_the_same_whatever_the_order_of_the_rows(lake, monkeypatch):
    """Loaded in one go at one moment: the smallest keys are shown, in each fresh store and from each file."""
    ids = [at * 37 % 101 for at in range(101)]
    rows = {"id": ids * 2, "on": [loaded(4)] * 202, "at": [loaded(5)] * 202}
    lake.parquet("day=2026-01-05/a.parquet", rows)
    profile = lake.profiles(key=["on", "id"], event_time="at")[FIRST]
    assert [row.key["id"] for row in profile.duplicate_rows] == [0, 1, 2, 3, 4]
    assert profile.duplicate_rows[0].key["on"] == "2026-01-04T12:00:00Z"  # as times are written elsewhere
    monkeypatch.setattr(duplicates, "SMALL", 0)
    monkeypatch.setattr(duplicates, "KEYS_AT_ONCE", 20)
    assert lake.profiles(key=["on", "id"], event_time="at")[FIRST].duplicate_rows == profile.duplicate_rows


def test_many_keys_are_looked_at_in_parts(lake, monkeypatch):
    """By their hash, so that no more than one part is in memory: the answer is the same."""
    monkeypatch.setattr(duplicates, "SMALL", 0)
    monkeypatch.setattr(duplicates, "KEYS_AT_ONCE", 40)
    ids = [at * at % 211 for at in range(300)]
    lake.parquet("day=2026-01-05/a.parquet", {"id": ids[:200], "on": ["x"] * 200})
    lake.parquet("day=2026-01-06/a.parquet", {"id": ids[200:], "on": ["x"] * 100})
    found = lake.profiles(key=["id", "on"])
    repeated = pd.Series(ids).duplicated()
    assert [found[day].duplicates for day in (FIRST, SECOND)] == [repeated[:200].sum(), repeated[200:].sum()]
    assert len(found[FIRST].duplicate_rows) == duplicates.EXAMPLES


def test_a_key_with_a_null_is_no_key(lake):
    """SQL's rule: NULL equals nothing."""
    lake.parquet("day=2026-01-05/a.parquet", {"a": [1, 1, None, None], "b": [None, None, 2, 2]})
    assert lake.profiles(key=["a", "b"])[FIRST].duplicates == 0


def test_partitions_may_differ_in_their_columns(lake):
    """A column more, one less, and a key that became text: the keys are still compared."""
    lake.parquet("day=2026-01-05/a.parquet", {"id": [1, 2], "x": [1.0, 2.0]})
    lake.parquet("day=2026-01-06/a.parquet", {"id": ["2", "3"]})
    lake.parquet("day=2026-01-07/a.parquet", {"other": [1]})
    found = lake.profiles(key=["id"])
    assert [profile.duplicates for profile in found.values()] == [0, 1, 0]


def test_a_new_partition_is_compared_with_the_whole_history(lake, shelf):
    """Only the new one is read in full; a key of a month ago is found."""
    for day in range(5, 9):
        lake.parquet(f"day=2026-01-0{day}/a.parquet", {"id": [10 * day, 10 * day + 1]})
    survey(lake.table(key=["id"]), shelf)
    lake.parquet("day=2026-01-09/a.parquet", {"id": [50, 99, 99]})
    found = {load.partition.day: load.duplicates for load in survey(lake.table(key=["id"]), shelf).loads}
    assert found == {5: 0, 6: 0, 7: 0, 8: 0, 9: 2}


def test_key_columns_may_bear_any_name(lake):
    """Names that the query uses itself do no harm."""
    names = ["nth", "times", "place", "excess", "key_1", 'q"']
    lake.parquet("day=2026-01-05/a.parquet", {name: [1, 1, 2] for name in names})
    profile = lake.profiles(key=names)[FIRST]
    assert profile.duplicates == 1
    assert profile.duplicate_rows[0].key == dict.fromkeys(names, 1)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(5, 7), st.none() | st.integers(0, 9), st.integers(0, 3)), min_size=1))
def test_the_count_is_that_of_pandas(lake, rows):
    """Whatever rows, days, nulls and loads."""
    frame = pd.DataFrame(rows, columns=["day", "id", "hour"])
    frame["id"] = frame["id"].astype("Int64")
    for old in lake.root.glob("day=*/a.parquet"):
        old.unlink()
        old.parent.rmdir()
    for day, part in frame.groupby("day"):
        lake.parquet(
            f"day=2026-01-0{day}/a.parquet",
            {
                "id": pa.array([None if each is pd.NA else each for each in part["id"]], pa.int64()),
                "in": [loaded(8, int(hour)) for hour in part["hour"]],
            },
        )
    whole = lake.profiles(key=["id"], loaded_at_field="in")
    keyed = frame.dropna(subset="id")
    assert sum(each.duplicates for each in whole.values()) == keyed.duplicated("id").sum()
    within = lake.profiles(key=["id"], loaded_at_field="in", unique_within="partition")
    assert {day.day: each.duplicates for day, each in within.items()} == {
        day: keyed[keyed.day == day].duplicated("id").sum() for day in frame.day.unique()
    }
