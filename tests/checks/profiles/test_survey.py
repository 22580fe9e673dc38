"""Only what is new is read; what was known at a moment is told apart from what came later."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checks.profiles import survey as surveying
from checks.profiles.survey import survey
from checks.sources.files import FilesTable

ZONE = ZoneInfo("UTC")
NEW_YORK = ZoneInfo("America/New_York")


def at(day, hour=0, minute=0):
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


def write(lake, day, rows=3, **columns):
    return lake.parquet(f"day=2026-01-{day:02}/a.parquet", {"x": [1.0] * rows, **columns})


def put(lake, day, kind, rows=3):
    if kind == "parquet":
        return write(lake, day, rows)
    return lake.text(f"day=2026-01-{day:02}/a.csv", "x\n" + "1.5\n" * rows)


@pytest.fixture
def opened(monkeypatch):
    """The days whose files were asked for their columns, in order."""
    days = []
    look = FilesTable._look

    def counting(table, file):
        days.append(int(file.partition("day=2026-01-")[2][:2]))
        return look(table, file)

    monkeypatch.setattr(FilesTable, "_look", counting)
    return days


@pytest.fixture
def scanned(monkeypatch):
    """The days that were read, in order."""
    days = []
    scan = surveying.scan

    def counting(table, bundles, loaded_by=None):
        days.extend(bundle.day.day if bundle.day else None for bundle in bundles)
        return scan(table, bundles, loaded_by)

    monkeypatch.setattr(surveying, "scan", counting)
    return days


def test_a_second_survey_reads_nothing(lake, shelf, scanned):
    """The weekly cost follows the new data, not the history."""
    for day in (5, 6, 7):
        write(lake, day)
    first = survey(lake.table(), shelf)
    scanned.clear()
    again = survey(lake.table(), shelf)
    assert scanned == []
    assert [load.rows for load in again.loads] == [load.rows for load in first.loads] == [3, 3, 3]


def test_only_the_partition_that_changed_is_read_again(lake, shelf, scanned):
    """Its old profile is replaced, not added to."""
    for day in (5, 6, 7):
        write(lake, day)
    survey(lake.table(), shelf)
    scanned.clear()
    write(lake, 6, rows=9)
    again = survey(lake.table(), shelf)
    assert scanned == [6]
    assert {load.partition.day: load.rows for load in again.loads} == {5: 3, 6: 9, 7: 3}


def test_a_partition_that_is_gone_is_forgotten(lake, shelf):
    """No verdict rests on rows that are no longer there."""
    for day in (5, 6):
        write(lake, day)
    survey(lake.table(), shelf)
    (lake.root / "day=2026-01-05/a.parquet").unlink()
    assert [load.partition.day for load in survey(lake.table(), shelf).loads] == [6]
    assert [day.day for day, _ in shelf.kept(lake.table().identity)] == [6]


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_file_that_has_not_changed_is_not_opened(lake, shelf, opened, kind):
    """What it said of its columns is known; a changed one, a new one and a broken one are opened again."""
    path = f"day=*/*.{kind}"
    for day in (5, 6, 7):
        put(lake, day, kind)
    (lake.root / f"day=2026-01-07/a.{kind}").write_bytes(b"PAR1\xff\x00 broken")
    survey(lake.table(path=path), shelf)
    assert opened == [5, 6, 7]
    opened.clear()
    put(lake, 6, kind, rows=9)
    put(lake, 8, kind)
    again = survey(lake.table(path=path), shelf)
    assert opened == [6, 7, 8]
    assert {load.partition.day: load.rows for load in again.loads} == {5: 3, 6: 9, 8: 3}
    assert {load.schema for load in again.loads} == {again.loads[0].schema}


def test_other_settings_are_another_reading(lake, shelf, scanned):
    """A column that is watched from now on needs its distribution."""
    write(lake, 5)
    survey(lake.table(), shelf)
    scanned.clear()
    found = survey(lake.table(columns={"x": {"drift": True}}), shelf)
    assert scanned == [5]
    assert found.loads[0].columns["x"].distribution.rows == 3


def test_a_corrupt_file_does_not_stop_the_others(lake, shelf):
    """It is named, and read again once it is mended."""
    for day in (5, 6, 7):
        write(lake, day)
    broken = lake.root / "day=2026-01-06/a.parquet"
    whole = broken.read_bytes()
    broken.write_bytes(b"PAR1 nothing of the kind PAR1")
    found = survey(lake.table(key=["x"]), shelf)
    assert [load.partition.day for load in found.loads] == [5, 7]
    assert [(part.day, str(broken) in part.what) for part in found.unreadable] == [(date(2026, 1, 6), True)]
    broken.write_bytes(whole)
    assert len(survey(lake.table(key=["x"]), shelf).loads) == 3


def test_a_file_that_breaks_off_in_the_middle_is_found_among_the_others(lake):
    """Its footer can be read, its rows cannot; the scan is halved until it stands alone."""
    for day in (5, 6, 7, 8):
        write(lake, day, rows=5_000, y=list(range(5_000)))
    broken = lake.root / "day=2026-01-07/a.parquet"
    body = broken.read_bytes()
    broken.write_bytes(body[:4] + b"\xff" * 2_000 + body[2_004:])
    found = lake.survey(key=["y"], unique_within="partition")
    assert [load.partition.day for load in found.loads] == [5, 6, 8]
    assert "day=2026-01-07" in found.unreadable[0].what
    assert found.known(at(20), ZONE).keys() == {date(2026, 1, day) for day in (5, 6, 8)}


def test_rows_that_were_loaded_later_do_not_exist_yet(lake):
    """Each day knows only what was known then."""
    late = [at(6, 3), at(6, 3), at(9, 3)]
    lake.parquet("day=2026-01-05/a.parquet", {"id": [1, 2, 2], "in": late})
    found = lake.survey(loaded_at_field="in", key=["id"])
    day = date(2026, 1, 5)
    assert found.known(at(6, 2), ZONE) == {}
    assert (found.known(at(8), ZONE)[day].rows, found.known(at(8), ZONE)[day].duplicates) == (2, 0)
    assert (found.known(at(10), ZONE)[day].rows, found.known(at(10), ZONE)[day].duplicates) == (3, 1)


def test_a_load_that_is_under_way_is_known_as_far_as_it_has_come(lake):
    """Rows, nulls, distribution and duplicates up to that minute."""
    times = [at(6, 3, minute) for minute in (0, 10, 20, 30)]
    lake.parquet("day=2026-01-05/a.parquet", {"id": [1, 1, 2, 2], "x": [1.0, None, 3.0, 4.0], "in": times})
    found = lake.survey(loaded_at_field="in", key=["id"], columns={"x": {"drift": True}})
    known = found.known(at(6, 3, 15), ZONE)[date(2026, 1, 5)]
    assert (known.rows, known.duplicates, known.columns["x"].nulls) == (2, 1, 1)
    assert list(known.columns["x"].distribution.grid) == [1.0]
    assert known.last_loaded == at(6, 3, 10)


def test_without_load_times_a_partition_is_known_when_its_day_is_over(lake):
    """In the pipeline's own time zone."""
    write(lake, 5)
    found = lake.survey()
    midnight = datetime(2026, 1, 6, tzinfo=NEW_YORK)
    assert found.known(midnight - timedelta(seconds=1), NEW_YORK) == {}
    assert len(found.known(midnight, NEW_YORK)) == 1


