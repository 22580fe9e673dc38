"""A declared training set is read once, and its profile kept by its fingerprint."""

import pyarrow as pa
import pytest

from checks.declared import Table
from checks.profiles import referred
from checks.profiles.referred import training_set
from checks.sources.opening import Opened
from checks.sources.tables import SourceError

USAGE = {
    "source": "lake",
    "path": "day=*/*.parquet",
    "partition": {"column": "day"},
    "key": ["id"],
    "segment": "country",
    "event_time": "at",
    "columns": {"x": {"drift": True, "null_rate": True}, "plan": {"drift": True}, "y": {"drift": False}},
}


@pytest.fixture
def usage(lake, shelf):
    """The training set of the table, as it lies there now."""

    def read(path="training*.parquet", **declared):
        table = Table.model_validate(USAGE | declared | {"reference": {"path": path}})
        return training_set(Opened(), lake.root, "usage", table, shelf)

    return read


def test_a_file_without_days_key_or_times_is_a_training_set(lake, usage):
    """Of its columns the watched ones are compared; what else the table has need not be in it."""
    lake.parquet(
        "training.parquet", {"x": [1.0, 2.0, 3.0], "plan": ["free", "free", "pro"], "label": [0, 1, 0]}
    )
    found = usage()
    assert found.profile.rows == 3
    assert found.profile.columns["x"].distribution.rows == 3
    assert found.profile.columns["plan"].levels.rows == 3
    assert found.profile.seen is not None, "a file says when it was written"


def test_several_files_are_one_training_set(lake, usage):
    """By a pattern."""
    lake.parquet("training-1.parquet", {"x": [1.0, 2.0]})
    lake.parquet("training-2.parquet", {"x": [3.0]})
    assert usage().profile.rows == 3


def test_it_is_read_once(lake, usage, monkeypatch):
    """A second look finds the same fingerprint and reads no row; a new file is read, and has another mark."""
    lake.parquet("training.parquet", {"x": [1.0, 2.0]})
    first = usage()
    scanned = []
    monkeypatch.setattr(referred, "scan", lambda *of: scanned.append(of) or scan(*of))
    from checks.profiles.scan import scan

    assert (usage().mark, scanned) == (first.mark, [])
    lake.parquet("training.parquet", {"x": [1.0, 2.0, 3.0]})
    again = usage()
    assert (again.mark != first.mark, again.profile.rows, len(scanned)) == (True, 3, 1)


def test_a_feature_that_is_watched_from_now_on_is_read_too(lake, usage):
    """Other facts are wanted of the same rows."""
    lake.parquet("training.parquet", {"x": [1.0], "y": [1.0]})
    first = usage()
    assert first.profile.columns["y"].distribution is None
    again = usage(columns={"y": {"drift": True}})
    assert (again.mark, again.profile.columns["y"].distribution.rows) == (first.mark, 1)


def test_a_csv_will_do(lake, usage):
    """Any format that a table may have."""
    lake.text("training.csv", "x,plan\n1.5,free\n2.5,pro\n")
    assert usage("training.csv").profile.columns["x"].distribution.rows == 2


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "no file matches"),
        (b"no parquet", "cannot be read"),
        (pa.table({"x": pa.array([], "f8")}), "no rows"),
    ],
)
def test_what_cannot_be_read_is_named(lake, usage, file, said):
    """With the path, and what to change."""
    if isinstance(file, bytes):
        (lake.root / "training.parquet").write_bytes(file)
    elif file is not None:
        lake.parquet("training.parquet", {"x": file["x"]})
    with pytest.raises(SourceError, match=f"its reference training.*{said}"):
        usage()


def test_a_period_is_none(shelf, lake):
    """It is some partitions of the table itself."""
    period = {"reference": {"from": "2026-01-01", "to": "2026-01-31"}}
    assert training_set(Opened(), lake.root, "usage", Table.model_validate(USAGE | period), shelf) is None
