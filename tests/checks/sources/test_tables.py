"""Which partitions there are, and how they look."""

import gzip
import re
from datetime import date

import pytest

from checks.sources.tables import SourceError, by_schema, plain


def test_partitions_are_read_off_the_path(lake):
    """Several files of a day are one partition; a day may carry a time."""
    for name in ("day=2026-01-05/a", "day=2026-01-05/b", "day=2026-01-06T00:00:00/a"):
        lake.parquet(f"{name}.parquet", {"x": [1]})
    bundles, unreadable = lake.table().bundles()
    assert [(bundle.day, len(bundle.files)) for bundle in bundles] == [
        (date(2026, 1, 5), 2),
        (date(2026, 1, 6), 1),
    ]
    assert unreadable == []


def test_a_path_that_names_no_day_is_reported(lake):
    """And says how a day is written; the others go on."""
    lake.parquet("day=2026-01-05/a.parquet", {"x": [1]})
    lake.parquet("day=yesterday/a.parquet", {"x": [1]})
    bundles, unreadable = lake.table().bundles()
    assert len(bundles) == 1
    assert "write day=2026-01-31" in unreadable[0].what


def test_files_of_one_partition_must_look_alike(lake):
    """Otherwise one of them would be read wrongly."""
    lake.parquet("day=2026-01-05/a.parquet", {"x": [1]})
    lake.parquet("day=2026-01-05/b.parquet", {"x": ["1"]})
    _, unreadable = lake.table().bundles()
    assert "its columns differ from those of" in unreadable[0].what


def test_a_retyped_partition_stands_alone(lake):
    """It is scanned by itself, and has its own schema."""
    for day, value in ((5, 1), (6, "1"), (7, 1)):
        lake.parquet(f"day=2026-01-0{day}/a.parquet", {"x": [value]})
    bundles, _ = lake.table().bundles()
    assert [[bundle.day.day for bundle in alike] for alike in by_schema(bundles)] == [[5, 7], [6]]
    assert [profile.schema[0][1] for profile in lake.profiles().values()] == ["int64", "string", "int64"]


def test_a_fingerprint_changes_with_the_file(lake):
    """And only then."""
    lake.parquet("day=2026-01-05/a.parquet", {"x": [1]})
    first = lake.table().bundles()[0][0].fingerprint
    assert lake.table().bundles()[0][0].fingerprint == first
    lake.parquet("day=2026-01-05/a.parquet", {"x": [1, 2]})
    assert lake.table().bundles()[0][0].fingerprint != first


def test_a_missing_column_is_named_with_its_table(lake):
    """The partition column too; a path that holds it is enough."""
    lake.parquet("all.parquet", {"x": [1]})
    table = lake.table(path="all.parquet", event_time="at")
    with pytest.raises(SourceError, match="table usage has no column day, at; its columns are x"):
        table.demand_columns(table.bundles()[0])


def test_a_csv_that_cannot_be_read_is_named(lake):
    """Bytes that are no text."""
    lake.text("day=2026-01-05/a.csv", "x\n1\n")
    (lake.root / "day=2026-01-06").mkdir()
    (lake.root / "day=2026-01-06/a.csv").write_bytes(b"\x00\xff\xfe" * 50)
    survey = lake.survey(path="day=*/*.csv")
    assert [load.partition.day for load in survey.loads] == [5]
    assert "day=2026-01-06/a.csv" in survey.unreadable[0].what


@pytest.mark.parametrize("name", ["a.jsonlines", "a.xlsx", "a.csv.zip", "a"])
def test_what_is_not_read_is_said_plainly(lake, name):
    """And what is."""
    lake.text(f"day=2026-01-05/{name}", '{"x": 1}\n')
    said = "no Parquet: files named .parquet, .csv, .csv.gz, .tsv, .tsv.gz, .jsonl, .ndjson, .json, "
    with pytest.raises(SourceError, match=re.escape(said)):
        lake.survey(path="day=*/*")


@pytest.mark.parametrize("name", ["a.tsv", "a.tsv.gz", "a.csv.gz"])
def test_text_files_of_each_kind_are_read(lake, name):
    """Packed or not, and broken lines are named in them too."""
    delimiter = "\t" if "tsv" in name else ","
    for day, rows in ((5, 3), (6, 2)):
        lines = ["id\tx", *(f"{at}\t1.5" for at in range(rows))] + ["7"] * (day == 6)
        text = "\n".join(lines).replace("\t", delimiter) + "\n"
        path = lake.text(f"day=2026-01-{day:02}/{name}", text)
        if name.endswith(".gz"):
            path.write_bytes(gzip.compress(text.encode()))
    found = lake.survey(path="day=*/*")
    assert [(load.partition.day, load.rows, load.delimiter) for load in found.loads] == [(5, 3, delimiter)]
    assert "line 4 has 1 field, the header has 2" in found.unreadable[0].what


def test_values_are_made_fit_for_json():
    """What JSON does not know becomes text."""
    assert plain({"a": 1, "b": None, "c": date(2026, 1, 5)}) == {"a": 1, "b": None, "c": "2026-01-05"}
