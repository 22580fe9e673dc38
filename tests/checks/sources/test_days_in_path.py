"""A file a day, the day in its name: it is cut like one whose days are folders."""

import gzip
import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from checks.profiles.packing import pack
from checks.sources.tables import DAY, SourceError

COLUMNS = {"id": [1, 2, 3], "x": [1.5, None, 2.5], "s": ["a", "a", "b"]}
KEY = {"key": ["id"], "columns": {"x": {"drift": True, "null_rate": True}}}


def csv(rows=3, delimiter=","):
    """A few rows."""
    lines = ["id,x,s", "1,1.5,a", "2,,a", "3,2.5,b"][: rows + 1]
    return "\n".join(lines).replace(",", delimiter) + "\n"


def jsonl(rows=3):
    """The same rows."""
    each = (dict(zip(COLUMNS, row, strict=True)) for row in zip(*COLUMNS.values(), strict=True))
    return "".join(json.dumps(row) + "\n" for row in list(each)[:rows])


def days(found):
    """The days of bundles."""
    return [bundle.day.isoformat() for bundle in found if bundle.day]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("orders_%Y-%m-%d.csv", "orders_{0:%Y-%m-%d}.csv"),
        ("orders_%Y-%m-%d.csv.gz", "orders_{0:%Y-%m-%d}.csv.gz"),
        ("events-%Y%m%d*.jsonl", "events-{0:%Y%m%d}T0600.jsonl"),
        ("%Y/%m/%d/*.parquet", "{0:%Y/%m/%d}/part-0.parquet"),
        ("year=%Y/month=%m/day=%d/*.parquet", "year={0:%Y}/month={0:%m}/day={0:%d}/part-0.parquet"),
        ("day=%Y%m%d/*.parquet", "day={0:%Y%m%d}/part-0.parquet"),
        ("orders_%Y-%m-%d_%H.csv", "orders_{0:%Y-%m-%d}_06.csv"),
        ("50%% [[]a] %Y-%m-%d.csv", "50% [a] {0:%Y-%m-%d}.csv"),
    ],
)
def test_its_profiles_are_those_of_folders_of_days(lake, path, name):
    """Counts, columns, levels: not one differs, but in what names the rows."""
    for day in (date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 1)):
        where, hive = name.format(day), f"hive/day={day}/" + name.format(day).rpartition("/")[2]
        for file in (where, hive):
            if name.endswith(".parquet"):
                lake.parquet(file, COLUMNS)
            else:
                text = jsonl() if "jsonl" in name else csv(delimiter=";" if day.day == 31 else ",")
                written = lake.text(file, text)
                if name.endswith(".gz"):
                    written.write_bytes(gzip.compress(text.encode()))
    found, expected = (lake.profiles(path=each, **KEY) for each in (path, "hive/day=*/*"))
    assert list(found) == [date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 1)]
    for day, profile in found.items():
        assert pack(profile) == pack(expected[day])
    assert found[date(2026, 1, 31)].columns["x"].nulls == 1


def test_several_files_of_a_day_are_one_partition(lake):
    """By the hour, say."""
    for hour in ("00", "12"):
        lake.text(f"orders_2026-01-31_{hour}.csv", csv())
    bundles, unreadable = lake.table(path="orders_%Y-%m-%d_%H.csv").bundles()
    assert (days(bundles), len(bundles[0].files), unreadable) == (["2026-01-31"], 2, [])


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_the_name_counts_also_where_the_rows_have_such_a_column(lake, ending):
    """As with folders: the partition is the file, whatever its rows say."""
    for day in ("2026-01-30", "2026-01-31"):
        file = f"orders_{day}.{ending}"
        if ending == "parquet":
            lake.parquet(file, {"day": ["2001-01-01", "2001-01-02"], "s": ["a", "b"]})
        elif ending == "csv":
            lake.text(file, "day,s\n2001-01-01,a\n2001-01-02,b\n")
        else:
            lake.text(file, '{"day": "2001-01-01", "s": "a"}\n{"day": "2001-01-02", "s": "b"}\n')
    declared = {"path": f"orders_%Y-%m-%d.{ending}", "key": ["day", "s"]}
    assert {day.isoformat(): each.rows for day, each in lake.profiles(**declared).items()} == {
        "2026-01-30": 2,
        "2026-01-31": 2,
    }
    table = lake.table(**declared)
    rows = table.rows(table.bundles()[0])
    assert {str(row["day"]) for row in table.fetch(rows.select("day")).to_pylist()} == {
        "2026-01-30",
        "2026-01-31",
    }


