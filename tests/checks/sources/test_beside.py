"""Parquet as it is stored: what pyarrow reads is what DuckDB would, and no column is too large for it."""

import json

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from checks.profiles.contents import same_content
from checks.profiles.survey import KeptNowhere, survey
from checks.sources import beside, hashing

FILE = "day=2026-01-05/a.parquet"


def only(lake, **declared):
    (profile,) = lake.profiles(**declared).values()
    return profile


def test_a_duration_is_a_number(lake):
    """To DuckDB it is one, however the file was written."""
    lake.parquet(FILE, {"took": pa.array([3, None, 5], pa.duration("us"))})
    found = only(lake).columns["took"]
    assert (found.nulls, found.values.low, found.values.high) == (1, 3, 5)


def test_what_a_folder_says_counts_more_than_the_file(lake):
    """In a column that both name, here of another type: the engine takes the folder's word for it."""
    lake.parquet(f"region=7/{FILE}", {"region": ["x", "y", "y"], "x": [1, 2, 3]})
    found = only(lake, path="region=*/day=*/*.parquet").columns["region"].values
    assert (found.finite, found.low, found.high) == (3, 7, 7)


@pytest.mark.parametrize("many", [10, 3_000], ids=["few", "free"])
def test_bytes_that_are_no_text_are_told_by_their_column(lake, many):
    """Also where texts are so free that only missing words are looked for; the value itself is not quoted."""
    words = [f"{'-' * (at % 30)}a{'.' * (at % 7)}".encode() for at in range(many)]
    written = pa.array([*words, b"caf\xe9"], pa.binary())
    lake.parquet(FILE, {"s": pa.Array.from_buffers(pa.string(), len(written), written.buffers())})
    lake.parquet("day=2026-01-06/a.parquet", {"s": ["a"]})
    (unread,) = lake.survey().unreadable
    assert unread.what.endswith("a.parquet: cannot be read (`s` holds bytes that are no UTF-8)")


def test_a_first_file_of_one_row_is_no_sample(lake):
    """Whether texts repeat themselves is learned from as many rows as there are."""
    for name, rows in (("a", 1), ("b", 100)):
        lake.parquet(f"day=2026-01-05/{name}.parquet", {"s": ["red", "blue"][:rows] * max(1, rows // 2)})
    assert sum(only(lake).columns["s"].values.words.values()) == 101


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
@pytest.mark.parametrize("different", [2, 5_000], ids=["repeated", "each its own"])
def test_a_large_column_is_read_in_pieces(lake, monkeypatch, kind, different):
    """Two gigabytes of texts do not fit into one array; they say the same as if they did."""
    texts = [
        None if at % 7 == 0 else f"{at % different}{'x' * (at % different % 600)}" for at in range(5_000)
    ]
    path = lake.root / FILE
    path.parent.mkdir()
    rows = pa.table({"s": pa.array(texts, kind)})
    parquet.write_table(rows, path, row_group_size=1_700, use_dictionary=False, compression="none")
    whole = only(lake)
    monkeypatch.setattr(beside, "PIECE", 10_000)
    assert only(lake) == whole


def test_a_long_text_changes_nothing_of_the_others(lake):
    """The hash of a text does not depend on what else is in its column."""
    short, long = ["a", None, "", "b" * 256], "c" * 257
    connection = lake.table().backend.con
    alone = hashing.hashes(connection, pa.array(short))
    assert hashing.hashes(connection, pa.array([*short, long]))[:4].tolist() == alone.tolist()
    assert alone[1] == 0


def test_the_same_rows_are_the_same_content_in_every_format(lake):
    """As they are stored, by a query, or of files that differ in the order of their columns."""
    texts = ["a", None, "é" * 60, "b" * 256, "c" * 257, "d" * 300, "é" * 128, "é" * 129, "short"] * 30
    rows = {"s": texts, "x": [float(at) for at in range(270)], "b": [at % 2 == 0 for at in range(270)]}
    lake.parquet("day=2026-01-05/a.parquet", rows)
    half = {name: values[:135] for name, values in rows.items()}
    lake.parquet("day=2026-01-06/a.parquet", half)
    lake.parquet("day=2026-01-06/b.parquet", {name: rows[name][135:] for name in reversed(rows)})
    objects = [dict(zip(rows, row, strict=True)) for row in zip(*rows.values(), strict=True)]
    lake.text("day=2026-01-07/a.jsonl", "".join(json.dumps(each) + "\n" for each in objects))
    lines = [",".join("" if value is None else str(value) for value in each.values()) for each in objects]
    lake.text("day=2026-01-08/a.csv", "\n".join(["s,x,b", *lines, ""]))
    first, *others = lake.profiles(path="day=*/*").values()
    assert [each for each in others if not same_content(first, each)] == []


def test_a_name_with_stars_or_brackets_is_the_name_of_one_file(lake):
    """The engine would take it for a pattern."""
    for name, rows in (("a[1]", 3), ("a1", 50), ("b*", 4), ("bc", 60), ("d?", 5), ("de", 70)):
        lake.parquet(f"day=2026-01-05/{name}.parquet", {"x": [rows] * rows})
    found = only(lake)
    assert (found.rows, found.columns["x"].values.mean) == (
        192,
        sum(n * n for n in (3, 50, 4, 60, 5, 70)) / 192,
    )


def test_a_text_file_too(lake):
    """It is looked at, and read, under its own name."""
    lake.text("day=2026-01-05/a[1].csv", "x\n1\n2\n")
    lake.text("day=2026-01-05/a1.csv", "x,y\n1,2\n")
    found = survey(lake.table(path="day=*/a[[]1].csv"), KeptNowhere())
    (load,) = found.loads
    assert (load.rows, load.schema) == (2, (("x", "number"),))