def test_no_file_at_all_is_an_error_that_says_what_to_change(lake):
    """The pattern is shown."""
    with pytest.raises(surveying.SourceError, match=r"no file matches .*mend `path`"):
        lake.survey()


def test_partitions_of_later_days_can_wait(lake, scanned):
    """A demo whose clock stands in February does not read the rest of the year."""
    for day in (5, 6, 7):
        write(lake, day)
    from checks.profiles.survey import KeptNowhere

    found = survey(lake.table(), KeptNowhere(), until=date(2026, 1, 6))
    assert scanned == [5, 6]
    assert [load.partition.day for load in found.loads] == [5, 6]


def test_progress_is_told(lake):
    """Partitions done, of so many."""
    from checks.profiles.survey import KeptNowhere

    for day in (5, 6):
        write(lake, day)
    write(lake, 7, y=[1, 2, 3])
    told = []
    survey(lake.table(), KeptNowhere(), progress=lambda done, of: told.append((done, of)))
    assert told == [(2, 3), (3, 3)]


def test_big_partitions_are_scanned_fewer_at_a_time(lake, scanned, monkeypatch):
    """Memory is bounded by the size of the files."""
    for day in (5, 6, 7):
        write(lake, day)
    size = (lake.root / "day=2026-01-05/a.parquet").stat().st_size
    monkeypatch.setattr(surveying, "BYTES_A_SCAN", 2 * size)
    told = []
    from checks.profiles.survey import KeptNowhere

    survey(lake.table(), KeptNowhere(), progress=lambda done, _: told.append(done))
    assert told == [2, 3]