def test_the_day_may_be_a_part_of_the_key(lake):
    """Under the name that the partition gives it."""
    for day in (30, 31):
        lake.text(f"orders_2026-01-{day}.csv", csv())
    table = lake.table(path="orders_%Y-%m-%d.csv", key=["day", "id"])
    found, _ = table.bundles()
    table.demand_columns(found)
    rows = table.fetch(table.rows(found).select("id", "day", ours=DAY)).to_pylist()
    assert {(row["id"], row["day"]) for row in rows} == {
        (at, date(2026, 1, day)) for at in (1, 2, 3) for day in (30, 31)
    }
    assert all(row["day"] == row["ours"] for row in rows)


@pytest.mark.parametrize("name", ["2026-02-31", "2026-13-01", "0000-01-01", "0001-01-01"])
def test_a_file_that_is_called_like_a_day_and_is_none_is_told_by_its_name(lake, name):
    """The others go on."""
    lake.text("orders_2026-01-31.csv", csv())
    lake.text(f"orders_{name}.csv", csv())
    bundles, (unreadable,) = lake.table(path="orders_%Y-%m-%d.csv").bundles()
    assert days(bundles) == ["2026-01-31"]
    assert f"orders_{name}.csv: its name says a day that is none (" in unreadable.what


def test_files_of_other_names_are_other_files(lake):
    """Only digits stand where a directive is."""
    for name in ("orders_2026-01-31.csv", "orders_latest.csv", "orders_2026-1-31.csv"):
        lake.text(name, csv())
    bundles, unreadable = lake.table(path="orders_%Y-%m-%d.csv").bundles()
    assert ([len(bundle.files) for bundle in bundles], unreadable) == ([1], [])


def test_an_empty_folder_of_a_day_is_a_day_without_rows(lake):
    """As with `day=` folders: not before the first file, and not where a job left something else."""
    lake.parquet("2026/01/30/a.parquet", COLUMNS)
    for day in ("01/29", "01/31", "02/01", "02/31"):
        (lake.root / "2026" / day).mkdir(parents=True)
    lake.text("2026/02/01/note.txt", "wait")
    found = lake.profiles(path="%Y/%m/%d/*.parquet")
    assert {str(day): profile.rows for day, profile in found.items()} == {"2026-01-30": 3, "2026-01-31": 0}


def test_a_file_is_read_again_when_it_changes_and_no_other(lake, shelf):
    """That is what a file a day is worth."""
    from checks.profiles.survey import survey

    def survey_marks():
        table = lake.table(path="orders_%Y-%m-%d.csv")
        return {load.partition.day: load.mark for load in survey(table, shelf).loads}

    for day in (30, 31):
        lake.text(f"orders_2026-01-{day}.csv", csv())
    before = survey_marks()
    lake.text("orders_2026-01-31.csv", csv(rows=1))
    after = survey_marks()
    assert (before[30], before[31] == after[31]) == (after[30], False)


def test_what_a_segment_in_a_folder_says_is_still_a_column(lake):
    """Beside the day in the name."""
    for region in ("north", "south"):
        lake.parquet(f"region={region}/orders_2026-01-31.parquet", COLUMNS)
    table = lake.table(path="region=*/orders_%Y-%m-%d.parquet", segment=["region"])
    rows = table.fetch(table.rows(table.bundles()[0]).select("region", "day")).to_pylist()
    assert {(row["region"], str(row["day"])) for row in rows} == {
        ("north", "2026-01-31"),
        ("south", "2026-01-31"),
    }


def test_a_path_that_cannot_be_used_says_so(lake):
    """Whoever makes the table."""
    with pytest.raises(SourceError, match=r"path orders_%Y.csv: it has %Y and no %m and no %d"):
        lake.table(path="orders_%Y.csv")


def test_columns_may_bear_any_name(lake):
    """Also those that say where a row comes from."""
    columns = {"filename": ["a"], "file": ["b"], "x": [1]}
    parquet.write_table(pa.table(columns), lake.root / "o_20260131.parquet")
    (profile,) = lake.profiles(path="o_%Y%m%d.parquet").values()
    assert [name for name, _ in profile.schema] == ["filename", "file", "x"]
