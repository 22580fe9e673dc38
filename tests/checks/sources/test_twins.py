"""Columns that the engine takes for one are told, with file and what to change; the other days are read."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

OLD, NEW = date(2026, 1, 5), date(2026, 1, 6)
SAID = {
    ("x", "x"): "two of its columns are called `x`: give each a name of its own",
    ("x", "X"): "its columns `x` and `X` differ in capitals only: rename one of them",
    (
        "x",
        "Day",
    ): "its column `Day` and the partition column `day` differ in capitals only: rename one of them",
}


def write(lake, ending, day, names):
    path = lake.root / f"day={day}" / f"a.{ending}"
    path.parent.mkdir(parents=True)
    if ending == "csv":
        path.write_text(f"{','.join(names)}\n1,2\n3,4\n", encoding="utf-8")
    else:
        parquet.write_table(pa.Table.from_arrays([pa.array([1, 3]), pa.array([2, 4])], names=names), path)
    return path


@pytest.mark.parametrize("names", SAID)
@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_twins_are_told(lake, ending, names):
    """Read as it is stored or by a query."""
    write(lake, ending, OLD, ["x", "y"])
    path = write(lake, ending, NEW, list(names))
    found = lake.survey(path=f"day=*/*.{ending}")
    assert [load.partition for load in found.loads] == [OLD]
    assert [(each.day, each.what) for each in found.unreadable] == [
        (NEW, f"{path}: cannot be read ({SAID[names]})")
    ]


def test_a_column_without_a_name_is_told(lake):
    """The engine makes one up, in Parquet another than in a text file."""
    path = write(lake, "parquet", NEW, ["x", ""])
    (unread,) = lake.table().bundles()[1]
    assert unread.what == f"{path}: cannot be read (one of its columns has no name: give it one)"


def test_what_all_files_have_is_told_once(lake):
    """By the newest of them."""
    write(lake, "parquet", OLD, ["x", "X"])
    path = write(lake, "parquet", NEW, ["x", "X"])
    (what,) = {each.what for each in lake.table().bundles()[1]}
    assert what.startswith(f"{path} and 1 more partition: cannot be read (its columns `x` and `X`")


@pytest.mark.parametrize("names", [["x", "x_1"], ["x_1", "x"], ["x", "day"]])
@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_columns_that_only_look_like_it_are_read(lake, ending, names):
    """The engine's own names for a second column are names too; a day in the path counts."""
    write(lake, ending, NEW, names)
    found = lake.survey(path=f"day=*/*.{ending}")
    assert [load.partition for load in found.loads] == [NEW]
    assert [name for name, _ in found.loads[0].schema] == names
