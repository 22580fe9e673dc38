"""Repeated keys follow the files: whatever is replaced, added or taken away, the count is a fresh one."""

from datetime import date

import pytest

from checks.profiles import keys
from checks.profiles.survey import KeptNowhere, survey

OLD, MIDDLE, NEW = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)


@pytest.fixture
def seen(lake, shelf):
    """Looks at the table, and gives what is known to be repeated on each day, and what could not be read."""

    def look(**declared):
        found = survey(lake.table(**({"key": ["id"]} | declared)), shelf)
        told = {load.partition: load.duplicates for load in found.loads}
        return told, [each.day for each in found.unreadable]

    return look


@pytest.fixture
def fresh(lake):
    """The same of somebody who looks for the first time."""

    def look():
        found = survey(lake.table(key=["id"]), KeptNowhere())
        return {load.partition: load.duplicates for load in found.loads}

    return look


def write(lake, day, ids):
    """A day of rows with these keys; the others are as they were."""
    lake.parquet(f"day={day}/a.parquet", {"id": ids})


def test_an_older_day_delivered_anew_takes_its_repetitions_with_it(lake, seen, fresh):
    """The rows of the newer one repeat nothing any more."""
    write(lake, OLD, [1, 2, 3])
    write(lake, NEW, [3, 4])
    assert seen() == ({OLD: 0, NEW: 1}, [])
    write(lake, OLD, [1, 2, 5])
    assert seen() == ({OLD: 0, NEW: 0}, [])
    assert fresh() == {OLD: 0, NEW: 0}


def test_an_older_day_that_comes_late_is_the_first_to_have_a_key(lake, seen, fresh):
    """The newer one repeats it, and was kept when it repeated nothing."""
    write(lake, NEW, [3, 4])
    seen()
    write(lake, OLD, [3])
    assert seen()[0] == fresh() == {OLD: 0, NEW: 1}


def test_an_older_day_that_is_taken_away_is_repeated_no_more(lake, seen, fresh):
    """A key that stands in a third day is still repeated."""
    for day, ids in ((OLD, [1, 2]), (MIDDLE, [1]), (NEW, [1, 2])):
        write(lake, day, ids)
    assert seen()[0] == {OLD: 0, MIDDLE: 1, NEW: 2}
    (lake.root / f"day={OLD}" / "a.parquet").unlink()
    (lake.root / f"day={OLD}").rmdir()
    assert seen()[0] == fresh() == {MIDDLE: 0, NEW: 1}
    assert seen()[0] == {MIDDLE: 0, NEW: 1}


def test_days_that_it_does_not_concern_are_not_counted_again(lake, seen, monkeypatch):
    """Their keys are not asked for: only those of the new day, and of the one that repeats it."""
    for day, ids in ((OLD, [1, 2]), (MIDDLE, [5, 6]), (NEW, [1])):
        write(lake, day, ids)
    seen()
    asked = []
    duplicates = keys.duplicates

    def counting(table, new, every, **known):
        asked.append([bundle.day for bundle in new])
        return duplicates(table, new, every, **known)

    monkeypatch.setattr(keys, "duplicates", counting)
    write(lake, OLD, [1, 3])
    assert seen()[0] == {OLD: 0, MIDDLE: 0, NEW: 1}
    assert asked == [[OLD], [NEW]]
    seen()
    assert asked == [[OLD], [NEW]]


@pytest.mark.parametrize("gone", [OLD, NEW])
def test_a_file_that_vanishes_before_its_keys_are_counted(lake, seen, fresh, monkeypatch, gone):
    """A new one is told, one that was known is as good as gone; the others are counted."""
    write(lake, OLD, [1])
    seen()
    write(lake, MIDDLE, [2, 2])
    write(lake, NEW, [1])
    duplicates = keys.duplicates

    def late(table, new, every, **known):
        (lake.root / f"day={gone}" / "a.parquet").unlink(missing_ok=True)
        return duplicates(table, new, every, **known)

    monkeypatch.setattr(keys, "duplicates", late)
    told, unreadable = seen()
    assert told == ({OLD: 0, MIDDLE: 1} if gone == NEW else {OLD: 0, MIDDLE: 1, NEW: 0})
    assert unreadable == [NEW] * (gone == NEW)
    monkeypatch.setattr(keys, "duplicates", duplicates)
    (lake.root / f"day={gone}").rmdir()
    assert seen()[0] == fresh()


def test_a_file_that_is_written_anew_while_its_keys_are_counted(lake, seen, fresh):
    """Its count would be one of other rows: the next run reads it again."""
    write(lake, NEW, [1, 2])
    duplicates = keys.duplicates

    def late(*asked, **known):
        write(lake, NEW, [1] * 9)
        return duplicates(*asked, **known)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "duplicates", late)
        assert seen() == ({}, [NEW])
    assert seen()[0] == fresh() == {NEW: 8}
