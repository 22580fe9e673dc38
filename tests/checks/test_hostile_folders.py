"""What lies in a lake beside files of data is told, nobody waits for it, and the other days are judged."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere

LAST = date(2026, 11, 19)
TABLE = {"source": "lake", "path": "day=*/*.parquet", "partition": {"column": "day"}, "key": ["id"]}


@pytest.fixture
def errors(lake):
    """Which day cannot be read and why, after a week of good days and whatever the test put there."""
    for back in range(1, 8):
        lake.parquet(f"day={LAST - timedelta(days=back)}/a.parquet", {"id": [back]})

    def run(newest=LAST - timedelta(days=1)):
        audit = Auditor({"usage": (lake.root, Table.model_validate(TABLE))}, KeptNowhere(), ZoneInfo("UTC"))
        said = audit.audit(datetime(2026, 11, 20, 9, tzinfo=UTC))
        assert said.judged["usage"][-1] == newest
        return [(each.day, each.what) for each in said.errors]

    return run


@pytest.mark.parametrize("name", ["9999-12-30", "0001-01-02"])
def test_a_folder_of_the_first_or_last_day(lake, errors, name):
    """Is a day like any other, if a strange one."""
    lake.parquet(f"day={name}/a.parquet", {"id": [100]})
    assert errors() == []


@pytest.mark.parametrize(("make", "kind"), [(os.mkdir, "a folder"), (os.mkfifo, "no file that can be read")])
def test_what_is_called_like_a_file_and_is_none(lake, errors, make, kind):
    """Nobody waits for what a pipe may bring."""
    path = lake.root / f"day={LAST}" / "a.parquet"
    path.parent.mkdir()
    make(path)
    told = f"{path} is {kind}: have `path` of the table match nothing but files of data"
    assert errors() == [(LAST, told)]


def test_folders_on_the_way_are_no_files(lake, errors):
    """A path that matches everything matches them too."""
    errors()
    found, unreadable = lake.table(path="**").bundles()
    assert (len(found), unreadable) == (7, [])


def test_a_link_that_leads_to_itself(lake, errors):
    """As one to nowhere."""
    path = lake.root / f"day={LAST}" / "a.parquet"
    path.parent.mkdir()
    path.symlink_to(path)
    assert errors() == [(LAST, f"{path}: cannot be read (Too many levels of symbolic links)")]


def test_a_name_that_cannot_be_written_down(lake, errors):
    """It is told in letters that can."""
    folder = lake.root / f"day={LAST}"
    folder.mkdir()
    os.close(os.open(os.fsencode(folder) + b"/\xff.parquet", os.O_CREAT))
    told = f"{folder}/\\udcff.parquet: its name is not utf-8 encoded: rename the file"
    assert errors() == [(LAST, told)]


def test_a_folder_that_nobody_lets_us_look_into(lake, errors, monkeypatch):
    """Is no day without rows."""
    folder, walk = lake.root / f"day={LAST}", os.walk
    folder.mkdir()

    def closed(top, onerror=None, **how):
        if Path(top) == folder:
            onerror(PermissionError(13, "Permission denied", str(top)))
        return walk(top, onerror=onerror, **how)

    monkeypatch.setattr(os, "walk", closed)
    assert errors() == [(LAST, f"{folder}: cannot be read (Permission denied)")]


def test_a_day_that_is_written_in_another_way(lake, errors):
    """Beside the same one as it should be: it is told, and not mixed up with it."""
    lake.parquet(f"day={LAST}/a.parquet", {"id": [50]})
    path = lake.parquet("day=2026-11-9/a.parquet", {"id": [60]})
    said = f"{path}: 'day=2026-11-9' does not name a day; write day=2026-01-31"
    assert errors(newest=LAST) == [(None, said)]
